"""People at the hospital's system: whose card, who may act for them, and their photographs."""

import base64
import binascii
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hardware.cards.events import CardKind
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.names import Code
from kiosk.desk.fhir.reading import (
    Resource,
    codes_in,
    id_in,
    is_within,
    last_day,
    name_of_person,
    part_of,
    parts_of,
    text_in,
)
from kiosk.desk.sql.persons import normalised
from kiosk.desk.values import Actor, CardHolder, CardRef, Delegate, Person, Relation
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.acting import may_act

MOST_PHOTO_BYTES = 8_000_000
_RELATED = "RelatedPerson/"
"""Begins the id of somebody who is no patient here: they are known as this one patient's RelatedPerson only."""
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Entrusted:
    """A delegate and the RelatedPerson that says so."""

    delegate: Delegate
    related_id: str


def holder_of_card(hospital: Hospital, card: CardRef) -> CardHolder:
    number = normalised(card.number)
    system = hospital.names.card_systems.get(card.kind)
    if system is None or not number:
        raise DeskRefused(Refusal.UNKNOWN_CARD)
    found = _patients_with(hospital, [(system, number)])
    holding = [one for one in found if any(key == (system, number) for key, _ in _identifiers(hospital, one))]
    valid = [one for one in holding if ((system, number), True) in _identifiers(hospital, one)]
    people = {text_in(one, "id"): one for one in (_merged(hospital, patient) for patient in valid)}
    if len(people) > 1:
        raise DeskRefused(Refusal.UNKNOWN_CARD, "a card of several patients", "Ask the hospital's IT to merge them.")
    if not people:
        raise DeskRefused(Refusal.CARD_ENDED if holding else Refusal.UNKNOWN_CARD)
    return _holder(hospital, card, next(iter(people.values())))


def holder_with_any_card(hospital: Hospital, patient_id: str) -> CardHolder:
    """Raises CARD_ENDED when there is no valid card."""
    patient = hospital.server.read("Patient", patient_id)
    kinds = {system: kind for kind, system in hospital.names.card_systems.items()}
    for (system, value), is_valid in _identifiers(hospital, patient):
        if is_valid and system in kinds:
            return _holder(hospital, CardRef(kinds[system], value), patient)
    raise DeskRefused(Refusal.CARD_ENDED)


def must_act(hospital: Hospital, patient_id: str, actor: Actor) -> str:
    """The id of the RelatedPerson as whom they act, empty for the patient. Raises NOT_ALLOWED and NOT_FOUND."""
    patient = hospital.server.read("Patient", patient_id)
    entrusted = _entrusted(hospital, patient_id) if actor.relation is not None else ()
    delegates = tuple(one.delegate for one in entrusted)
    holder = CardHolder(CardRef(CardKind.VISIT, ""), _patient(patient), delegates)
    if not may_act(actor, holder, hospital.site.today(), hospital.site.limits):
        raise DeskRefused(Refusal.NOT_ALLOWED)
    same = (one.related_id for one in entrusted if Actor(one.delegate.person.id, one.delegate.relation) == actor)
    return next(same, "")


def photo_of(hospital: Hospital, person_id: str) -> bytes | None:
    is_related = person_id.startswith(_RELATED)
    kind = "RelatedPerson" if is_related else "Patient"
    resource = hospital.server.read(kind, person_id.removeprefix(_RELATED))
    for attachment in _photos(resource):
        if text_in(attachment, "data"):
            return _decoded(text_in(attachment, "data"))
        content_type, content = hospital.server.bytes_at(text_in(attachment, "url"), MOST_PHOTO_BYTES)
        return _out_of_binary(content) if "json" in content_type else content
    return None


def related_of(hospital: Hospital, person_id: str) -> tuple[str, ...]:
    """Every RelatedPerson as which this person is entered for somebody."""
    if person_id.startswith(_RELATED):
        return (person_id.removeprefix(_RELATED),)
    patient = hospital.server.read("Patient", person_id)
    linked = [id_in(part_of(one, "other"), "RelatedPerson") for one in parts_of(patient, "link")]
    keys = [key for key, is_valid in _identifiers(hospital, patient) if is_valid]
    found = _searched(hospital, "RelatedPerson", keys) if keys else []
    return tuple(dict.fromkeys([*(one for one in linked if one), *(text_in(one, "id") for one in found)]))


def _holder(hospital: Hospital, card: CardRef, patient: Resource) -> CardHolder:
    delegates = tuple(one.delegate for one in _entrusted(hospital, text_in(patient, "id")))
    return CardHolder(card, _patient(patient), delegates)


def _patient(patient: Resource) -> Person:
    person = _person(patient, text_in(patient, "id"))
    if person is None:
        hint = "The record lacks the name or the date of birth: the counter can add them."
        raise DeskRefused(Refusal.NOT_ALLOWED, "a patient without a name or date of birth", hint)
    return person


def _person(resource: Resource, person_id: str) -> Person | None:
    """A date of birth without its day counts as the last one it may be: nobody is taken for older than they are."""
    name, born_on = name_of_person(resource), last_day(text_in(resource, "birthDate"))
    if name is None or born_on is None:
        return None
    return Person(person_id, name.zh, born_on, bool(_photos(resource)))


def _entrusted(hospital: Hospital, patient_id: str) -> tuple[Entrusted, ...]:
    asked = (("patient", f"Patient/{patient_id}"), ("active", "true"))
    found = [one for one in hospital.server.search("RelatedPerson", *asked) if _is_valid(hospital, one, patient_id)]
    behind = _behind(hospital, found)
    entrusted = []
    for related in sorted(found, key=lambda one: text_in(one, "id")):
        relation = _relation(hospital, related)
        related_id = text_in(related, "id")
        own = behind.get(related_id)
        person = _person(own, text_in(own, "id")) if own else _person(related, _RELATED + related_id)
        if relation is not None and person is not None and person.id != patient_id:
            entrusted.append(Entrusted(Delegate(person, relation), related_id))
    return tuple(entrusted)


def _is_valid(hospital: Hospital, related: Resource, patient_id: str) -> bool:
    is_of_patient = id_in(part_of(related, "patient"), "Patient") == patient_id
    is_active = related.get("active") is not False
    return is_of_patient and is_active and is_within(part_of(related, "period"), hospital.site.today())


def _relation(hospital: Hospital, related: Resource) -> Relation | None:
    known = (hospital.names.relations.get(code) for code in codes_in(parts_of(related, "relationship")))
    return next((one for one in known if one is not None), None)


def _behind(hospital: Hospital, related: list[dict[str, Any]]) -> dict[str, Resource]:
    """The Patient who each RelatedPerson is, for those who are one: by a card's number, else by a link."""
    keys = {text_in(one, "id"): [key for key, valid in _identifiers(hospital, one) if valid] for one in related}
    wanted = sorted({key for some in keys.values() for key in some})
    patients = _patients_with(hospital, wanted) if wanted else []
    by_key = {key: one for one in patients for key, is_valid in _identifiers(hospital, one) if is_valid}
    behind: dict[str, Resource] = {one: by_key[key] for one, some in keys.items() for key in some if key in by_key}
    for other in (one for one in keys if one not in behind):
        linked = hospital.server.search("Patient", ("link", _RELATED + other))
        if linked:
            behind[other] = linked[0]
    return behind


def _patients_with(hospital: Hospital, keys: Iterable[Code]) -> list[dict[str, Any]]:
    return _searched(hospital, "Patient", keys)


def _searched(hospital: Hospital, kind: str, keys: Iterable[Code]) -> list[dict[str, Any]]:
    """Those with one of these identifiers. Card numbers stay out of addresses."""
    said = [f"{system}|{_escaped(value)}" for system, value in keys]
    found: list[dict[str, Any]] = []
    for start in range(0, len(said), _AT_ONCE):
        asked = ("identifier", ",".join(said[start : start + _AT_ONCE]))
        found += hospital.server.search(kind, asked, is_secret=True)
    return [one for one in found if text_in(one, "resourceType") == kind]


def _escaped(value: str) -> str:
    for sign in "\\|,$":
        value = value.replace(sign, "\\" + sign)
    return value


def _identifiers(hospital: Hospital, resource: Resource) -> list[tuple[Code, bool]]:
    """The cards, each with whether it is valid today."""
    systems = set(hospital.names.card_systems.values())
    found = []
    for one in parts_of(resource, "identifier"):
        if text_in(one, "system") in systems and text_in(one, "value"):
            is_valid = text_in(one, "use") != "old" and is_within(part_of(one, "period"), hospital.site.today())
            found.append(((text_in(one, "system"), normalised(text_in(one, "value"))), is_valid))
    return found


def _merged(hospital: Hospital, patient: Resource) -> Resource:
    """The record that took this one's place, if another did."""
    for link in parts_of(patient, "link"):
        other = id_in(part_of(link, "other"), "Patient")
        if text_in(link, "type") == "replaced-by" and other:
            return hospital.server.read("Patient", other)
    if patient.get("active") is False:
        raise DeskRefused(Refusal.CARD_ENDED)
    return patient


def _photos(resource: Resource) -> list[Resource]:
    return [one for one in parts_of(resource, "photo") if text_in(one, "data") or text_in(one, "url")]


def _out_of_binary(content: bytes) -> bytes | None:
    try:
        binary = json.loads(content)
    except ValueError:
        return None
    return _decoded(text_in(binary, "data")) if isinstance(binary, dict) else None


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=False) or None
    except (ValueError, binascii.Error):
        return None
