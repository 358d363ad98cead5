"""The appointment book at a hospital's FHIR R4 interface."""

from datetime import date
from typing import Self

from kiosk.desk.fhir import bookings, ending, holding, offers, persons
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.journal import once
from kiosk.desk.fhir.tables import FHIR_STEPS
from kiosk.desk.sql.schema import bring_up_to_date
from kiosk.desk.sql.site import Told
from kiosk.desk.sql.steps import BOOK_STEPS
from kiosk.desk.values import (
    Actor,
    Booking,
    CardHolder,
    CardRef,
    DayOffer,
    Department,
    DepartmentKind,
    Doctor,
    Found,
    Slot,
)
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.limits import Channel
from records.canonical import Json


class FhirBook:
    """An AppointmentBook; any number of threads may use it, and several hubs on one hospital's system.

    It is one channel's view: keys count within the channel, and its name is in the trail of what it changes.
    """

    def __init__(self, hospital: Hospital) -> None:
        self.hospital = hospital

    @classmethod
    def open(cls, hospital: Hospital) -> Self:
        """Makes the tables of the hub that are missing. Asks the hospital's system nothing."""
        bring_up_to_date(hospital.site.database, BOOK_STEPS, FHIR_STEPS)
        return cls(hospital)

    def for_channel(self, channel: Channel) -> Self:
        return type(self)(self.hospital.for_channel(channel))

    def telling(self, told: Told) -> Self:
        """The same book, which tells `told` of each change after it was made, in a transaction of the hub's own: at
        least once, and too late to prevent it."""
        return type(self)(self.hospital.telling(told))

    def holder_of(self, card: CardRef) -> CardHolder:
        return persons.holder_of_card(self.hospital, card)

    def photo_of(self, person_id: str) -> bytes | None:
        return persons.photo_of(self.hospital, person_id)

    def by_code(self, code: str) -> CardHolder:
        """Whose booking, not over yet, has this pick-up code. Raises NOT_FOUND, also for a code of two people."""
        asked = ("identifier", f"{self.hospital.names.code_system}|{code}")
        found = bookings.all_seen(self.hospital, asked) if code.isdecimal() else []
        patients = {one.patient_id for one in found if one.code == code and bookings.is_awaited(self.hospital, one)}
        if len(patients) != 1:
            raise DeskRefused(Refusal.NOT_FOUND, "no booking has this code")
        return persons.holder_with_any_card(self.hospital, patients.pop())

    def departments(self, kind: DepartmentKind) -> tuple[Department, ...]:
        listed = self.hospital.directory.at(self.hospital.site.now())
        return tuple(one for one in listed.departments.values() if one.kind is kind)

    def doctors(self, department_id: str) -> tuple[Doctor, ...]:
        listed = self.hospital.directory.at(self.hospital.site.now())
        return tuple(one for one in listed.doctors.values() if one.department_id == department_id)

    def find(self, text: str) -> Found:
        return self.hospital.directory.at(self.hospital.site.now()).find(text)

    def days(self, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
        return offers.days_of(self.hospital, department_id, doctor_id)

    def slots(self, department_id: str, doctor_id: str | None, day: date) -> tuple[Slot, ...]:
        return offers.slots_of(self.hospital, department_id, doctor_id, day)

    def booking(self, booking_id: str) -> Booking:
        """As it stands now. Raises NOT_FOUND."""
        return bookings.booking_of(self.hospital, bookings.seen(self.hospital, booking_id))

    def bookings_of(self, patient_id: str) -> tuple[Booking, ...]:
        return bookings.awaited(self.hospital, patient_id)

    def hold(self, key: str, slot_id: str, patient_id: str, actor: Actor) -> Booking:
        asked: dict[str, Json] = {"slot": slot_id, "patient": patient_id, **_said(actor)}
        token = self.hospital.token_of(key)
        work = holding.hold
        return once(self.hospital, key, "hold", asked, lambda: work(self.hospital, token, slot_id, patient_id, actor))

    def book(self, key: str, booking_id: str) -> Booking:
        asked: dict[str, Json] = {"booking": booking_id}
        return once(self.hospital, key, "book", asked, lambda: holding.book(self.hospital, booking_id))

    def release(self, key: str, booking_id: str) -> None:
        asked: dict[str, Json] = {"booking": booking_id}
        once(self.hospital, key, "release", asked, lambda: holding.release(self.hospital, booking_id))

    def check_in(self, key: str, booking_id: str, actor: Actor) -> Booking:
        asked: dict[str, Json] = {"booking": booking_id, **_said(actor)}
        return once(self.hospital, key, "check-in", asked, lambda: ending.check_in(self.hospital, booking_id, actor))

    def cancel(self, key: str, booking_id: str, actor: Actor) -> Booking:
        asked: dict[str, Json] = {"booking": booking_id, **_said(actor)}
        return once(self.hospital, key, "cancel", asked, lambda: ending.cancel(self.hospital, booking_id, actor))


def _said(actor: Actor) -> dict[str, Json]:
    return {"actor": actor.person_id, "relation": actor.relation.value if actor.relation else None}
