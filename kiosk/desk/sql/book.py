"""The appointment book on SQL: SQLite in the hub's home, or PostgreSQL."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Self

import sqlalchemy as sa

from kiosk.desk.sql import ending, holding, offers, persons
from kiosk.desk.sql.answers import Request, once
from kiosk.desk.sql.awaited import awaited
from kiosk.desk.sql.changes import joined, with_queue
from kiosk.desk.sql.rows import booking_of, bookings_joined
from kiosk.desk.sql.schema import bring_up_to_date
from kiosk.desk.sql.site import Site, Told
from kiosk.desk.sql.steps import BOOK_STEPS
from kiosk.desk.sql.tables import bookings, slots
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

Work = Callable[[sa.Connection], Mapping[str, Json]]


class SqlBook:
    """An AppointmentBook; any number of threads and hub processes may use it at once.

    It is one channel's view: keys count within the channel, and its name is in the trail of what it changes.
    """

    def __init__(self, site: Site) -> None:
        self.site = site

    @classmethod
    def open(cls, site: Site) -> Self:
        """Makes the tables that are missing. Raises WrongKey (records.errors) for a desk sealed with another key."""
        bring_up_to_date(site.database, BOOK_STEPS)
        site.database.change(lambda connection: persons.claim(connection, site.cipher))
        return cls(site)

    def for_channel(self, channel: Channel) -> Self:
        return type(self)(replace(self.site, channel=channel))

    def telling(self, told: Told) -> Self:
        """The same book, which tells `told` of each change inside its transaction."""
        return type(self)(replace(self.site, told=told))

    def holder_of(self, card: CardRef) -> CardHolder:
        with self.site.database.reading() as connection:
            return persons.holder_of_card(connection, self.site.cipher, card, self.site.today())

    def photo_of(self, person_id: str) -> bytes | None:
        with self.site.database.reading() as connection:
            return persons.photo_of(connection, self.site.cipher, person_id)

    def by_code(self, code: str) -> CardHolder:
        """Whose booking, not over yet, has this pick-up code. Raises NOT_FOUND."""
        with self.site.database.reading() as connection:
            query = sa.select(bookings.c.patient_id).join(slots, bookings.c.slot_id == slots.c.id)
            query = query.where(bookings.c.code == code, awaited(self.site))
            found = connection.execute(query).scalar_one_or_none()
            if found is None:
                raise DeskRefused(Refusal.NOT_FOUND, "no booking has this code")
            card = persons.any_card_of(connection, self.site.cipher, found)
            return persons.holder_of(connection, self.site.cipher, card, found, self.site.today())

    def departments(self, kind: DepartmentKind) -> tuple[Department, ...]:
        with self.site.database.reading() as connection:
            return offers.departments_of(connection, kind)

    def doctors(self, department_id: str) -> tuple[Doctor, ...]:
        with self.site.database.reading() as connection:
            return offers.doctors_of(connection, department_id)

    def find(self, text: str) -> Found:
        with self.site.database.reading() as connection:
            return offers.find(connection, text)

    def days(self, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
        with self.site.database.reading() as connection:
            return offers.days_of(connection, self.site, department_id, doctor_id)

    def slots(self, department_id: str, doctor_id: str | None, day: date) -> tuple[Slot, ...]:
        with self.site.database.reading() as connection:
            return offers.slots_of(connection, self.site, department_id, doctor_id, day)

    def booking(self, booking_id: str) -> Booking:
        """As it stands now. Raises NOT_FOUND."""
        with self.site.database.reading() as connection:
            return self._booking(joined(connection, booking_id))

    def bookings_of(self, patient_id: str) -> tuple[Booking, ...]:
        with self.site.database.reading() as connection:
            query = bookings_joined().where(bookings.c.patient_id == patient_id, awaited(self.site))
            rows = connection.execute(query.order_by(slots.c.starts_at, bookings.c.id)).mappings().all()
            return tuple(self._booking(with_queue(connection, row)) for row in rows)

    def hold(self, key: str, slot_id: str, patient_id: str, actor: Actor) -> Booking:
        asked: dict[str, Json] = {"slot": slot_id, "patient": patient_id, **_said(actor)}
        return self._booking(
            self._once(key, "hold", asked, lambda c: holding.hold(c, self.site, slot_id, patient_id, actor))
        )

    def book(self, key: str, booking_id: str) -> Booking:
        asked: dict[str, Json] = {"booking": booking_id}
        return self._booking(self._once(key, "book", asked, lambda c: holding.book(c, self.site, booking_id)))

    def release(self, key: str, booking_id: str) -> None:
        asked: dict[str, Json] = {"booking": booking_id}
        self._once(key, "release", asked, lambda c: holding.release(c, self.site, booking_id))

    def check_in(self, key: str, booking_id: str, actor: Actor) -> Booking:
        asked: dict[str, Json] = {"booking": booking_id, **_said(actor)}
        return self._booking(
            self._once(key, "check-in", asked, lambda c: ending.check_in(c, self.site, booking_id, actor))
        )

    def cancel(self, key: str, booking_id: str, actor: Actor) -> Booking:
        asked: dict[str, Json] = {"booking": booking_id, **_said(actor)}
        return self._booking(self._once(key, "cancel", asked, lambda c: ending.cancel(c, self.site, booking_id, actor)))

    def _once(self, key: str, what: str, asked: Mapping[str, Json], work: Work) -> dict[str, Json]:
        request = Request(self.site.channel.name, key, what, self.site.now(), asked)
        return once(self.site.database, self.site.cipher, request, work)

    def _booking(self, row: Mapping[str, Json]) -> Booking:
        return booking_of(row, self.site.zone, self.site.limits)


def _said(actor: Actor) -> dict[str, Json]:
    return {"actor": actor.person_id, "relation": actor.relation.value if actor.relation else None}
