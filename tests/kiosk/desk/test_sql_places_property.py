"""Whatever happens in whatever order: what a slot counts as taken is what has a place in it."""

from datetime import timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.desk.sql.holding import keep_while_paying, payment_closed
from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.values import Actor, BookingState
from kiosk.errors import DeskRefused
from kiosk.rules.limits import BookingLimits
from tests.kiosk.desk.book_world import ADULT, HELPER, MORNING, MOTHER, NINE, STRANGER, Keys, Offer
from tests.kiosk.desk.sql_world import SqlWorld

GENEROUS = BookingLimits(
    active_bookings=99,
    holds_per_hour=999,
    ended_holds_a_day=999,
    cancellations=999,
    no_shows=999,
    one_a_day_per_department=False,
)
PATIENTS = (ADULT, MOTHER, HELPER, STRANGER)
SLOTS = {"today": NINE, "dear": NINE + timedelta(hours=1), "tomorrow": NINE + timedelta(days=1)}
MAY_HAVE_A_PLACE = {BookingState.LAPSED, BookingState.CANCELLED}
"""For a while, before others get it."""
WITH_A_PLACE = {BookingState.HELD, BookingState.BOOKED, BookingState.CHECKED_IN, BookingState.NO_SHOW}
which = st.integers(0, 5)


class Places(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = SqlWorld("sqlite://", GENEROUS)
        self.world.offer(*(Offer(one, at, 2, 5000 if one == "dear" else 0) for one, at in SLOTS.items()))
        self.keys = Keys()
        self.now = MORNING
        self.made: list[tuple[str, str]] = []

    @rule(slot=st.sampled_from(sorted(SLOTS)), patient=st.sampled_from(PATIENTS))
    def hold(self, slot: str, patient: str) -> None:
        try:
            held = self.world.book.hold(self.keys.next(), slot, patient, Actor(patient))
        except DeskRefused:
            return
        self.made.append((held.id, patient))

    @rule(number=which, what=st.sampled_from(["book", "release", "cancel", "check_in", "pay", "paying", "not paid"]))
    def change(self, number: int, what: str) -> None:
        if not self.made:
            return
        booking_id, patient = self.made[number % len(self.made)]
        try:
            self._do(what, booking_id, Actor(patient))
        except DeskRefused:
            return

    @rule(minutes=st.sampled_from([1, 5, 6, 60, 130, 60 * 12]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.world.set_clock(self.now)

    @rule()
    def keep_up(self) -> None:
        self.world.keep_up()

    @invariant()
    def taken_is_what_has_a_place(self) -> None:
        with self.world.database.reading() as connection:
            counted = sa.select(sa.func.count()).where(bookings.c.slot_id == slots.c.id, bookings.c.has_place)
            for row in connection.execute(sa.select(slots, counted.scalar_subquery().label("living"))):
                assert 0 <= row.taken == row.living <= row.capacity
            for row in connection.execute(sa.select(bookings)):
                assert row.has_place == (row.state in WITH_A_PLACE) or row.state in MAY_HAVE_A_PLACE
                assert row.state != BookingState.LAPSED or row.has_place == (row.place_until is not None)
                assert row.has_place or row.place_until is None
                assert not row.is_paid or row.state != BookingState.LAPSED

    def teardown(self) -> None:
        self.world.close()

    def _do(self, what: str, booking_id: str, actor: Actor) -> None:
        book, key, site = self.world.book, self.keys.next(), self.world.site
        if what in ("check_in", "cancel"):
            {"check_in": book.check_in, "cancel": book.cancel}[what](key, booking_id, actor)
        elif what in ("book", "release"):
            {"book": book.book, "release": book.release}[what](key, booking_id)
        elif what == "pay":
            self.world.pay(booking_id)
        else:
            work = keep_while_paying if what == "paying" else payment_closed
            self.world.database.change(lambda connection: work(connection, site, booking_id))


Places.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink a failure takes minutes
    suppress_health_check=list(HealthCheck),
)
TestPlaces = Places.TestCase
