"""FHIR R4's rules for the resources that a hub writes: fields, cardinalities, value sets, invariants."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

_STATUS = {
    "Slot": {"busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error"},
    "Appointment": {
        *("proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error"),
        *("checked-in", "waitlist"),
    },
}
_EVERY = {"resourceType", "id", "meta", "text", "extension", "implicitRules", "language"}
_FIELDS = {
    "Slot": _EVERY
    | {"identifier", "serviceCategory", "serviceType", "specialty", "appointmentType", "schedule", "status"}
    | {"start", "end", "overbooked", "comment"},
    "Appointment": _EVERY
    | {"identifier", "status", "cancelationReason", "serviceCategory", "serviceType", "specialty", "appointmentType"}
    | {"reasonCode", "reasonReference", "priority", "description", "supportingInformation", "start", "end"}
    | {"minutesDuration", "slot", "created", "comment", "patientInstruction", "basedOn", "participant"}
    | {"requestedPeriod"},
}
_ACTORS = {
    *("Patient", "Practitioner", "PractitionerRole", "RelatedPerson", "Device", "HealthcareService", "Location"),
}
_REFERENCE = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})")
_EXTENSION_VALUES = {"valueString", "valueCode", "valueInstant", "valueMoney", "valueInteger", "extension"}


class Wrong(Exception):
    """With the code of an OperationOutcome's issue."""

    def __init__(self, why: str, code: str = "invalid") -> None:
        super().__init__(why)
        self.code = code


def must_be_right(resource: Any, kind: str, known: Iterable[str]) -> None:
    """Raises Wrong. `known` are the references that lead somewhere."""
    _must(isinstance(resource, dict) and resource.get("resourceType") == kind, f"no {kind}")
    if kind not in _FIELDS:
        return
    _must(set(resource) <= _FIELDS[kind], f"fields that {kind} does not have: {set(resource) - _FIELDS[kind]}")
    _must(resource.get("status") in _STATUS[kind], "status", "code-invalid")
    _must(not _empties(resource), "an empty list, text or object")
    _extensions(resource)
    for one in resource.get("identifier", []):
        _must(set(one) <= {"use", "type", "system", "value", "period", "assigner", "extension"}, "identifier")
    (_slot if kind == "Slot" else _appointment)(resource, set(known))


def _slot(slot: Mapping[str, Any], known: set[str]) -> None:
    _reference(slot.get("schedule"), {"Schedule"}, known)
    _times(slot)


def _appointment(one: Mapping[str, Any], known: set[str]) -> None:
    status = one["status"]
    _must(("start" in one) == ("end" in one), "app-2: start and end, or neither")
    if "start" in one or status not in ("proposed", "cancelled", "waitlist"):
        _times(one)
    _must("cancelationReason" not in one or status in ("cancelled", "noshow"), "app-4: a reason not to come")
    _instant(one.get("created", "2026-01-01T00:00:00Z"))
    participants = one.get("participant", [])
    _must(len(participants) >= 1, "participant is 1..*")
    for participant in participants:
        _must(set(participant) <= {"type", "actor", "required", "status", "period"}, "participant")
        _must("type" in participant or "actor" in participant, "app-1: type or actor")
        statuses = {"accepted", "declined", "tentative", "needs-action"}
        _must(participant.get("status") in statuses, "participant.status", "code-invalid")
        _reference(participant["actor"], _ACTORS, known)
    for slot in one.get("slot", []):
        _reference(slot, {"Slot"}, known)
    for coding in one.get("cancelationReason", {}).get("coding", []):
        _must(set(coding) <= {"system", "code", "display", "version"}, "cancelationReason.coding")


def _extensions(element: Mapping[str, Any]) -> None:
    for one in element.get("extension", []):
        values = set(one) - {"url", "id"}
        _must(isinstance(one.get("url"), str) and len(values) == 1, "an extension has a url and one value")
        _must(values <= _EXTENSION_VALUES, f"an extension with {values}")
        if "valueInstant" in one:
            _instant(one["valueInstant"])


def _reference(reference: Any, kinds: set[str], known: set[str]) -> None:
    _must(isinstance(reference, dict) and set(reference) <= {"reference", "type", "identifier", "display"}, "Reference")
    found = _REFERENCE.fullmatch(str(reference.get("reference")))
    _must(found is not None and found.group(1) in kinds, f"a reference to {kinds}")
    _must(reference["reference"] in known, f"{reference['reference']} is not there", "not-found")


def _times(resource: Mapping[str, Any]) -> None:
    _must(_instant(resource.get("start")) < _instant(resource.get("end")), "starts after its end")


def _instant(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise Wrong(f"no instant: {text}") from None
    _must(moment.tzinfo is not None, f"an instant without a zone: {text}")
    return moment


def _empties(value: Any) -> bool:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return not value or any(_empties(one) for one in inner)
    return value is None or value == ""


def _must(is_so: bool, why: str, code: str = "invalid") -> None:
    if not is_so:
        raise Wrong(why, code)
