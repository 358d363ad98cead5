"""Appointment resources as bookings, and bookings as Appointment resources. Pure."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from kiosk.desk.fhir.names import FhirNames
from kiosk.desk.fhir.reading import (
    Resource,
    codes_in,
    extension_in,
    id_in,
    moment_in,
    part_of,
    parts_of,
    text_in,
    with_extension,
)
from kiosk.desk.values import Actor, BookingState, Relation

LAPSED_REASON, CANCELLED_REASON = "lapsed", "cancelled"
_HL7_REASON = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
_STATES = {
    "booked": BookingState.BOOKED,
    "arrived": BookingState.CHECKED_IN,
    "checked-in": BookingState.CHECKED_IN,
    "fulfilled": BookingState.CHECKED_IN,
    "noshow": BookingState.NO_SHOW,
}
_STATUS = {
    BookingState.HELD: "pending",
    BookingState.BOOKED: "booked",
    BookingState.CHECKED_IN: "checked-in",
    BookingState.NO_SHOW: "noshow",
    BookingState.CANCELLED: "cancelled",
    BookingState.LAPSED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """An Appointment. `token` is empty for one that the hospital made itself. `until`: when a hold, or the place of a
    cancelled booking, is over. `role_id` is the doctor's PractitionerRole. `arrived`: who picked up for the patient."""

    resource: Resource
    id: str
    state: BookingState
    starts_at: datetime
    ends_at: datetime
    patient_id: str
    slot_id: str
    department_id: str
    role_id: str
    token: str
    code: str
    channel: str
    maker: Actor
    made_at: datetime
    changed_at: datetime
    until: datetime | None
    is_paying: bool
    payment_id: str
    is_by_patient: bool
    number: str
    place: int
    arrived: Actor | None

    def runs(self, now: datetime) -> bool:
        """Whether a hold still has its time."""
        return self.until is None or self.until > now


@dataclass(frozen=True, slots=True)
class NewHold:
    token: str
    code: str
    channel: str
    patient_id: str
    slot_id: str
    department_id: str
    role_id: str
    related_id: str
    starts_at: datetime
    ends_at: datetime
    actor: Actor
    made_at: datetime
    until: datetime


def seen_in(resource: Resource, names: FhirNames, zone: tzinfo) -> Seen | None:
    """None for what is no booking: a request, a waiting list's, an error, or without patient or times."""
    token = _identifier(resource, names.hold_system)
    state = _state_of(resource, names, token)
    starts_at, ends_at = moment_in(resource, "start", zone), moment_in(resource, "end", zone)
    patient_id = _actor(resource, "Patient")
    if state is None or starts_at is None or ends_at is None or ends_at <= starts_at or not patient_id:
        return None
    mine = _Extensions(resource, names, zone)
    made_at = moment_in(resource, "created", zone) or starts_at
    changed_at = mine.moment("changed-at") or moment_in(part_of(resource, "meta"), "lastUpdated", zone) or made_at
    return Seen(
        resource,
        text_in(resource, "id"),
        state,
        starts_at,
        ends_at,
        patient_id,
        next((id_in(one, "Slot") for one in parts_of(resource, "slot")), ""),
        _actor(resource, "HealthcareService"),
        _actor(resource, "PractitionerRole"),
        token,
        _identifier(resource, names.code_system),
        mine.text("channel") or "hospital",
        Actor(mine.text("made-by") or patient_id, mine.relation("relation")),
        made_at,
        changed_at,
        mine.moment("until"),
        mine.text("paying") != "",
        mine.text("payment"),
        _is_by_patient(resource, names),
        mine.text("queue-number"),
        int(mine.text("queue-place") or 0) if mine.text("queue-place").isdecimal() else 0,
        Actor(mine.text("arrived"), mine.relation("arrived-as")) if mine.text("arrived") else None,
    )


def new_appointment(hold: NewHold, names: FhirNames) -> dict[str, Any]:
    actors = [("Patient", hold.patient_id), ("HealthcareService", hold.department_id)]
    actors += [("PractitionerRole", hold.role_id)] if hold.role_id else []
    actors += [("RelatedPerson", hold.related_id)] if hold.related_id else []
    relation = hold.actor.relation.value if hold.actor.relation else None
    resource: dict[str, Any] = {
        "resourceType": "Appointment",
        "status": "pending",
        "identifier": [
            {"system": names.hold_system, "value": hold.token},
            {"system": names.code_system, "value": hold.code},
        ],
        "slot": [{"reference": f"Slot/{hold.slot_id}"}],
        "start": hold.starts_at.isoformat(),
        "end": hold.ends_at.isoformat(),
        "created": hold.made_at.isoformat(),
        "participant": [{"actor": {"reference": f"{kind}/{one}"}, "status": "accepted"} for kind, one in actors],
    }
    words = {"channel": hold.channel, "made-by": hold.actor.person_id, "relation": relation}
    for word, value in words.items():
        resource = with_extension(resource, names.extension(word), "valueString", value)
    return with_moments(resource, names, until=hold.until, changed_at=hold.made_at)


def with_state(
    seen: Seen, names: FhirNames, state: BookingState, now: datetime, until: datetime | None = None, **words: str | None
) -> dict[str, Any]:
    """The Appointment in another state; a word that is None goes, underscores in its name are written as "-"."""
    changed = {key: value for key, value in seen.resource.items() if key != "cancelationReason"}
    changed["status"] = _STATUS[state]
    reason = {BookingState.CANCELLED: CANCELLED_REASON, BookingState.LAPSED: LAPSED_REASON}.get(state)
    if reason is not None:
        changed["cancelationReason"] = {"coding": [{"system": names.reason_system, "code": reason}]}
    for word, value in words.items():
        changed = with_extension(changed, names.extension(word.replace("_", "-")), "valueString", value)
    return with_moments(changed, names, until=until, changed_at=now)


def with_slot(resource: Resource, slot_id: str) -> dict[str, Any]:
    return {**resource, "slot": [{"reference": f"Slot/{slot_id}"}]}


def with_number(resource: Resource, names: FhirNames, number: str, place: str) -> dict[str, Any]:
    changed = with_extension(resource, names.extension("queue-number"), "valueString", number)
    return with_extension(changed, names.extension("queue-place"), "valueString", place)


def with_arrival(resource: Resource, names: FhirNames, actor: Actor, related_id: str) -> dict[str, Any]:
    """Who came for the patient; nothing is added where it is the patient."""
    if actor.relation is None:
        return dict(resource)
    changed = with_extension(resource, names.extension("arrived"), "valueString", actor.person_id)
    changed = with_extension(changed, names.extension("arrived-as"), "valueString", actor.relation.value)
    there = list(parts_of(resource, "participant"))
    if related_id and not any(id_in(part_of(one, "actor"), "RelatedPerson") == related_id for one in there):
        there.append({"actor": {"reference": f"RelatedPerson/{related_id}"}, "status": "accepted"})
    return {**changed, "participant": there}


def with_moments(resource: Resource, names: FhirNames, until: datetime | None, changed_at: datetime) -> dict[str, Any]:
    said = None if until is None else until.isoformat()
    changed = with_extension(resource, names.extension("until"), "valueInstant", said)
    return with_extension(changed, names.extension("changed-at"), "valueInstant", changed_at.isoformat())


@dataclass(frozen=True, slots=True)
class _Extensions:
    resource: Resource
    names: FhirNames
    zone: tzinfo

    def text(self, word: str) -> str:
        value = extension_in(self.resource, self.names.extension(word), "valueString")
        return value if isinstance(value, str) else ""

    def relation(self, word: str) -> Relation | None:
        return Relation(self.text(word)) if self.text(word) in set(Relation) else None

    def moment(self, word: str) -> datetime | None:
        said = extension_in(self.resource, self.names.extension(word), "valueInstant")
        return moment_in({"at": said}, "at", self.zone)


def _state_of(resource: Resource, names: FhirNames, token: str) -> BookingState | None:
    status = text_in(resource, "status")
    if status == "pending":
        return BookingState.HELD if token else None
    if status == "cancelled":
        is_lapsed = (names.reason_system, LAPSED_REASON) in _reasons(resource)
        return BookingState.LAPSED if is_lapsed else BookingState.CANCELLED
    return _STATES.get(status)


def _is_by_patient(resource: Resource, names: FhirNames) -> bool:
    """Whether it was the patient who cancelled, and not the hospital."""
    ours = (names.reason_system, CANCELLED_REASON)
    reasons = _reasons(resource)
    return any(one == ours or (one[0] == _HL7_REASON and one[1].startswith("pat")) for one in reasons)


def _reasons(resource: Resource) -> list[tuple[str, str]]:
    return list(codes_in([part_of(resource, "cancelationReason")]))


def _identifier(resource: Resource, system: str) -> str:
    found = (text_in(one, "value") for one in parts_of(resource, "identifier") if one.get("system") == system)
    return next(found, "")


def _actor(resource: Resource, kind: str) -> str:
    found = (id_in(part_of(one, "actor"), kind) for one in parts_of(resource, "participant"))
    return next((one for one in found if one), "")
