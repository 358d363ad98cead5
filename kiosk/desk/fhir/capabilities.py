"""What a hospital's FHIR server says it can do, beside what a hub needs: for whoever sets it up. Pure."""

from collections.abc import Mapping

from kiosk.desk.fhir.reading import Resource, parts_of, text_in

_NEEDED: Mapping[str, tuple[str, str]] = {
    "HealthcareService": ("search-type", "active"),
    "PractitionerRole": ("search-type", "active"),
    "Schedule": ("read search-type", "actor active"),
    "Slot": ("read search-type update", "schedule start status"),
    "Appointment": ("read search-type create update", "patient actor status date identifier"),
    "Patient": ("read search-type", "identifier link"),
    "RelatedPerson": ("read search-type", "patient active identifier"),
}
_WRITTEN = ("Slot", "Appointment")


def lacking(statement: Resource) -> tuple[str, ...]:
    """Of a CapabilityStatement: a sentence for each thing that is missing; nothing when it promises all."""
    missing = [] if text_in(statement, "fhirVersion").startswith("4.") else ["The server does not speak FHIR R4."]
    told = {text_in(one, "type"): one for rest in parts_of(statement, "rest") for one in parts_of(rest, "resource")}
    for kind, (interactions, params) in _NEEDED.items():
        resource = told.get(kind, {})
        missing += _lacking(
            kind, "interaction", interactions, {text_in(i, "code") for i in parts_of(resource, "interaction")}
        )
        missing += _lacking(
            kind, "search parameter", params, {text_in(i, "name") for i in parts_of(resource, "searchParam")}
        )
    for kind in _WRITTEN:
        if told.get(kind, {}).get("versioning") != "versioned-update":
            missing.append(f"{kind}: the server does not check If-Match (versioning: versioned-update).")
    if told.get("Appointment", {}).get("conditionalCreate") is not True:
        missing.append("Appointment: the server does not check If-None-Exist (conditionalCreate).")
    return tuple(missing)


def _lacking(kind: str, what: str, needed: str, told: set[str]) -> list[str]:
    return [f"{kind}: the {what} {one} is missing." for one in needed.split() if one not in told]
