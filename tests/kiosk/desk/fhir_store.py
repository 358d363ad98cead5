"""The resources of a stand-in FHIR server: versions, conditional writes, and the searches that hubs use."""

import copy
import itertools
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.kiosk.desk.book_world import ZONE
from tests.kiosk.desk.fhir_rules import Wrong, must_be_right

Resource = dict[str, Any]
Parts = Callable[[Resource], Iterable[Any]]


class Refused(Exception):
    def __init__(self, status: int, code: str, why: str = "") -> None:
        super().__init__(why or code)
        self.status = status
        self.code = code


class Store:
    """Any thread may use it; every call is one step."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._versions: dict[str, list[Resource]] = {}
        self._ids = itertools.count(1)

    def put(self, resource: Resource) -> Resource:
        """By the test's hand: as it is, whatever version was there."""
        with self._lock:
            return self._write(resource, f"{resource['resourceType']}/{resource['id']}")

    def get(self, reference: str) -> Resource:
        with self._lock:
            if reference not in self._versions:
                raise Refused(404, "not-found")
            return copy.deepcopy(self._versions[reference][-1])

    def delete(self, reference: str) -> None:
        with self._lock:
            del self._versions[reference]

    def all(self, kind: str) -> list[Resource]:
        with self._lock:
            return [self.get(one) for one in sorted(self._versions) if one.startswith(kind + "/")]

    def history(self, reference: str) -> list[Resource]:
        with self._lock:
            return copy.deepcopy(self._versions[reference])

    def create(self, kind: str, resource: Resource, unless: Sequence[tuple[str, str]] | None) -> tuple[bool, Resource]:
        with self._lock:
            found = self.search(kind, unless) if unless else []
            if len(found) > 1:
                raise Refused(412, "multiple-matches")
            if found:
                return False, found[0]
            if "id" in resource:
                raise Refused(400, "invalid", "the server gives the id")
            self._must_be_right(resource, kind)
            resource = {**resource, "id": f"{kind.lower()}-{next(self._ids)}"}
            return True, self._write(resource, f"{kind}/{resource['id']}")

    def update(self, kind: str, resource_id: str, resource: Resource, version: str | None) -> Resource:
        with self._lock:
            current = self.get(f"{kind}/{resource_id}")
            if version is None:
                raise Refused(400, "required", "If-Match")
            if version != current["meta"]["versionId"]:
                raise Refused(412, "conflict")
            if not isinstance(resource, dict) or resource.get("id") != resource_id:
                raise Refused(400, "invalid", "another id")
            self._must_be_right(resource, kind)
            return self._write(resource, f"{kind}/{resource_id}")

    def search(self, kind: str, asked: Sequence[tuple[str, str]]) -> list[Resource]:
        found = self.all(kind)
        for name, value in asked:
            if name.startswith("_"):
                continue
            how = SEARCHES.get((kind, name))
            if how is None:
                raise Refused(400, "not-supported", f"{kind}?{name}")
            found = [one for one in found if how(one, value)]
        return found

    def included(self, found: Iterable[Resource], path: str) -> list[Resource]:
        """What `_include=path` adds, each once."""
        kind, name = path.split(":")
        some = [one for one in found if one["resourceType"] == kind]
        references = {text for one in some for text in _references(_as_list(one.get(name)))}
        with self._lock:
            return [self.get(one) for one in sorted(references) if one in self._versions]

    def _must_be_right(self, resource: Any, kind: str) -> None:
        try:
            must_be_right(resource, kind, self._versions)
        except Wrong as wrong:
            raise Refused(422, wrong.code, str(wrong)) from wrong

    def _write(self, resource: Resource, reference: str) -> Resource:
        versions = self._versions.setdefault(reference, [])
        meta = {**resource.get("meta", {}), "versionId": str(len(versions) + 1)}
        versions.append(copy.deepcopy({**resource, "meta": meta}))
        return copy.deepcopy(versions[-1])


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _references(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict) and "reference" in value:
            yield value["reference"].removeprefix("http://elsewhere.example/")


def _split(value: str) -> list[str]:
    """At commas that are not escaped."""
    return [re.sub(r"\\(.)", r"\1", one) for one in re.split(r"(?<!\\),", value)]


def token(name: str) -> Callable[[Resource, str], bool]:
    """A code or a boolean."""

    def matches(resource: Resource, value: str) -> bool:
        said = resource.get(name)
        return (str(said).lower() if isinstance(said, bool) else said) in _split(value)

    return matches


def identifier(resource: Resource, value: str) -> bool:
    pairs = {tuple(one.split("|", maxsplit=1)) for one in _split(value)}
    return any((one.get("system"), one.get("value")) in pairs for one in resource.get("identifier", []))


def reference(parts: Parts, only: str = "") -> Callable[[Resource, str], bool]:
    def matches(resource: Resource, value: str) -> bool:
        wanted = set(_split(value))
        if any("/" not in one for one in wanted):
            raise Refused(400, "value", "a reference without its kind")
        return any(one in wanted for one in _references(parts(resource)) if one.startswith(only))

    return matches


def moment(name: str) -> Callable[[Resource, str], bool]:
    def matches(resource: Resource, value: str) -> bool:
        prefix, text = (value[:2], value[2:]) if value[:2] in _COMPARED else ("eq", value)
        wanted = _moment(text)
        return name in resource and _COMPARED[prefix](_moment(resource[name]), wanted)

    return matches


_COMPARED: Mapping[str, Callable[[datetime, datetime], bool]] = {
    "ge": lambda one, other: one >= other,
    "gt": lambda one, other: one > other,
    "le": lambda one, other: one <= other,
    "lt": lambda one, other: one < other,
    "eq": lambda one, other: one == other,
}


def _moment(text: str) -> datetime:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return datetime.combine(date.fromisoformat(text), time(), ZONE) + timedelta()
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise Refused(400, "value", "a moment without a zone")
    return found


def _actors(resource: Resource) -> list[Any]:
    return [one.get("actor") for one in resource.get("participant", [])]


SEARCHES: dict[tuple[str, str], Callable[[Resource, str], bool]] = {
    ("Slot", "schedule"): reference(lambda one: _as_list(one.get("schedule"))),
    ("Slot", "start"): moment("start"),
    ("Slot", "status"): token("status"),
    ("Schedule", "actor"): reference(lambda one: one.get("actor", [])),
    ("Schedule", "active"): token("active"),
    ("Appointment", "patient"): reference(_actors, "Patient/"),
    ("Appointment", "actor"): reference(_actors),
    ("Appointment", "status"): token("status"),
    ("Appointment", "date"): moment("start"),
    ("Appointment", "identifier"): identifier,
    ("Patient", "identifier"): identifier,
    ("Patient", "link"): reference(lambda one: [link.get("other") for link in one.get("link", [])]),
    ("RelatedPerson", "patient"): reference(lambda one: _as_list(one.get("patient"))),
    ("RelatedPerson", "active"): token("active"),
    ("RelatedPerson", "identifier"): identifier,
    ("HealthcareService", "active"): token("active"),
    ("PractitionerRole", "active"): token("active"),
}
