"""What the till asks of the appointment book, inside the till's own transactions."""

from typing import Protocol

import sqlalchemy as sa

from kiosk.desk.sql import holding
from kiosk.desk.sql.changes import joined, locked_with_people
from kiosk.desk.sql.persons import must_act
from kiosk.desk.sql.site import Site
from kiosk.desk.values import Actor, BookingState
from kiosk.errors import DeskRefused, Refusal


class Payable(Protocol):
    """Bookings as something that is paid for. A book outside the till's database leaves `connection` alone."""

    def must_act(self, connection: sa.Connection, patient_id: str, actor: Actor) -> None:
        """Raises NOT_ALLOWED for whoever may not act for this patient today, NOT_FOUND without the patient."""

    def lock(self, connection: sa.Connection, booking_id: str) -> None:
        """Nobody else changes this booking, or begins or ends a payment for it, until the transaction ends."""

    def price_fen(self, connection: sa.Connection, booking_id: str, patient_id: str) -> int:
        """Raises ALREADY_PAID, HOLD_ENDED, WRONG_STATE, and NOT_FOUND for somebody else's."""

    def keep_while_paying(self, connection: sa.Connection, booking_id: str) -> None:
        """Its place stays its own until `book_paid` or `payment_closed`. Raises HOLD_ENDED, ALREADY_PAID."""

    def book_paid(self, connection: sa.Connection, booking_id: str, payment_id: str) -> bool:
        """The money is there. False: the booking cannot be kept, or is paid already by another payment."""

    def payment_closed(self, connection: sa.Connection, booking_id: str) -> None:
        """No money will come by the payment that kept it."""


class SqlPayable:
    """The bookings of an SqlBook in the same database."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def must_act(self, connection: sa.Connection, patient_id: str, actor: Actor) -> None:
        must_act(connection, self._site.cipher, patient_id, actor, self._site.today(), self._site.limits)

    def lock(self, connection: sa.Connection, booking_id: str) -> None:
        locked_with_people(connection, booking_id)

    def price_fen(self, connection: sa.Connection, booking_id: str, patient_id: str) -> int:
        row = joined(connection, booking_id)
        if row["patient_id"] != patient_id:
            raise DeskRefused(Refusal.NOT_FOUND, "no such booking")
        if row["is_paid"] or not row["slot_price_fen"]:
            raise DeskRefused(Refusal.ALREADY_PAID)
        if row["state"] == BookingState.LAPSED:
            raise DeskRefused(Refusal.HOLD_ENDED)
        if row["state"] not in (BookingState.HELD, BookingState.BOOKED):
            raise DeskRefused(Refusal.WRONG_STATE, f"the booking is {row['state']}")
        return int(str(row["slot_price_fen"]))

    def keep_while_paying(self, connection: sa.Connection, booking_id: str) -> None:
        holding.keep_while_paying(connection, self._site, booking_id)

    def book_paid(self, connection: sa.Connection, booking_id: str, payment_id: str) -> bool:
        return holding.book_paid(connection, self._site, booking_id)

    def payment_closed(self, connection: sa.Connection, booking_id: str) -> None:
        holding.payment_closed(connection, self._site, booking_id)
