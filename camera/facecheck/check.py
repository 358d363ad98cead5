"""One face check from the first frame to its facts. It stores nothing, and drops what it held when it ends."""

from camera.engine import Engine
from camera.facecheck.ending import Hindrances, facts
from camera.facecheck.guiding import HINDRANCES
from camera.facecheck.limits import CheckLimits
from camera.facecheck.reference import reference_embedding
from camera.facecheck.shooting import Passive, Shooting
from camera.facecheck.sight import Seen, Sight
from camera.facecheck.turning import Turning
from camera.leases.messages import Advice, CheckFacts, CheckProgress, NoComparison, StartCheck
from camera.liveness.depth_rule import depth_of
from camera.liveness.facts import ChallengeEnd, LivenessFacts
from camera.liveness.scores import median_score
from camera.types import Frame, Seconds

_SHOTS_SHARE = 0.4
_LATEST_GAP_S = 1.0


class FaceCheck:
    """One object, one check, one thread. Raises ModelError when a model answers nonsense.

    First shots of one face looking straight ahead; then the turns, after each of which the face must be the one before
    it; then the facts. Once they are there `feed` and `tick` give them again.
    """

    def __init__(
        self,
        engine: Engine,
        passive: Passive | None,
        order: StartCheck,
        started_at: Seconds,
        limits: CheckLimits | None = None,
    ) -> None:
        self._limits = limits or CheckLimits()
        self._model_id = engine.embedder.model_id
        self._id, self._turns = order.check_id, order.turns
        self._turn_within_s, self._ends_at = order.turn_within_s, started_at + order.within_s
        self._wants_comparison = order.reference is not None
        self._reference = reference_embedding(engine, order.reference) if order.reference is not None else None
        self._sight = Sight(engine, self._limits)
        self._shooting = Shooting(engine, passive, self._limits)
        self._hindrances = Hindrances()
        self._frame_at = started_at
        self._ended: CheckFacts | None = None
        self._last = CheckProgress(order.check_id, Advice.LOOK_HERE, 0.0)
        self._turning: Turning | None = None
        self._confirmed = True

    def feed(self, frame: Frame) -> CheckProgress | CheckFacts:
        if self._is_over(frame.at):
            return self._answer()
        self._frame_at = frame.at
        seen = self._sight.look(frame, self._turning.track if self._turning else None)
        if self._turning is None:
            self._shoot(frame.at, seen)
        else:
            self._turn(self._turning, frame.at, seen)
        return self._answer()

    def tick(self, at: Seconds) -> CheckProgress | CheckFacts:
        """Time passes without a frame."""
        if not self._is_over(at) and at - self._frame_at > self._limits.silent_s:
            self._end(at, NoComparison.CAMERA_LOST)
        return self._answer()

    def forget(self) -> None:
        """Drops shots and reference; the check is over."""
        if self._ended is None:
            self._end(self._frame_at, NoComparison.NO_FACE)

    def _answer(self) -> CheckProgress | CheckFacts:
        return self._ended or self._last

    def _is_over(self, at: Seconds) -> bool:
        if self._ended is None and self._wants_comparison and self._reference is None:
            self._end(at, NoComparison.BAD_REFERENCE)
        elif self._ended is None and at > self._ends_at:
            self._end(at)
        return self._ended is not None

    def _shoot(self, at: Seconds, seen: Seen | None) -> None:
        shots_before = self._shooting.portfolio.last_at
        told = self._shooting.take(seen) if seen is not None else Advice.NOBODY
        portfolio = self._shooting.portfolio
        if portfolio.last_at != shots_before:
            self._hindrances.clear()
        if told is not None or seen is None:
            self._hindered(told or Advice.NOBODY, at)
        elif portfolio.is_enough:
            self._shots_done(seen)
        else:
            self._tell(Advice.HOLD_STILL)

    def _hindered(self, told: Advice, at: Seconds) -> None:
        last_at = self._shooting.portfolio.last_at
        if told is Advice.SEVERAL or (last_at is not None and at - last_at > _LATEST_GAP_S):
            self._shooting.start_again()  # whoever comes back may be somebody else
        self._hindrances.advised(told, at)
        if self._hindrances.longest_s(HINDRANCES) > self._limits.hindered_s:
            self._end(at)
        else:
            self._tell(told)

    def _shots_done(self, seen: Seen) -> None:
        if not self._turns:
            self._end(seen.frame.at)
            return
        baseline = self._shooting.portfolio.baseline()
        self._turning = Turning(self._turns, self._turn_within_s, baseline, seen, self._limits)
        self._tell_turn(self._turning)

    def _turn(self, turning: Turning, at: Seconds, seen: Seen | None) -> None:
        challenge = turning.challenge
        if seen is None:
            turning.unseen(at)
        elif turning.feed(seen):
            self._confirmed = False
        if not self._confirmed and seen is not None:
            self._confirm(turning, seen)
        waits = challenge.end is ChallengeEnd.PASSED and not self._confirmed
        if challenge.end is None or (waits and at - challenge.ended_at <= self._limits.confirm_within_s):
            self._tell_turn(turning)
        else:
            self._end(at)

    def _confirm(self, turning: Turning, seen: Seen) -> None:
        """Is the face after a turn the one before it?"""
        is_same = self._shooting.is_still_the_same(seen)
        if is_same is False:
            turning.challenge.lose_face(seen.frame.at)
        self._confirmed = is_same is True

    def _tell(self, told: Advice) -> None:
        whole = _SHOTS_SHARE if self._turns else 1.0
        self._last = CheckProgress(self._id, told, self._shooting.portfolio.share * whole)

    def _tell_turn(self, turning: Turning) -> None:
        challenge = turning.challenge
        filled = _SHOTS_SHARE + (1 - _SHOTS_SHARE) * (1.0 if challenge.asked is None else challenge.filled)
        told = Advice.HOLD_STILL if challenge.asked is None else Advice.TURN
        self._last = CheckProgress(self._id, told, filled, challenge.asked)

    def _end(self, at: Seconds, why: NoComparison | None = None) -> None:
        outcome = why or self._compared()
        took_s = 0.0 if isinstance(outcome, NoComparison) else at - self._decidable_since(at)
        shots = len(self._shooting.portfolio)
        self._ended = facts(self._id, self._liveness(), self._model_id, shots, outcome, took_s)
        self._reference = None
        self._shooting.start_again()
        self._turning = None

    def _decidable_since(self, at: Seconds) -> Seconds:
        """The end of the last turn, or the last shot where none were asked."""
        if self._turning is not None:
            return self._turning.challenge.ended_at if self._turning.challenge.end is not None else at
        last_at = self._shooting.portfolio.last_at
        return at if last_at is None else last_at

    def _compared(self) -> float | NoComparison:
        if not self._wants_comparison:
            return NoComparison.NO_REFERENCE
        if self._reference is None or not self._shooting.portfolio.is_enough:
            return self._hindrances.obstacle()
        return self._shooting.portfolio.similarity(self._reference)

    def _liveness(self) -> LivenessFacts:
        score = median_score(self._shooting.scores)
        if self._turning is None:
            asked = ChallengeEnd.TIMED_OUT if self._turns else ChallengeEnd.NOT_ASKED
            return LivenessFacts(asked, live_score=score)
        end, best = self._turning.challenge.end or ChallengeEnd.TIMED_OUT, self._turning.best()
        if end is ChallengeEnd.PASSED and not self._confirmed:
            end = ChallengeEnd.LOST_FACE
        return LivenessFacts(end, depth_of(best, self._limits.depth), best.residual if best else None, score)
