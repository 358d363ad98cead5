"""A site's desk put together: database, book, till; and one view of it for each channel."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from hardware.payments.protocol import PaymentChannel
from kiosk.desk.keys import DeskKey
from kiosk.desk.one_transaction import OneTransaction
from kiosk.desk.site_desk import SiteBook, SiteDesk
from kiosk.desk.sql.book import SqlBook
from kiosk.desk.sql.persons import claim
from kiosk.desk.sql.schema import bring_up_to_date
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.trails import THE_DESK, note
from kiosk.desk.sql.upkeep import keep_up
from kiosk.desk.till.key_book import SqlKeyBook
from kiosk.desk.till.message_box import SqlMessageBox, put_message
from kiosk.desk.till.payable import Payable, SqlPayable
from kiosk.desk.till.payment_line import PaymentLine
from kiosk.desk.till.payments import Payments
from kiosk.desk.till.refunds import give_back_for
from kiosk.desk.till.tables import TILL_STEPS
from kiosk.desk.values import Booking, BookingState
from kiosk.errors import DeskAway
from kiosk.rules.limits import KIOSK, Channel

STAFF = Channel("staff", is_on_site=True, pays_later=True)
"""Those who enter what the desk knows, in the trail."""


def sqlite_url(path: Path) -> str:
    """The address of a database in this file."""
    return sa.URL.create("sqlite", database=str(path)).render_as_string()


class Books(Protocol):
    """A site's appointment book, wherever its data live, as the desk uses it."""

    def for_channel(self, channel: Channel) -> SiteBook: ...

    def payable(self, site: Site) -> Payable: ...

    def keep_up(self) -> None: ...

    def close(self) -> None: ...


class SqlBooks:
    """The book in the desk's own database."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._book = SqlBook.open(site)

    def for_channel(self, channel: Channel) -> SiteBook:
        return self._book.for_channel(channel)

    def payable(self, site: Site) -> Payable:
        return SqlPayable(site)

    def keep_up(self) -> None:
        keep_up(self._site)

    def close(self) -> None:
        """The database is the desk's to close."""


class OpenDesk:
    """Everything the hub serves of a desk; any thread may use it. `site` is the hospital's staff's view."""

    def __init__(
        self,
        site: Site,
        channel: PaymentChannel | None,
        record_book_fen: int,
        books: Callable[[Site], Books] = SqlBooks,
    ) -> None:
        """`books` opens the appointment book. Raises WrongKey (records.errors) for a desk sealed with another key."""
        self.site = replace(site, told=self._told, channel=STAFF)
        self._books = books(self.site)
        bring_up_to_date(site.database, TILL_STEPS)
        site.database.change(lambda connection: claim(connection, site.cipher))
        self._line = None if channel is None else PaymentLine(channel)
        self._record_book_fen = record_book_fen
        self.keys = SqlKeyBook(self.site)
        self.messages = SqlMessageBox(self.site)

    def as_seen_by(self, channel: Channel) -> SiteDesk:
        site = replace(self.site, channel=channel)
        return SiteDesk(self._books.for_channel(channel), site, self._payments(site), self._record_book_fen)

    def desk_for(self, name: str) -> SiteDesk:
        return self.as_seen_by(KIOSK if name == KIOSK.name else Channel(name, pays_later=True))

    def accessed(self, key: DeskKey, what: str, person_id: str) -> None:
        """A photograph, bill or result of this person is about to be handed out: into the trail first."""
        at = self.site.now()
        self.site.database.change(lambda c: note(c, at, f"{what} read", person_id, key.name, THE_DESK))

    def payment_told(self, headers: Mapping[str, str], body: bytes) -> None:
        """A call-back of the payment service. Raises ForgedMessage."""
        self._payments(self.site).told(headers, body)

    def keep_up(self) -> None:
        """What time does to bookings and payments; for the hub to call every few seconds. Raises DeskAway, ClockWrong.

        Money goes back also where the book cannot be kept up.
        """
        try:
            self._books.keep_up()
        finally:
            self._payments(self.site).keep_up()

    def change(self, work: Callable[["OpenDesk"], None]) -> None:
        """All of `work`, done at the desk it is given, or nothing. It may be done again when others get in its way."""

        def within(connection: sa.Connection) -> None:
            site = replace(self.site, database=OneTransaction(connection))
            work(OpenDesk(site, None, self._record_book_fen))

        self.site.database.change(within)

    def answers(self) -> bool:
        """Whether the database can be asked."""
        try:
            with self.site.database.reading() as connection:
                connection.execute(sa.select(1)).all()
        except DeskAway:
            return False
        return True

    def close(self) -> None:
        """May be called twice."""
        self._books.close()
        self.site.database.close()

    def _payments(self, site: Site) -> Payments:
        return Payments(site, self._books.payable(site), self._line, self._record_book_fen)

    def _told(self, connection: sa.Connection, _what: str, booking: Booking) -> None:
        put_message(connection, self.site, booking)
        if booking.state is BookingState.CANCELLED and booking.is_paid:
            give_back_for(connection, booking.id)
