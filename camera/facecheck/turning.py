"""The part of a check in which turns are asked: the challenge, the depth it shows, and who stands there after each."""

from camera.facecheck.limits import CheckLimits
from camera.facecheck.sight import Seen
from camera.liveness.challenge import Challenge
from camera.liveness.depth_rule import Parallax
from camera.liveness.parallax import ParallaxMeter
from camera.liveness.turn_limits import Baseline
from camera.liveness.turns import Turn
from camera.types import Seconds, TrackId


class Turning:
    """Begins with a frontal frame. Feed it every later frame, and the frames without the face as times."""

    def __init__(
        self, turns: tuple[Turn, ...], turn_within_s: Seconds, baseline: Baseline, seen: Seen, limits: CheckLimits
    ) -> None:
        self.challenge = Challenge(turns, baseline, seen.frame.at, turn_within_s, limits.challenge)
        self.track: TrackId = seen.track
        self.parallax: Parallax | None = None
        self._meter = ParallaxMeter(seen.frame.image, seen.face.box)

    def unseen(self, at: Seconds) -> None:
        self.challenge.tick(at)

    def feed(self, seen: Seen) -> bool:
        """True when a turn has just been done: the face is straight again, and must be looked at."""
        if self.challenge.end is not None:
            return False
        before = self.challenge.done
        self._meter.follow(seen.frame.image)
        self.challenge.feed(seen.observation())
        if self.challenge.done == before:
            return False
        # Points are lost with every turn, so the next one begins from here with new ones.
        self._keep_best()
        self._meter = ParallaxMeter(seen.frame.image, seen.face.box)
        return True

    def best(self) -> Parallax | None:
        self._keep_best()
        return self.parallax

    def _keep_best(self) -> None:
        found = self._meter.best
        if found is not None and (self.parallax is None or found.tells_more_than(self.parallax)):
            self.parallax = found
