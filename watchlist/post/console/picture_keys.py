"""The pictures that a screen asks for, by what they are of. Pure."""

from dataclasses import dataclass

from watchlist.types import AlarmId, PersonId


@dataclass(frozen=True, slots=True)
class CapturedKey:
    alarm_id: AlarmId


@dataclass(frozen=True, slots=True)
class EnrolledKey:
    alarm_id: AlarmId
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class ThumbnailKey:
    camera: str


@dataclass(frozen=True, slots=True)
class PlanKey:
    """The site has one."""


PictureKey = CapturedKey | EnrolledKey | ThumbnailKey | PlanKey
