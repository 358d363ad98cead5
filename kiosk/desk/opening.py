"""A site's desk put together: database, book, till; and one view of it for each channel."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from hardware.payments.protocol import PaymentChannel
from kiosk.desk.one_transaction import OneTransaction
from kiosk.desk.site_desk import SiteDesk
from kiosk.desk.sql.book import SqlBook
from kiosk.desk.sql.schema import bring_up_to_date
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.upkeep import keep_up
from kiosk.desk.till.key_book import SqlKeyBook
from kiosk.desk.till.message_box import SqlMessageBox, put_message
from kiosk.desk.till.payable import SqlPayable
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


class OpenDesk:
    """Everything the hub serves of a desk; any thread may use it. `site` is the hospital's staff's view."""

    def __init__(self, site: Site, channel: PaymentChannel | None, record_book_fen: int) -> None:
        self.site = replace(site, told=self._told, channel=STAFF)
        book = SqlBook.open(self.site)
        bring_up_to_date(site.database, TILL_STEPS)
        self._book = book
        self._line = None if channel is None else PaymentLine(channel)
        self._record_book_fen = record_book_fen
        self.keys = SqlKeyBook(self.site)
        self.messages = SqlMessageBox(self.site)

    def as_seen_by(self, channel: Channel) -> SiteDesk:
        site = replace(self.site, channel=channel)
        return SiteDesk(self._book.for_channel(channel), site, self._payments(site), self._record_book_fen)

    def desk_for(self, name: str) -> SiteDesk:
        return self.as_seen_by(KIOSK if name == KIOSK.name else Channel(name, pays_later=True))

    def payment_told(self, headers: Mapping[str, str], body: bytes) -> None:
        """A call-back of the payment service. Raises ForgedMessage."""
        self._payments(self.site).told(headers, body)

    def keep_up(self) -> None:
        """What time does to bookings and payments; for the hub to call every few seconds. Raises DeskAway."""
        keep_up(self.site)
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
        self.site.database.close()

    def _payments(self, site: Site) -> Payments:
        return Payments(site, SqlPayable(site), self._line, self._record_book_fen)

    def _told(self, connection: sa.Connection, _what: str, booking: Booking) -> None:
        put_message(connection, self.site, booking)
        if booking.state is BookingState.CANCELLED and booking.is_paid:
            give_back_for(connection, booking.id)
