"""Bookings at the hospital's system as something that is paid for.

The till calls these inside its own transactions; they write nothing to its database but what they are given the
connection for, and may be called again for a transaction that is tried again.
"""

from datetime import timedelta
from zlib import crc32

import sqlalchemy as sa

from kiosk.desk.fhir.appointments import Seen, with_state
from kiosk.desk.fhir.bookings import booking_of, seen
from kiosk.desk.fhir.holding import change_hold, keep, write_booked, written
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.journal import Done, told
from kiosk.desk.fhir.outcomes import Conflict, NotThere
from kiosk.desk.fhir.persons import must_act
from kiosk.desk.fhir.taking import TRIES, own_place
from kiosk.desk.sql.histories import PAYING, must_begin_few_payments
from kiosk.desk.sql.trails import note
from kiosk.desk.values import Actor, BookingState
from kiosk.errors import DeskRefused, Refusal

PAYING_KEEPS = timedelta(days=1)
"""How long a place is kept for a payment of which nobody hears the end."""


class FhirPayable:
    """A Payable."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital

    def must_act(self, connection: sa.Connection, patient_id: str, actor: Actor) -> None:
        """Raises NOT_ALLOWED for whoever may not act for this patient today."""
        must_act(self._hospital, patient_id, actor)

    def lock(self, connection: sa.Connection, booking_id: str) -> None:
        """Among the tills on this database; at the hospital's system every change looks for others by itself."""
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCKS, crc32(booking_id.encode()) - 2**31)))

    def price_fen(self, connection: sa.Connection, booking_id: str, patient_id: str) -> int:
        one = seen(self._hospital, booking_id)
        if one.patient_id != patient_id:
            raise DeskRefused(Refusal.NOT_FOUND, "no such booking")
        price_fen = booking_of(self._hospital, one).slot.price_fen
        if one.payment_id or not price_fen:
            raise DeskRefused(Refusal.ALREADY_PAID)
        if one.state is BookingState.LAPSED:
            raise DeskRefused(Refusal.HOLD_ENDED)
        if one.state not in (BookingState.HELD, BookingState.BOOKED):
            raise DeskRefused(Refusal.WRONG_STATE, f"the booking is {one.state}")
        return price_fen

    def keep_while_paying(self, connection: sa.Connection, booking_id: str) -> None:
        hospital = self._hospital
        for _ in range(TRIES):
            one = seen(hospital, booking_id)
            if one.payment_id:
                raise DeskRefused(Refusal.ALREADY_PAID)
            if one.state is BookingState.BOOKED:
                return
            now = hospital.site.now()
            is_late = now >= one.made_at + timedelta(seconds=hospital.site.limits.longest_hold_s)
            place = None if is_late or one.state not in _WAITS else keep(hospital, one)
            if place is None:
                raise DeskRefused(Refusal.HOLD_ENDED)
            must_begin_few_payments(connection, booking_id, hospital.site.limits)
            try:
                change_hold(hospital, one, place, now + PAYING_KEEPS, is_paying=True)
            except Conflict:
                continue
            note(connection, now, PAYING, booking_id, hospital.site.channel.name, one.maker)
            return
        raise Conflict("too many change this booking at once")

    def book_paid(self, connection: sa.Connection, booking_id: str, payment_id: str) -> bool:
        try:
            paid = self._paid(booking_id, payment_id)
        except NotThere:
            return False
        if paid is None:
            return False
        told(connection, self._hospital.site, Done(booking_of(self._hospital, paid), "paid", paid.maker))
        return True

    def payment_closed(self, connection: sa.Connection, booking_id: str) -> None:
        hospital = self._hospital
        for _ in range(TRIES):
            one = seen(hospital, booking_id)
            place = own_place(hospital, one)
            if one.state is not BookingState.HELD or not one.is_paying or place is None:
                return
            now, limits = hospital.site.now(), hospital.site.limits
            latest = one.made_at + timedelta(seconds=limits.longest_hold_s)
            until = max(now, min(now + timedelta(seconds=limits.hold_s), latest))
            try:
                change_hold(hospital, one, place, until, is_paying=False)
            except Conflict:
                continue
            return
        raise Conflict("too many change this booking at once")

    def _paid(self, booking_id: str, payment_id: str) -> Seen | None:
        hospital = self._hospital
        for _ in range(TRIES):
            one = seen(hospital, booking_id)
            if one.payment_id:
                return one if one.payment_id == payment_id else None
            if one.state is BookingState.BOOKED:
                paid = self._marked_paid(one, payment_id)
            else:
                place = keep(hospital, one) if one.state in _WAITS else None
                if place is None:
                    return None
                paid = write_booked(hospital, one, place, payment_id)
            if paid is not None:
                return paid
        raise Conflict("too many change this booking at once")

    def _marked_paid(self, one: Seen, payment_id: str) -> Seen | None:
        names, now = self._hospital.names, self._hospital.site.now()
        changed = with_state(one, names, BookingState.BOOKED, now, payment=payment_id)
        try:
            return written(self._hospital, changed, BookingState.BOOKED)
        except Conflict:
            return None


_WAITS = (BookingState.HELD, BookingState.LAPSED)
_LOCKS = 7_403  # any number, the same in every hub: the first half of PostgreSQL's name for a lock on a booking
