"""The hand of the fake desk: what tests and the demo do to it, beside its calls."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.desk.fake import booking as bookings
from kiosk.desk.fake import paying
from kiosk.desk.fake.world import FakeWorld
from kiosk.desk.values import Booking
from kiosk.errors import Refusal


class FakeHand:
    def __init__(self, world: FakeWorld, channel: str) -> None:
        self.world = world
        self.channel = channel

    @property
    def now(self) -> datetime:
        return self.world.now

    def set_now(self, now: datetime) -> None:
        """Holds and orders run out, windows open and close; the slots stay those of the beginning."""
        with self.world.lock:
            self.world.now = now
            self.world.let_time_pass()

    def before_each(self, hook: Callable[[str], None] | None) -> None:
        """Told the name of every call before its work begins, in the caller's thread."""
        self.world.before_each = hook or (lambda _call: None)

    def go_away(self) -> None:
        """Every call raises DeskAway and does nothing."""
        self.world.trouble.is_away = True

    def come_back(self) -> None:
        self.world.trouble.is_away = False

    def lose_next_answer(self, call: str | None = None) -> None:
        """The next call (of this name) does its work and raises DeskAway all the same."""
        self.world.trouble.lose = (call,)

    def refuse_next(self, why: Refusal, call: str | None = None) -> None:
        """The next call (of this name) is refused and does nothing."""
        self.world.trouble.refuse = (why, call)

    def payments_go_away(self) -> None:
        self.world.trouble.payments_away = True

    def payments_come_back(self) -> None:
        self.world.trouble.payments_away = False

    def pay(self, payment_id: str) -> None:
        """Somebody scans the code and pays: PAID, or LATE when the order was given up or the place is gone."""
        with self.world.lock:
            self.world.let_time_pass()
            paying.pay(self.world, payment_id)

    def give_back(self, payment_id: str) -> None:
        """The money of a late payment goes back: REFUNDED."""
        with self.world.lock:
            paying.give_back(self.world, payment_id)

    def take_all_slots(self) -> None:
        with self.world.lock:
            self.world.slots = {number: replace(slot, left=0) for number, slot in self.world.slots.items()}
            self.world.given_up.clear()

    def queue_moves(self, department_id: str) -> None:
        """One fewer is waiting there."""
        with self.world.lock:
            bookings.queue_moves(self.world, department_id)

    @property
    def all_bookings(self) -> tuple[Booking, ...]:
        with self.world.lock:
            return tuple(self.world.bookings.values())
