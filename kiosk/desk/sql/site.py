"""What every statement of the desk needs to know of the site it works for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from random import Random

import sqlalchemy as sa

from kiosk.desk.sql.clock_watch import ClockWatch
from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.values import Booking
from kiosk.rules.limits import KIOSK, BookingLimits, Channel
from kiosk.rules.windows import comes_back
from records.sealing import Cipher

Told = Callable[[sa.Connection, str, Booking], None]
"""Hears of each change of a booking inside its transaction, with the trail's word for it. What it writes is kept or
undone with the change; it may raise DeskRefused to prevent it."""


def tell_nobody(_connection: sa.Connection, _what: str, _booking: Booking) -> None:
    """For a desk without a till and without channels that want messages."""


@dataclass(frozen=True)
class Site:
    """`rng` is what nobody may guess (random.SystemRandom); `channel` is who asks, in every change's trail."""

    database: DeskDatabase
    cipher: Cipher
    clock: Callable[[], datetime]
    zone: tzinfo
    limits: BookingLimits
    rng: Random
    new_id: Callable[[], str]
    channel: Channel = KIOSK
    told: Told = field(default=tell_nobody)
    watch: ClockWatch = field(default_factory=ClockWatch)

    def now(self) -> datetime:
        """In the site's zone, to the second: as precise as what is kept."""
        return from_seconds(to_seconds(self.clock()), self.zone)

    def today(self) -> date:
        return self.now().date()

    def given_up_back_at(self, ended_at: datetime) -> datetime:
        """When others may have the place of a hold that ended then: nobody can know."""
        return ended_at + timedelta(seconds=self.rng.randint(*self.limits.given_up_back_after_s))

    def cancelled_back_at(self, day: date) -> datetime | None:
        """When others may have a place of this day that is cancelled now: nobody can know; None for never."""
        if not comes_back(day, self.today(), self.limits):
            return None
        return self.now() + timedelta(seconds=self.rng.randint(*self.limits.cancelled_back_after_s))

    def new_code(self) -> str:
        """Eight digits, the first not 0: some people drop it when they type."""
        return str(self.rng.randrange(10_000_000, 100_000_000))
