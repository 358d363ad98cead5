"""Whatever happens in whatever order: no paid booking is lost, and no money is both kept and returned, or neither."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import sqlalchemy as sa
from hypothesis import Phase, settings
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, consumes, invariant, multiple, rule

from hardware.errors import PaymentRefused
from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.till.tables import bills, payments
from kiosk.desk.values import Actor, Booking, BookingState, Payment, PaymentState, PaySubject
from kiosk.errors import DeskRefused
from tests.kiosk.desk.cut_short import Killed
from tests.kiosk.desk.till_world import SELF, SiteWorld, dear_slots

KEPT = {BookingState.BOOKED.value, BookingState.CHECKED_IN.value, BookingState.NO_SHOW.value}
ONE_AT_A_TIME = ("open", "status", "close_order", "refund")


class Till(RuleBasedStateMachine):
    booked = Bundle("booked")
    started = Bundle("started")
    messages = Bundle("messages")

    def __init__(self) -> None:
        super().__init__()
        self.world = SiteWorld("sqlite://")
        self.count = 0
        self.paid_elsewhere = self._paid_bookings()

    def key(self) -> str:
        self.count += 1
        return f"key-{self.count:05d}"

    @rule(target=booked, which=st.integers(0, 40))
    def hold(self, which: int) -> Booking | MultipleResults[Any]:
        found = dear_slots(self.world.desk)
        try:
            slot = found[which % len(found)] if found else None
            return self.world.desk.hold(self.key(), slot.id, ADULT.id, SELF) if slot else multiple()
        except DeskRefused:
            return multiple()

    @rule(target=started, booking=booked)
    def start(self, booking: Booking) -> Payment | MultipleResults[Any]:
        return self._started(PaySubject.BOOKING, booking.id)

    @rule(target=started)
    def start_bill(self) -> Payment | MultipleResults[Any]:
        return self._started(PaySubject.BILL, "bill-1")

    def _started(self, subject: PaySubject, subject_id: str) -> Payment | MultipleResults[Any]:
        try:
            return self.world.desk.start_payment(self.key(), subject, subject_id, ADULT.id, SELF)
        except (DeskRefused, Killed):
            return multiple()

    @rule(payment=started)
    def pay(self, payment: Payment) -> None:
        with suppress(PaymentRefused):
            self.world.service.pay(payment.id)

    @rule(payment=started)
    def pay_late(self, payment: Payment) -> None:
        self.world.service.pay_late(payment.id)

    @rule(target=messages, payment=started)
    def call_back(self, payment: Payment) -> tuple[dict[str, str], bytes]:
        return self.world.service.call_back(payment.id)

    @rule(message=messages)
    def told_again(self, message: tuple[dict[str, str], bytes]) -> None:
        self.world.open.payment_told(*message)

    @rule(message=consumes(messages))
    def told(self, message: tuple[dict[str, str], bytes]) -> None:
        self.world.open.payment_told(*message)

    @rule(payment=started)
    def look(self, payment: Payment) -> None:
        with suppress(DeskRefused, Killed):
            self.world.desk.payment(payment.id)

    @rule(payment=started)
    def stop(self, payment: Payment) -> None:
        with suppress(DeskRefused, Killed):
            self.world.desk.stop_payment(self.key(), payment.id)

    @rule(booking=booked)
    def release(self, booking: Booking) -> None:
        with suppress(DeskRefused):
            self.world.desk.release(self.key(), booking.id)

    @rule(booking=booked)
    def cancel(self, booking: Booking) -> None:
        with suppress(DeskRefused):
            self.world.desk.cancel(self.key(), booking.id, Actor(ADULT.id))

    @rule(seconds=st.sampled_from([1, 100, 200, 400]))
    def time_passes(self, seconds: int) -> None:
        self.world.set_now(self.world.now + timedelta(seconds=seconds))

    @rule()
    def keep_up(self) -> None:
        with suppress(Killed):
            self.world.keep_up()

    @rule(call=st.sampled_from(ONE_AT_A_TIME), after=st.booleans())
    def killed_soon(self, call: str, after: bool) -> None:
        self.world.way.kill_at(call, after)

    @rule()
    def lose_an_answer(self) -> None:
        self.world.service.lose_the_next_answer()

    @rule(is_away=st.booleans())
    def service(self, is_away: bool) -> None:
        (self.world.service.go_away if is_away else self.world.service.come_back)()

    @invariant()
    def no_place_is_sold_twice(self) -> None:
        with self.world.site.database.reading() as connection:
            live = sa.select(sa.func.count()).where(bookings.c.slot_id == slots.c.id, bookings.c.has_place)
            query = sa.select(slots.c.taken, slots.c.capacity, live.scalar_subquery().label("live"))
            rows = connection.execute(query.where(slots.c.taken > 0)).all()
        assert all(row.taken == row.live <= row.capacity for row in rows)

    @invariant()
    def money_that_the_desk_keeps_was_paid_for_something(self) -> None:
        """And what is paid has its money: at every moment, whatever the service was not asked yet."""
        with self.world.site.database.reading() as connection:
            kept = connection.execute(sa.select(payments).where(payments.c.state == PaymentState.PAID.value)).all()
            paid_bills = connection.execute(sa.select(bills).where(bills.c.paid_by.is_not(None))).all()
        for_bookings = [row.subject_id for row in kept if row.subject == PaySubject.BOOKING]
        assert len(for_bookings) == len(set(for_bookings))
        assert set(for_bookings) == self._paid_bookings() - self.paid_elsewhere
        assert {row.paid_by for row in paid_bills} == {row.id for row in kept if row.subject == PaySubject.BILL}

    def _paid_bookings(self) -> set[str]:
        with self.world.site.database.reading() as connection:
            paid = sa.select(bookings.c.id).where(bookings.c.is_paid, bookings.c.state.in_(KEPT))
            return set(connection.execute(paid).scalars())

    def teardown(self) -> None:
        """In the end the service answers, and tells what it has not told yet."""
        self.world.way.live_on()
        self.world.service.come_back()
        with self.world.site.database.reading() as connection:
            rows = connection.execute(sa.select(payments)).all()
        self.world.set_now(self.world.now + timedelta(minutes=30))
        for _ in range(4):
            self.world.keep_up()
            for row in rows:
                with suppress(PaymentRefused):
                    self.world.open.payment_told(*self.world.service.call_back(row.id))
        self.no_place_is_sold_twice()
        self.money_that_the_desk_keeps_was_paid_for_something()
        for row in rows:
            state = self.world.desk.payment(row.id).state
            assert state is not PaymentState.WAITING
            assert self.balance_fen(row.id) == (row.amount_fen if state is PaymentState.PAID else 0)
        with self.world.site.database.reading() as connection:
            open_holds = sa.select(bookings.c.id).where(bookings.c.state == BookingState.HELD.value)
            assert connection.execute(open_holds).all() == []
        self.world.close()

    def balance_fen(self, payment_id: str) -> int:
        try:
            return self.world.service.balance_fen(payment_id)
        except PaymentRefused:
            return 0


Till.TestCase.settings = settings(
    max_examples=12, stateful_step_count=30, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)
TestTill = Till.TestCase
