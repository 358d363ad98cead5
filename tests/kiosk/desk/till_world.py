"""What the contract of a whole desk is run in: the drawn hospital, and the test's hand on its clock and its money."""

import itertools
import random
from datetime import datetime, timedelta
from typing import Protocol

from hardware.payments.simulator import SimulatedPayments
from kiosk.desk.fake import FakeDesk
from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.opening import OpenDesk
from kiosk.desk.protocol import Desk
from kiosk.desk.sample import enter_sample
from kiosk.desk.sql.clock_watch import ClockWatch
from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.site import Site
from kiosk.desk.values import Actor, Booking, Payment, PaymentState, PaySubject, Slot
from kiosk.rules.limits import BookingLimits
from records.sealing import TransparentCipher
from tests.kiosk.desk.cut_short import CutShort
from tests.kiosk.desk.http_hand import NOW

SELF = Actor(ADULT.id)
DEPARTMENT = "internal"


class TillWorld(Protocol):
    """`desk` is a kiosk's view; `seen_by` that of a channel on the same data."""

    desk: Desk

    def seen_by(self, channel: str) -> Desk: ...

    def set_now(self, now: datetime) -> None: ...

    def pay(self, payment_id: str) -> None:
        """A telephone pays this order, whatever the desk thinks of it, and the service tells the desk."""

    def service_goes_away(self) -> None: ...

    def service_comes_back(self) -> None: ...

    def keep_up(self) -> None:
        """What the desk does by itself at the clock's moment, money on its way back included."""


class FakeWorld:
    def __init__(self) -> None:
        self.fake = FakeDesk(NOW)
        self.desk: Desk = self.fake

    def seen_by(self, channel: str) -> Desk:
        return self.fake.for_channel(channel)

    def set_now(self, now: datetime) -> None:
        self.fake.set_now(now)

    def pay(self, payment_id: str) -> None:
        self.fake.pay(payment_id)

    def service_goes_away(self) -> None:
        self.fake.payments_go_away()

    def service_comes_back(self) -> None:
        self.fake.payments_come_back()

    def keep_up(self) -> None:
        for _, payment in list(self.fake.world.payments.values()):
            if payment.state is PaymentState.LATE:
                self.fake.give_back(payment.id)


class SiteWorld:
    """A real desk in the database of any URL, paid by simulated money."""

    def __init__(self, url: str) -> None:
        self.now = NOW
        self.service = SimulatedPayments(lambda: self.now)
        self.way = CutShort(self.service)
        ids = itertools.count(1)
        limits = BookingLimits(active_bookings=9, payments_per_hold=9)
        self.site = Site(
            DeskDatabase(url),
            TransparentCipher(),
            lambda: self.now,
            NOW.tzinfo or NOW.astimezone().tzinfo,  # type: ignore[arg-type]
            limits,
            random.Random(1),
            lambda: f"id{next(ids):06d}",
            watch=ClockWatch(self.uptime_s, asks_database=False),
        )
        self.open = self.opened()
        enter_sample(self.open, {})
        self.desk: Desk = self.open.desk_for("kiosk")

    def uptime_s(self) -> float:
        return self.now.timestamp()

    def opened(self) -> OpenDesk:
        """One more hub on the same data."""
        return OpenDesk(self.site, self.way, record_book_fen=100)

    def seen_by(self, channel: str) -> Desk:
        return self.open.desk_for(channel)

    def set_now(self, now: datetime) -> None:
        self.now = now

    def pay(self, payment_id: str) -> None:
        self.service.pay_late(payment_id)
        self.open.payment_told(*self.service.call_back(payment_id))

    def service_goes_away(self) -> None:
        self.service.go_away()

    def service_comes_back(self) -> None:
        self.service.come_back()

    def keep_up(self) -> None:
        self.open.keep_up()

    def close(self) -> None:
        self.site.database.close()


def dear_slots(desk: Desk) -> list[Slot]:
    """Slots of today that cost something and can be had."""
    found = desk.slots(DEPARTMENT, None, NOW.date())
    return [slot for slot in found if slot.left and slot.price_fen and slot.starts_at > NOW + timedelta(minutes=30)]


def held(desk: Desk, key: str = "hold-0001") -> Booking:
    return desk.hold(key, dear_slots(desk)[0].id, ADULT.id, SELF)


def paying(desk: Desk, booking: Booking, key: str = "start-01") -> Payment:
    return desk.start_payment(key, PaySubject.BOOKING, booking.id, booking.patient_id, Actor(booking.patient_id))


def paying_bill(desk: Desk, key: str = "start-01") -> Payment:
    return desk.start_payment(key, PaySubject.BILL, "bill-1", ADULT.id, SELF)


def standing(desk: Desk, payment: Payment) -> PaymentState:
    return desk.payment(payment.id).state
