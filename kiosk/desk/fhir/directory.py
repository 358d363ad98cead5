"""Departments and doctors as the hospital's system lists them. They change rarely, so they are kept for a minute."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.desk.fhir.asking import FhirServer
from kiosk.desk.fhir.names import FhirNames
from kiosk.desk.fhir.reading import (
    Resource,
    codes_in,
    extension_in,
    fen_in,
    id_in,
    name_of_person,
    parts_of,
    text_in,
    words_in,
    words_of_concept,
)
from kiosk.desk.values import Department, DepartmentKind, Doctor, Found, Words
from kiosk.rules.pinyin import initials_of_person, initials_of_words
from kiosk.rules.searching import Named, best_first

KEPT = timedelta(seconds=60)
_SOMEWHERE = Words("详询服务台", "Ask at the desk")


@dataclass(frozen=True)
class Listed:
    """Doctors by PractitionerRole and department: the same one in two departments is there twice."""

    departments: Mapping[str, Department] = field(default_factory=dict)
    doctors: Mapping[tuple[str, str], Doctor] = field(default_factory=dict)
    prices_fen: Mapping[str, int] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The PractitionerRole of a Practitioner in a department."""
    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, text: str) -> Found:
        departments = {one.id: self._named(one.id, one.name) for one in self.departments.values()}
        doctors = {"/".join(key): self._named(one.id, one.name) for key, one in self.doctors.items()}
        by_key = {"/".join(key): one for key, one in self.doctors.items()}
        return Found(
            tuple(self.departments[key] for key in best_first(text, departments)),
            tuple(by_key[key] for key in best_first(text, doctors)),
        )

    def _named(self, listed_id: str, name: Words) -> Named:
        return Named((name.zh, name.en), self.readings.get(listed_id, ()))


class Directory:
    def __init__(self, server: FhirServer, names: FhirNames) -> None:
        self._server = server
        self._names = names
        self._kept: tuple[datetime, Listed] | None = None

    def at(self, now: datetime) -> Listed:
        kept = self._kept
        if kept is None or not timedelta(0) <= now - kept[0] < KEPT:
            kept = (now, self._listed())
            self._kept = kept
        return kept[1]

    def _listed(self) -> Listed:
        listed = self._departments()
        included = ("_include", "PractitionerRole:practitioner")
        found = self._server.search("PractitionerRole", ("active", "true"), included)
        people = {text_in(one, "id"): one for one in found if text_in(one, "resourceType") == "Practitioner"}
        doctors: dict[tuple[str, str], Doctor] = {}
        roles: dict[tuple[str, str], str] = {}
        readings = dict(listed.readings)
        for role in self._in_order([one for one in found if text_in(one, "resourceType") == "PractitionerRole"]):
            practitioner_id = id_in(role.get("practitioner") or {}, "Practitioner")
            name = name_of_person(people.get(practitioner_id, {}))
            if name is None:
                continue
            readings[text_in(role, "id")] = spelled = self._readings(role, initials_of_person(name.zh))
            for department_id in (id_in(one, "HealthcareService") for one in parts_of(role, "healthcareService")):
                if department_id in listed.departments:
                    doctor = Doctor(text_in(role, "id"), department_id, name, _title(role), spelled[0])
                    doctors[doctor.id, department_id] = doctor
                    roles[practitioner_id, department_id] = doctor.id
        return replace(listed, doctors=doctors, roles=roles, readings=readings)

    def _departments(self) -> Listed:
        found = self._server.search("HealthcareService", ("active", "true"), ("_include", "HealthcareService:location"))
        places = {text_in(one, "id"): one for one in found if text_in(one, "resourceType") == "Location"}
        departments: dict[str, Department] = {}
        prices: dict[str, int] = {}
        letters: dict[str, str] = {}
        readings: dict[str, tuple[str, ...]] = {}
        for service in self._in_order([one for one in found if text_in(one, "resourceType") == "HealthcareService"]):
            name = words_in(service, "name")
            if name is None:
                continue
            key = text_in(service, "id")
            readings[key] = self._readings(service, initials_of_words(name.zh))
            is_examination = any(code in self._names.examinations for code in codes_in(_kinds(service)))
            kind = DepartmentKind.EXAMINATION if is_examination else DepartmentKind.CLINIC
            departments[key] = Department(key, kind, name, _place(service, places), readings[key][0])
            letters[key] = str(self._extension(service, "letter", "valueString") or name.zh[:1])
            price = fen_in(extension_in(service, self._names.price_url, "valueMoney"))
            prices |= {} if price is None else {key: price}
        return Listed(departments, prices_fen=prices, letters=letters, readings=readings)

    def _in_order(self, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """By the `position` the hospital gave them, then by their ids."""

        def place(one: Resource) -> tuple[int, str]:
            position = self._extension(one, "position", "valueInteger")
            return (position if isinstance(position, int) else 0), text_in(one, "id")

        return sorted(listed, key=place)

    def _readings(self, resource: Resource, read: tuple[str, ...]) -> tuple[str, ...]:
        given = str(self._extension(resource, "initials", "valueString") or "").lower()
        return tuple(dict.fromkeys(one for one in (given, *read) if one)) or ("",)

    def _extension(self, resource: Resource, word: str, name: str) -> Any:
        return extension_in(resource, self._names.extension(word), name)


def _kinds(service: Resource) -> list[Resource]:
    return [*parts_of(service, "category"), *parts_of(service, "type")]


def _place(service: Resource, places: Mapping[str, Resource]) -> Words:
    for reference in parts_of(service, "location"):
        said = words_in(places.get(id_in(reference, "Location"), {}), "name") or words_in(reference, "display")
        if said is not None:
            return said
    return _SOMEWHERE


def _title(role: Resource) -> Words:
    titles = (words_of_concept(concept) for concept in parts_of(role, "code"))
    return next((one for one in titles if one), Words("医生", "Doctor"))
