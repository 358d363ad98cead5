"""A hospital's FHIR system as a world for tests, behind a real server on loopback."""

import base64
import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.desk.fhir.asking import FhirServer
from kiosk.desk.fhir.book import FhirBook
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.names import FhirNames
from kiosk.desk.fhir.payable import FhirPayable
from kiosk.desk.fhir.reading import TRANSLATION
from kiosk.desk.fhir.upkeep import keep_up
from kiosk.desk.http.asking import Patience
from kiosk.desk.opening import STAFF
from kiosk.desk.sql.clock_watch import ClockWatch
from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.last_upkeep import believe
from kiosk.desk.sql.site import Site
from kiosk.desk.values import Booking, BookingState, CardHolder, CardRef, Department, DepartmentKind, Relation, Words
from kiosk.rules.limits import BookingLimits, Channel
from records.sealing import TransparentCipher
from tests.kiosk.desk.book_world import (
    CLINIC,
    DOCTOR,
    ENTRIES,
    LIMITS,
    MACHINE,
    MORNING,
    OTHER,
    PEOPLE,
    SECOND,
    ZONE,
    Entry,
    Offer,
    Patient,
)
from tests.kiosk.desk.fhir_peer import TOKEN, FhirPeer
from tests.kiosk.desk.fhir_store import Resource

ELSEWHERE = Channel("app", pays_later=True)
NAMES = FhirNames()
SHORT = Patience(connect_s=1.0, read_s=1.0, whole_s=3.0)
PATIENT = Patience(connect_s=10.0, read_s=45.0, whole_s=60.0)
"""A computer that is busy with other tests is no hospital's system that is away."""
_RELATIONS = {Relation.MOTHER: "MTH", Relation.FATHER: "FTH", Relation.GRANDPARENT: "GRPRN", Relation.GUARDIAN: "GUARD"}
_ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"


class FhirWorld:
    """`second_hub` is another hub on the same hospital's system, with a database of its own."""

    def __init__(
        self,
        peer: FhirPeer,
        limits: BookingLimits = LIMITS,
        patience: Patience = PATIENT,
        names: FhirNames = NAMES,
        url: str = "sqlite://",
    ) -> None:
        self._now = MORNING
        self._jumped = timedelta()
        self._limits = limits
        self._patience = patience
        self._names = names
        self._open: list[Hospital] = []
        self.peer = peer
        self.store = peer.store
        self._enter_hospital()
        self.hospital = self.new_hub(url)
        self.book = FhirBook.open(self.hospital)
        self.elsewhere = self.book.for_channel(ELSEWHERE)
        self.counter = self.book.for_channel(STAFF)

    def new_hub(self, url: str = "sqlite://") -> Hospital:
        ids: Iterator[int] = itertools.count(1)
        database, rng = DeskDatabase(url), random.Random(1)
        site = Site(
            database,
            TransparentCipher(),
            lambda: self._now,
            ZONE,
            self._limits,
            rng,
            lambda: f"id-{next(ids)}",
            watch=ClockWatch(self._uptime_s, asks_database=False),
        )
        server = FhirServer(self.peer.url, lambda: TOKEN, self._patience)
        hospital = Hospital.at(site, server, self._names)
        self._open.append(hospital)
        return hospital

    def second_hub(self) -> FhirBook:
        return FhirBook.open(self.new_hub())

    def set_clock(self, now: datetime) -> None:
        self._now = now

    def jump_clock(self, now: datetime) -> None:
        """The clock is set; no time passes."""
        self._jumped += now - self._now
        self._now = now

    def restart(self) -> None:
        watch = ClockWatch(self._uptime_s, asks_database=False)
        self.hospital = replace(self.hospital, site=replace(self.hospital.site, watch=watch))

    def enter(self, *patients: Patient) -> None:
        for one in patients:
            self._enter(one)

    def entrust(self, entry: Entry) -> None:
        related_id = f"{entry.patient_id}-{entry.person_id}"
        person = self.store.get(f"Patient/{entry.person_id}")
        code = _RELATIONS.get(entry.relation)
        coding = {"system": _ROLE_CODE, "code": code} if code else _own_relation(entry.relation)
        related: Resource = {
            "resourceType": "RelatedPerson",
            "id": related_id,
            "active": True,
            "patient": {"reference": f"Patient/{entry.patient_id}"},
            "relationship": [{"coding": [coding]}],
            "name": person["name"],
        }
        if entry.valid_until is not None:
            related["period"] = {"start": "2026-01", "end": entry.valid_until.isoformat()}
        if person["identifier"]:
            related["identifier"] = person["identifier"]
        else:
            link = {"other": {"reference": f"RelatedPerson/{related_id}"}, "type": "seealso"}
            person["link"] = [*(one for one in person.get("link", []) if one != link), link]
            self.store.put(person)
        self.store.put(related)

    def offer(self, *offers: Offer) -> None:
        for one in offers:
            self._offer(one)

    def pay(self, booking_id: str, payment_id: str = "") -> bool:
        """Every call is another payment unless told otherwise."""
        payable, database = FhirPayable(self.hospital), self.hospital.site.database
        payment_id = payment_id or self.hospital.site.new_id()
        return database.change(lambda connection: payable.book_paid(connection, booking_id, payment_id))

    def begin_payment(self, booking_id: str) -> None:
        payable = FhirPayable(self.hospital)
        self.hospital.site.database.change(lambda connection: payable.keep_while_paying(connection, booking_id))

    def end_payment(self, booking_id: str) -> None:
        payable = FhirPayable(self.hospital)
        self.hospital.site.database.change(lambda connection: payable.payment_closed(connection, booking_id))

    def state_of(self, booking_id: str) -> BookingState:
        return self.book.booking(booking_id).state

    def by_code(self, code: str) -> CardHolder:
        return self.book.by_code(code)

    def believe_clock(self) -> None:
        believe(self.hospital.site, "clerk")

    def keep_up(self) -> None:
        keep_up(self.hospital)

    def slots(self, status: str = "") -> list[str]:
        """The ids of the Slot resources of this status, or of all."""
        return [one["id"] for one in self.store.all("Slot") if not status or one["status"] == status]

    def appointment(self, booking: Booking) -> Resource:
        return self.store.get(f"Appointment/{booking.id}")

    def close(self) -> None:
        for hospital in self._open:
            hospital.server.close()
            hospital.site.database.close()

    def _uptime_s(self) -> float:
        return (self._now - self._jumped).timestamp()

    def _enter(self, one: Patient) -> None:
        kept = self.store.all("Patient")
        before: list[Resource] = next((other.get("identifier", []) for other in kept if other["id"] == one.id), [])
        valid = [_identifier(card) for card in one.cards]
        ended = [{**other, "use": "old"} for other in before if other not in valid]
        patient: Resource = {
            "resourceType": "Patient",
            "id": one.id,
            "active": True,
            "identifier": valid + ended,
            "name": [{"use": "official", "family": one.name[:1], "given": [one.name[1:]]}],
            "birthDate": one.born_on.isoformat(),
        }
        if one.photo is not None:
            patient["photo"] = [{"contentType": "image/jpeg", "data": base64.b64encode(one.photo).decode()}]
        self.store.put(patient)

    def _offer(self, one: Offer) -> None:
        """A Schedule for each, so that two offers at one time stay two."""
        actors = [f"HealthcareService/{one.department_id}"]
        actors += [f"PractitionerRole/{one.doctor_id}"] if one.doctor_id else []
        schedule = {"resourceType": "Schedule", "id": f"schedule-{one.id}", "active": True}
        horizon = {"start": one.starts_at.date().isoformat(), "end": one.starts_at.date().isoformat()}
        self.store.put({**schedule, "actor": [{"reference": a} for a in actors], "planningHorizon": horizon})
        for number in range(one.capacity):
            self.store.put(_slot(one, f"{one.id}-{number}" if number else one.id))

    def _enter_hospital(self) -> None:
        for place, department in enumerate((CLINIC, OTHER, MACHINE)):
            self.store.put(_location(department))
            self.store.put(_service(department, place))
        for place, doctor in enumerate((DOCTOR, SECOND)):
            names = [{"text": doctor.name.zh}, {"text": doctor.name.en}]
            self.store.put({"resourceType": "Practitioner", "id": f"p-{doctor.id}", "name": names})
            role = {"resourceType": "PractitionerRole", "id": doctor.id, "active": True}
            service = {"reference": f"HealthcareService/{doctor.department_id}"}
            more = {"practitioner": {"reference": f"Practitioner/p-{doctor.id}"}, "healthcareService": [service]}
            title = [{"text": doctor.title.zh, "_text": translated(doctor.title)}]
            self.store.put({**role, **more, "code": title, "extension": [_position(place)]})
        self.enter(*PEOPLE)
        for entry in ENTRIES:
            self.entrust(entry)


def translated(words: Words) -> dict[str, Any]:
    inner = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": words.en}]
    return {"extension": [{"url": TRANSLATION, "extension": inner}]}


def money(fen: int) -> dict[str, Any]:
    return {"url": NAMES.price_url, "valueMoney": {"value": fen / 100, "currency": "CNY"}}


def _slot(one: Offer, slot_id: str) -> Resource:
    ends_at = one.starts_at + timedelta(minutes=30)
    slot: Resource = {
        "resourceType": "Slot",
        "id": slot_id,
        "schedule": {"reference": f"Schedule/schedule-{one.id}"},
        "status": "free",
        "start": one.starts_at.isoformat(),
        "end": ends_at.isoformat(),
    }
    return {**slot, "extension": [money(one.price_fen)]} if one.price_fen else slot


def _location(department: Department) -> Resource:
    named = {"name": department.place.zh, "_name": translated(department.place)}
    return {"resourceType": "Location", "id": f"at-{department.id}", **named}


def _service(department: Department, place: int) -> Resource:
    service: Resource = {
        "resourceType": "HealthcareService",
        "id": department.id,
        "active": True,
        "name": department.name.zh,
        "_name": translated(department.name),
        "location": [{"reference": f"Location/at-{department.id}"}],
        "extension": [_position(place)],
    }
    if department.kind is DepartmentKind.EXAMINATION:
        (system, code), *_ = NAMES.examinations
        service["category"] = [{"coding": [{"system": system, "code": code}]}]
    return service


def _position(place: int) -> dict[str, Any]:
    return {"url": NAMES.extension("position"), "valueInteger": place}


def _identifier(card: CardRef) -> dict[str, str]:
    return {"system": NAMES.card_systems[card.kind], "value": card.number}


def _own_relation(relation: Relation) -> dict[str, str]:
    return next({"system": s, "code": c} for (s, c), one in NAMES.relations.items() if one is relation and "urn" in s)
