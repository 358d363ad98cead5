"""A hospital's desk for a story: the real one on SQLite in a file, with a drawn hospital and money of its own."""

import random
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from hardware.payments.simulator import SimulatedPayments
from kiosk.desk.fake import hospital
from kiosk.desk.opening import OpenDesk, sqlite_url
from kiosk.desk.protocol import Desk
from kiosk.desk.sample import enter_sample
from kiosk.desk.sql.clock_watch import ClockWatch
from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import bookings, trail
from kiosk.desk.till.tables import payments
from kiosk.desk.values import BookingState, PaymentState
from kiosk.rules.limits import BookingLimits
from records.sealing import TransparentCipher
from tests.stories.kiosk.moving_time import ZONE, MovingTime

PHOTOS = {person.id: f"a photograph of {person.id}".encode() * 4 for person in hospital.PEOPLE}
"""Of the child too, so that a story can see that nobody looks at it."""


class House:
    """`drawn` is a desk's file with the drawn hospital in it, to begin with."""

    def __init__(self, folder: Path, time: MovingTime, drawn: Path | None = None) -> None:
        file = folder / "desk.db"
        if drawn is not None:
            shutil.copyfile(drawn, file)
        self.payments = SimulatedPayments(time.now)
        site = Site(
            database=DeskDatabase(sqlite_url(file)),
            cipher=TransparentCipher(),
            clock=time.now,
            zone=ZONE,
            limits=BookingLimits(),
            rng=random.Random(folder.name),
            new_id=lambda: uuid.uuid4().hex,
            watch=ClockWatch(time.monotonic),
        )
        self.open = OpenDesk(site, self.payments, record_book_fen=150)
        self.desk: Desk = self.open.desk_for("kiosk")

    def channel(self, name: str) -> Desk:
        return self.open.desk_for(name)

    def bookings(self, *states: BookingState) -> list[Row]:
        """All of them, or those in one of these states; the newest last."""
        query = sa.select(bookings).order_by(bookings.c.made_at, bookings.c.id)
        rows = self._rows(query)
        return [row for row in rows if not states or row["state"] in states]

    def kiosk_bookings(self, *states: BookingState) -> list[Row]:
        """Those that were made at a kiosk."""
        return [row for row in self.bookings(*states) if row["channel"] == "kiosk"]

    def payments_in(self, *states: PaymentState) -> list[Row]:
        return [row for row in self._rows(sa.select(payments)) if row["state"] in states]

    def holds(self) -> list[Row]:
        return self.bookings(BookingState.HELD)

    def trail(self) -> list[tuple[str, str]]:
        """What happened to which, in its order."""
        return [(row["what"], row["subject"]) for row in self._rows(sa.select(trail).order_by(trail.c.id))]

    def fingerprint(self) -> Mapping[str, list[Row]]:
        """Everything that a visitor could have changed."""
        return {"bookings": self.bookings(), "payments": self._rows(sa.select(payments))}

    def close(self) -> None:
        self.open.close()

    def _rows(self, query: sa.Select[tuple[object, ...]]) -> list[Row]:
        with self.open.site.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]


def draw_hospital(folder: Path) -> Path:
    """A desk's file to begin with."""
    folder.mkdir()
    house = House(folder, MovingTime())
    enter_sample(house.open, PHOTOS)
    house.close()
    return folder / "desk.db"
