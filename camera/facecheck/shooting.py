"""Takes the shots of a check: judges, embeds, scores; and looks again at who stands there."""

from typing import Protocol

from camera.engine import Engine
from camera.facecheck.guiding import advice
from camera.facecheck.limits import CheckLimits
from camera.facecheck.portfolio import Portfolio
from camera.facecheck.sight import Seen
from camera.leases.messages import Advice
from camera.measures import measure
from camera.quality import worth
from camera.types import Box, Embedding, Image


class Passive(Protocol):
    """camera.liveness.passive.PassiveLiveness is one."""

    def score(self, image: Image, face: Box) -> float: ...


class Shooting:
    """`portfolio` and `scores` are what it has."""

    def __init__(self, engine: Engine, passive: Passive | None, limits: CheckLimits) -> None:
        self._engine, self._passive, self._limits = engine, passive, limits
        self.start_again()

    def start_again(self) -> None:
        """Nothing of what was is kept."""
        self.portfolio = Portfolio(self._limits, self._engine.embedder.same_from)
        self.scores: list[float] = []

    def take(self, seen: Seen) -> Advice | None:
        """A shot, when this is one; else what to tell the person. Somebody else's shots begin anew."""
        if seen.others:
            return Advice.SEVERAL
        told, value = self._judged(seen)
        if told is not None or not self.portfolio.wants(seen.frame.at, value):
            return told
        embedding = self._embedded(seen)
        if not self.portfolio.is_same(embedding):
            self.start_again()
        self._keep(seen, embedding, value)
        return None

    def is_still_the_same(self, seen: Seen) -> bool | None:
        """None where this frame is too poor to say; a good one is kept as a shot."""
        told, value = self._judged(seen)
        if told is not None:
            return None
        embedding = self._embedded(seen)
        if not self.portfolio.is_same(embedding):
            return False
        self._keep(seen, embedding, value)
        return True

    def _judged(self, seen: Seen) -> tuple[Advice | None, float]:
        measured = measure(seen.frame.image, seen.face)
        told = advice(seen.face, measured, seen.picture, self._limits)
        return told, worth(seen.face, measured, self._limits.quality)

    def _embedded(self, seen: Seen) -> Embedding:
        return self._engine.embed(seen.frame.image, [seen.face])[0]

    def _keep(self, seen: Seen, embedding: Embedding, value: float) -> None:
        self.portfolio.add(seen.observation(), embedding, value, seen.face.box)
        if self._passive is not None:
            self.scores.append(self._passive.score(seen.frame.image, seen.face.box))
