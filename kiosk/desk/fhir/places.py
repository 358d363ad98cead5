"""Slot resources as places: what is taken, by which hold, and until when. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from kiosk.desk.fhir.names import FhirNames
from kiosk.desk.fhir.reading import Resource, extension_in, id_in, moment_in, part_of, text_in, with_extension

FREE, BUSY, HELD, CLOSED = "free", "busy", "busy-tentative", "busy-unavailable"
_KNOWN = (FREE, BUSY, HELD, CLOSED)


@dataclass(frozen=True, slots=True)
class Place:
    """One Slot resource. `token`: whose place it is, where we gave it away; `until`: when that is over."""

    resource: Resource
    id: str
    schedule_id: str
    starts_at: datetime
    ends_at: datetime
    status: str
    token: str
    until: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Held by one of ours whose time ran out."""
        return self.status == HELD and self.token != "" and self.until is not None and self.until <= now

    def is_free(self, now: datetime) -> bool:
        return self.status == FREE or self.is_over(now)


@dataclass(frozen=True, slots=True)
class Group:
    """The places of one Schedule at one moment; never empty."""

    places: tuple[Place, ...]

    @property
    def id(self) -> str:
        return self.places[0].id

    @property
    def first(self) -> Place:
        return self.places[0]

    def left(self, now: datetime) -> int:
        return sum(place.is_free(now) for place in self.places)

    def of_token(self, token: str) -> Place | None:
        return next((place for place in self.places if place.token == token and place.status != FREE), None)


def place_in(resource: Resource, names: FhirNames, zone: tzinfo) -> Place | None:
    """None for what cannot be offered: without a schedule or times, entered in error, or of an unknown status."""
    schedule_id = id_in(part_of(resource, "schedule"), "Schedule")
    starts_at, ends_at = moment_in(resource, "start", zone), moment_in(resource, "end", zone)
    status = text_in(resource, "status")
    if not schedule_id or starts_at is None or ends_at is None or ends_at <= starts_at or status not in _KNOWN:
        return None
    token = extension_in(resource, names.extension("for"), "valueString")
    told = extension_in(resource, names.extension("until"), "valueInstant")
    until = moment_in({"until": told}, "until", zone)
    return Place(resource, text_in(resource, "id"), schedule_id, starts_at, ends_at, status, str(token or ""), until)


def groups_of(places: Iterable[Place]) -> tuple[Group, ...]:
    found: dict[tuple[str, datetime], list[Place]] = {}
    for place in sorted(places, key=lambda one: one.id):
        found.setdefault((place.schedule_id, place.starts_at), []).append(place)
    return tuple(Group(tuple(group)) for group in found.values())


def marked(place: Place, names: FhirNames, status: str, token: str, until: datetime | None) -> dict[str, Any]:
    """The Slot as it is to be written."""
    changed = {**place.resource, "status": status}
    changed = with_extension(changed, names.extension("for"), "valueString", token or None)
    said = None if until is None else until.isoformat()
    return with_extension(changed, names.extension("until"), "valueInstant", said)
