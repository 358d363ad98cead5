"""Who was in the lobby and how well it was watched: what an attacked house is held to. PURE."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from camera.types import Seconds

OWED_S: Seconds = 8.0
"""A person who stood before a watched camera for so long without a break must have rung. Only while the
watch kept up does it count: then the three looks of an alarm come at most 1.2 s apart."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A camera from one moment to another: somebody stood before it, or a running watch looked through it."""

    camera: str
    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """`stays` follow one another."""

    person: str
    stays: tuple[Stretch, ...]

    @property
    def entered(self) -> datetime:
        return self.stays[0].from_at

    @property
    def left(self) -> datetime:
        return self.stays[-1].to_at


@dataclass(frozen=True, slots=True)
class Behind:
    """Meanwhile the watch or one of its workers did not get done what it had to: this computer did other things."""

    from_at: datetime
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Watched:
    """The cameras a running watch looked through, each without a break, and when it did not keep up."""

    stretches: Sequence[Stretch]
    behind: Sequence[Behind] = ()

    def looked_s(self, begin: datetime, end: datetime) -> Seconds:
        """What is left of this time without what was lost."""
        lost_s = sum(_shared_s(begin, end, one.from_at, one.to_at) for one in self.behind)
        return (end - begin).total_seconds() - lost_s


def together(visit: Visit, watched: Watched, camera: str | None = None) -> list[tuple[datetime, datetime]]:
    """When the person stood before a watched camera, each time without a break; `camera` None is any."""
    meetings = [
        (max(stay.from_at, look.from_at), min(stay.to_at, look.to_at))
        for look in watched.stretches
        for stay in visit.stays
        if look.camera == stay.camera and camera in (None, look.camera)
    ]
    return [(begin, end) for begin, end in meetings if begin < end]


def is_owed(visit: Visit, watched: Watched) -> bool:
    return any(watched.looked_s(begin, end) >= OWED_S for begin, end in together(visit, watched))


def _shared_s(begin: datetime, end: datetime, other_begin: datetime, other_end: datetime) -> Seconds:
    return max((min(end, other_end) - max(begin, other_begin)).total_seconds(), 0.0)
