"""Money that comes from several sides at once: nobody waits for ever, and one of them is paid."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import sqlalchemy as sa

from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.sql.calling import call_next
from kiosk.desk.sql.tables import bookings
from kiosk.desk.values import BookingState, PaymentState
from kiosk.errors import DeskRefused
from tests.kiosk.desk.http_hand import NOW
from tests.kiosk.desk.till_world import SELF, SiteWorld, held, paying, paying_bill, standing

ROUNDS = 6


@pytest.fixture
def till(desk_url: str) -> Iterator[SiteWorld]:
    world = SiteWorld(desk_url)
    yield world
    world.close()


def at_once(works: Sequence[Callable[[], object]]) -> None:
    """All of them begin at the same moment; a refusal is an answer."""
    start = threading.Barrier(len(works))

    def work(one: Callable[[], object]) -> None:
        start.wait(timeout=30)
        try:
            one()
        except DeskRefused:
            return

    with ThreadPoolExecutor(len(works)) as kiosks:
        list(kiosks.map(work, works))


def test_several_payments_for_one_booking_leave_one_paid(till: SiteWorld) -> None:
    booking = held(till.desk)
    started = [paying(till.desk, booking, f"start-{number:02d}") for number in range(ROUNDS)]
    for payment in started:
        till.service.pay(payment.id)
    told = [lambda p=p: till.open.payment_told(*till.service.call_back(p.id)) for p in started]
    at_once([*told, *(lambda p=p: till.desk.payment(p.id) for p in started)])
    till.keep_up()
    states = sorted(standing(till.desk, payment) for payment in started)
    assert states == sorted([PaymentState.PAID, *[PaymentState.REFUNDED] * (ROUNDS - 1)])
    assert sum(till.service.balance_fen(one.id) for one in started) == booking.slot.price_fen


def test_several_payments_that_end_at_once_do_not_keep_the_place_for_ever(till: SiteWorld) -> None:
    booking = held(till.desk)
    started = [paying(till.desk, booking, f"start-{number:02d}") for number in range(ROUNDS)]
    at_once([partial(till.desk.stop_payment, "stop-001", one.id) for one in started])
    with till.site.database.reading() as connection:
        query = sa.select(bookings.c.state, bookings.c.place_until).where(bookings.c.id == booking.id)
        row = connection.execute(query).one()
    assert row.state == BookingState.HELD
    assert row.place_until is not None


def test_cancelling_at_the_moment_of_another_payment_keeps_no_money(till: SiteWorld) -> None:
    till.set_now(NOW.replace(hour=8))
    booking = held(till.desk)
    first = paying(till.desk, booking, "start-01")
    second = paying(till.desk, booking, "start-02")
    till.pay(first.id)
    till.service.pay(second.id)
    message = till.service.call_back(second.id)

    def cancel() -> None:
        till.desk.cancel("cancel-1", booking.id, SELF)

    def tell() -> None:
        till.open.payment_told(*message)

    at_once([cancel, tell, tell, tell, *[till.keep_up] * 3])
    till.keep_up()
    assert till.service.balance_fen(first.id) == till.service.balance_fen(second.id) == 0
    assert {standing(till.desk, first), standing(till.desk, second)} == {PaymentState.REFUNDED}


def test_the_upkeep_of_several_hubs_gives_money_back_once(till: SiteWorld) -> None:
    started = [paying_bill(till.desk, f"start-{number:02d}") for number in range(4)]
    for payment in started:
        till.desk.stop_payment("stop-001", payment.id)
        till.pay(payment.id)
    at_once([till.opened().keep_up for _ in range(4)])
    till.keep_up()
    assert [till.service.balance_fen(one.id) for one in started] == [0] * 4
    assert len(till.desk.bills_of(ADULT.id)) == 1


def test_of_three_calls_at_once_one_calls_whoever_waits_and_the_queue_moves_on(till: SiteWorld) -> None:
    slot = next(one for one in till.desk.slots("eyes", None, NOW.date()) if one.left)
    booking = till.desk.hold("hold-001", slot.id, ADULT.id, SELF)
    till.desk.book("book-001", booking.id)
    till.desk.check_in("in-00001", booking.id, SELF)
    site = till.open.site
    with ThreadPoolExecutor(3) as doctors:
        called = list(doctors.map(lambda _: call_next(site, "eyes", None, "doctor"), range(3)))
    assert [one.id for one in called if one is not None] == [booking.id]
    (place,) = till.desk.queue_of(ADULT.id)
    assert (place.ahead, place.wait_min) == (0, 0)
