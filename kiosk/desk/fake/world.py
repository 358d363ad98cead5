"""What the fake desk keeps, and the one door that every call goes through."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, TypeVar

from kiosk.desk.fake.papers import sample_bills, sample_reports
from kiosk.desk.fake.schedule import sample_slots
from kiosk.desk.values import Bill, Booking, BookingState, Payment, PaymentState, Report, Slot
from kiosk.errors import DeskAway, DeskRefused, Refusal

HOLD = timedelta(minutes=10)
GIVEN_UP_BACK_AFTER = timedelta(minutes=2)
"""When others may have the place of a hold that ended."""
OPENS_BEFORE = timedelta(minutes=60)
PAY_WITHIN = timedelta(minutes=3)

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Trouble:
    """What the hand asked for; a call of `None` is any call."""

    is_away: bool = False
    payments_away: bool = False
    refuse: tuple[Refusal, str | None] | None = None
    lose: tuple[str | None] | None = None


@dataclass(slots=True)
class FakeWorld:
    now: datetime
    photos: Mapping[str, bytes]
    before_each: Callable[[str], None] = lambda _call: None
    lock: RLock = field(default_factory=RLock)
    trouble: Trouble = field(default_factory=Trouble)
    slots: dict[str, Slot] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    bills: dict[str, tuple[str, Bill]] = field(default_factory=dict)
    reports: dict[str, tuple[str, Report]] = field(default_factory=dict)
    payments: dict[str, tuple[str, Payment]] = field(default_factory=dict)
    ahead: dict[str, int] = field(default_factory=dict)
    answers: dict[str, tuple[tuple[Any, ...], Any]] = field(default_factory=dict)
    given_up: dict[str, datetime] = field(default_factory=dict)
    numbered: int = 0

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("a moment without a time zone")
        self.slots = sample_slots(self.now)
        self.bills = sample_bills()
        self.reports = sample_reports(self.now)

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        """Everything a call may meet before and after its work; the work is done alone."""
        self.before_each(name)
        with self.lock:
            self._stand_in_the_way(name)
            self.let_time_pass()
            yield
            if self.trouble.lose and self.trouble.lose[0] in (None, name):
                self.trouble.lose = None
                raise DeskAway(f"the answer to {name} was lost")

    def once(self, key: str, asked: tuple[Any, ...], work: Callable[[], Answer]) -> Answer:
        """The work of a key is done once; a refusal is no work."""
        if not key:
            raise ValueError("a change without a key")
        if key in self.answers:
            before, answer = self.answers[key]
            if before != asked:
                raise DeskRefused(Refusal.WRONG_STATE, f"the key {key} was used for something else")
            return answer  # type: ignore[no-any-return]
        answer = work()
        self.answers[key] = (asked, answer)
        return answer

    def next_id(self, prefix: str) -> str:
        self.numbered += 1
        return f"{prefix}-{self.numbered}"

    def move_place(self, slot_id: str, by: int) -> None:
        slot = self.slots[slot_id]
        self.slots[slot_id] = replace(slot, left=slot.left + by)

    def give_up(self, booking: Booking, at: datetime) -> None:
        """A hold lapses; its place comes back later, lest it is handed from one to the next."""
        self.bookings[booking.id] = replace(booking, state=BookingState.LAPSED, held_until=None)
        self.given_up[booking.id] = at + GIVEN_UP_BACK_AFTER

    def let_time_pass(self) -> None:
        for booking in list(self.bookings.values()):
            if booking.state is BookingState.HELD and booking.held_until and booking.held_until <= self.now:
                self.give_up(booking, booking.held_until)
            elif booking.state is BookingState.BOOKED and booking.check_in_until <= self.now:
                self.bookings[booking.id] = replace(booking, state=BookingState.NO_SHOW)
        for booking_id, back_at in list(self.given_up.items()):
            if back_at <= self.now:
                del self.given_up[booking_id]
                self.move_place(self.bookings[booking_id].slot.id, 1)
        for whose, payment in list(self.payments.values()):
            if payment.state is PaymentState.WAITING and payment.expires_at <= self.now:
                self.payments[payment.id] = (whose, replace(payment, state=PaymentState.CLOSED))

    def _stand_in_the_way(self, name: str) -> None:
        if self.trouble.is_away:
            raise DeskAway("the fake desk is away")
        if self.trouble.refuse and self.trouble.refuse[1] in (None, name):
            why, _ = self.trouble.refuse
            self.trouble.refuse = None
            raise DeskRefused(why)
