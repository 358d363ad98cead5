"""Turn left, turn right, nod, come closer: is it done, in time, and by one face all the while? Pure."""

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from camera.liveness.continuity import Observation, is_broken
from camera.liveness.facts import ChallengeEnd
from camera.liveness.turn_limits import Baseline, ChallengeLimits, came_over, turn_share
from camera.liveness.turns import Turn
from camera.types import Seconds

_SIDES = (Turn.LEFT, Turn.RIGHT)


class Dice(Protocol):
    """random.Random, random.SystemRandom and numpy's Generator are."""

    def random(self) -> float:
        """At least 0 and below 1."""


def draw_challenge(dice: Dice, n: int = 2) -> tuple[Turn, ...]:
    """`n` turns, none twice as long as there are others, at least one to a side: only those show a head's depth well.

    For two turns that makes ten challenges, all of the same chance.
    """
    if n < 1:
        raise ValueError(f"a challenge has at least one turn, not {n}")
    while True:
        turns = tuple(_drawn(dice, n))
        if any(turn in _SIDES for turn in turns):
            return turns


def _drawn(dice: Dice, n: int) -> Sequence[Turn]:
    turns: list[Turn] = []
    while len(turns) < n:
        left = [turn for turn in Turn if turn not in turns[-3:]]
        turns.append(left[int(dice.random() * len(left))])
    return turns


class _Stage(Enum):
    FRONTAL = "frontal"
    GOING = "going"
    REACHED = "reached"


class Challenge:
    """Feed it every observation of the face in the order of their times. `end` is None while it lasts."""

    def __init__(
        self,
        turns: Sequence[Turn],
        baseline: Baseline,
        at: Seconds,
        turn_within_s: Seconds,
        limits: ChallengeLimits | None = None,
    ) -> None:
        self.end: ChallengeEnd | None = None if turns else ChallengeEnd.NOT_ASKED
        self.ended_at = at
        self.wrong = 0
        self._turns = tuple(turns)
        self._baseline = baseline
        self._limits = limits or ChallengeLimits()
        self._within_s = turn_within_s
        self.done = 0
        self._asked_at = at
        self._seen: Observation | None = None
        self._strangers = 0
        self._stage = _Stage.FRONTAL
        self._way: list[float] = []
        self._share_before = 0.0
        self._is_wrong = False

    @property
    def asked(self) -> Turn | None:
        return self._turns[self.done] if self.end is None else None

    @property
    def filled(self) -> float:
        """0 to 1; a turn that only has to go back counts half."""
        if self.done == len(self._turns):
            return 1.0
        return (self.done + (0.5 if self._stage is _Stage.REACHED else 0.0)) / len(self._turns)

    def lose_face(self, at: Seconds) -> None:
        """Somebody compared the faces themselves: it is another one now."""
        self._finish(ChallengeEnd.LOST_FACE, at)

    def tick(self, at: Seconds) -> None:
        """Time passes, with or without frames."""
        if self.end is not None:
            return
        seen_at = self._asked_at if self._seen is None else self._seen.at
        if at - seen_at > self._limits.continuity.hidden_s:
            self._finish(ChallengeEnd.LOST_FACE, at)
        elif at - self._asked_at > self._within_s:
            self._finish(ChallengeEnd.TIMED_OUT, at)

    def feed(self, seen: Observation) -> None:
        """A frame in which the face was found."""
        self.tick(seen.at)
        if self.end is not None:
            return
        self._strangers = self._strangers + 1 if seen.others else 0
        if self._strangers > 1 or (self._seen and is_broken(self._seen, seen, self._limits.continuity)):
            self._finish(ChallengeEnd.LOST_FACE, seen.at)
            return
        self._seen = seen
        self._advance(turn_share(self._turns[self.done], seen, self._baseline, self._limits), seen)

    def _advance(self, share: float, seen: Observation) -> None:
        limits = self._limits
        steady, self._share_before = (share + self._share_before) / 2, share
        if self._stage is _Stage.FRONTAL and share >= limits.between_from:
            self._stage, self._way = _Stage.GOING, []
        if self._stage is _Stage.GOING:
            self._way.append(share)
            if steady >= 1 and came_over(self._way, limits):
                self._stage = _Stage.REACHED
            elif share < 0.5 * limits.between_from:
                self._stage = _Stage.FRONTAL
        if self._stage is _Stage.REACHED and self._is_back(share):
            self._turn_done(seen.at)
            return
        self._judge_wrong(seen)

    def _is_back(self, share: float) -> bool:
        """Whoever has come closer may stay there."""
        return self._turns[self.done] is Turn.CLOSER or share < self._limits.back_share

    def _judge_wrong(self, seen: Observation) -> None:
        """Clear turns to a side, each counted once, however long it lasts."""
        asked = self._turns[self.done]
        others = max(turn_share(side, seen, self._baseline, self._limits) for side in _SIDES if side is not asked)
        if others >= 1 and not self._is_wrong:
            self.wrong += 1
            if self._limits.most_wrong is not None and self.wrong > self._limits.most_wrong:
                self._finish(ChallengeEnd.TIMED_OUT, seen.at)
        self._is_wrong = others >= (self._limits.back_share if self._is_wrong else 1)

    def _turn_done(self, at: Seconds) -> None:
        self.done += 1
        if self.done == len(self._turns):
            self._finish(ChallengeEnd.PASSED, at)
        else:
            self._begin_turn(at)

    def _begin_turn(self, at: Seconds) -> None:
        self._asked_at = at
        self._stage = _Stage.FRONTAL
        self._share_before = 0.0
        self._is_wrong = False

    def _finish(self, end: ChallengeEnd, at: Seconds) -> None:
        self.end, self.ended_at = end, at
