"""The fake desk behaves like a desk, for everybody who trusts it in their tests."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from kiosk.desk.fake import FakeDesk
from kiosk.desk.fake import hospital as sample
from kiosk.desk.fake.hospital import ADULT, CHILD, HELPER, MOTHER, OLD_MAN
from kiosk.desk.protocol import Desk
from kiosk.desk.values import Actor, Booking, BookingState, DepartmentKind, PaymentState, PaySubject, Relation
from kiosk.errors import DeskAway, DeskRefused, Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 10, 10, tzinfo=SHANGHAI)
SELF, FOR_CHILD = Actor(ADULT.id), Actor(MOTHER.id, Relation.MOTHER)
TUESDAY = NOW.date() + timedelta(days=1)
FREE, COSTLY = "eyes-zhou-202603021000", "internal-wang-202603021000"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(NOW)


def refusal(call: object, *arguments: object) -> Refusal:
    with pytest.raises(DeskRefused) as refused:
        call(*arguments)  # type: ignore[operator]
    return refused.value.why


def left(desk: Desk, slot_id: str) -> int:
    department = slot_id.partition("-")[0]
    return next(one.left for one in desk.slots(department, None, NOW.date()) if one.id == slot_id)


def test_it_is_a_desk(desk: FakeDesk) -> None:
    as_a_desk: Desk = desk
    assert as_a_desk.record_book_price_fen() == 100


def test_all_cards_of_a_person_lead_to_that_person(desk: FakeDesk) -> None:
    cards = (sample.ADULT_CARD, sample.ADULT_ID_CARD, sample.ADULT_INSURANCE_CARD)
    assert {desk.holder_of(card).person for card in cards} == {ADULT}
    assert [one.person for one in desk.holder_of(sample.CHILD_CARD).delegates] == [MOTHER]
    assert [one.person for one in desk.holder_of(sample.OLD_HEALTH_CARD).delegates] == [HELPER]
    assert refusal(desk.holder_of, sample.STRANGER_CARD) is Refusal.UNKNOWN_CARD
    assert refusal(desk.holder_of, sample.ENDED_CARD) is Refusal.CARD_ENDED


def test_a_photograph_is_where_the_person_has_one() -> None:
    desk = FakeDesk(NOW, photos={ADULT.id: b"drawn"})
    assert desk.photo_of(ADULT.id) == b"drawn"
    assert (desk.photo_of(MOTHER.id) or b"").startswith(b"\x89PNG")
    assert desk.photo_of(CHILD.id) is None
    assert refusal(desk.photo_of, "p-nobody") is Refusal.NOT_FOUND


@pytest.mark.parametrize("text", ["nk", "NK", "内", "wy", "陈医"])
def test_a_search_finds_by_characters_and_by_initials(desk: FakeDesk, text: str) -> None:
    found = desk.find(text)
    assert found.departments or found.doctors
    assert not desk.find("zzz").departments
    assert desk.find(" ") == type(found)()


@pytest.mark.parametrize("hour", [0, 5, 8, 12, 17, 23])
def test_there_is_something_to_book_and_to_pick_up_at_any_hour(hour: int) -> None:
    desk = FakeDesk(NOW.replace(hour=hour, minute=50))
    assert all(desk.days(one.id, None)[0].left for one in desk.departments(DepartmentKind.CLINIC))
    paid = next(booking for booking in desk.bookings_of(ADULT.id) if booking.is_paid)
    assert desk.check_in("key", paid.id, SELF).queue is not None
    assert desk.queue_of(OLD_MAN.id)


def test_a_hold_becomes_a_booking_and_then_a_place_in_the_queue(desk: FakeDesk) -> None:
    before = left(desk, FREE)
    held = desk.hold("h", FREE, ADULT.id, SELF)
    assert (held.state, held.held_until, left(desk, FREE)) == (
        BookingState.HELD,
        NOW + timedelta(minutes=10),
        before - 1,
    )
    booked = desk.book("b", held.id)
    assert (booked.state, booked.held_until) == (BookingState.BOOKED, None)
    assert desk.by_code(booked.code).person == ADULT
    checked_in = desk.check_in("c", held.id, SELF)
    assert checked_in.queue == desk.queue_of(ADULT.id)[0]
    desk.queue_moves("eyes")
    assert desk.queue_of(ADULT.id)[0].ahead == (checked_in.queue.ahead if checked_in.queue else 0) - 1


def test_a_hold_that_ran_out_gives_its_place_back_and_is_booked_only_while_there_is_one(desk: FakeDesk) -> None:
    before = left(desk, FREE)
    held = desk.hold("h", FREE, ADULT.id, SELF)
    desk.set_now(NOW + timedelta(minutes=10))
    assert left(desk, FREE) == before - 1
    desk.set_now(NOW + timedelta(minutes=12))
    assert left(desk, FREE) == before
    desk.take_all_slots()
    assert refusal(desk.book, "b", held.id) is Refusal.HOLD_ENDED
    desk.release("r", held.id)
    assert left(desk, FREE) == 0


def test_a_released_hold_gives_its_place_back_once(desk: FakeDesk) -> None:
    before = left(desk, FREE)
    held = desk.hold("h", FREE, ADULT.id, SELF)
    for key in ("r1", "r1", "r2"):
        desk.release(key, held.id)
    assert left(desk, FREE) == before - 1
    desk.set_now(NOW + timedelta(minutes=2))
    assert left(desk, FREE) == before


def test_who_gave_a_place_up_has_it_again_until_others_may(desk: FakeDesk) -> None:
    before = left(desk, FREE)
    held = desk.hold("h", FREE, ADULT.id, SELF)
    desk.release("r", held.id)
    assert desk.book("b", held.id).state is BookingState.BOOKED
    desk.set_now(NOW + timedelta(minutes=2))
    assert left(desk, FREE) == before - 1


def test_what_costs_is_booked_when_it_is_paid(desk: FakeDesk) -> None:
    held = desk.hold("h", COSTLY, CHILD.id, FOR_CHILD)
    assert refusal(desk.book, "b", held.id) is Refusal.NOT_PAID
    order = desk.start_payment("p", PaySubject.BOOKING, held.id, CHILD.id, FOR_CHILD)
    assert (order.state, order.amount_fen) == (PaymentState.WAITING, 8000)
    desk.pay(order.id)
    assert desk.payment(order.id).state is PaymentState.PAID
    assert desk.book("b2", held.id).state is BookingState.BOOKED
    cancelled = desk.cancel("c", _tomorrow_paid(desk).id, SELF)
    assert cancelled.state is BookingState.CANCELLED
    assert refusal(desk.start_payment, "p2", PaySubject.BOOKING, held.id, CHILD.id, FOR_CHILD) is Refusal.ALREADY_PAID


def _tomorrow_paid(desk: FakeDesk) -> Booking:
    return next(one for one in desk.bookings_of(ADULT.id) if one.slot.starts_at.date() > NOW.date())


def test_money_for_an_order_that_was_given_up_is_late_and_goes_back(desk: FakeDesk) -> None:
    order = desk.start_payment("p", PaySubject.RECORD_BOOK, "", ADULT.id, SELF)
    assert desk.stop_payment("s", order.id).state is PaymentState.CLOSED
    desk.pay(order.id)
    assert desk.payment(order.id).state is PaymentState.LATE
    desk.give_back(order.id)
    assert desk.payment(order.id).state is PaymentState.REFUNDED


def test_an_order_runs_out_and_keeps_its_hold_until_then(desk: FakeDesk) -> None:
    held = desk.hold("h", COSTLY, ADULT.id, SELF)
    desk.set_now(NOW + timedelta(minutes=9))
    order = desk.start_payment("p", PaySubject.BOOKING, held.id, ADULT.id, SELF)
    desk.set_now(NOW + timedelta(minutes=11))
    desk.pay(order.id)
    assert desk.payment(order.id).state is PaymentState.PAID
    other = desk.start_payment("q", PaySubject.RECORD_BOOK, "", ADULT.id, SELF)
    desk.set_now(other.expires_at)
    assert desk.payment(other.id).state is PaymentState.CLOSED


def test_a_paid_bill_is_a_bill_no_more(desk: FakeDesk) -> None:
    [bill] = desk.bills_of(ADULT.id)
    order = desk.start_payment("p", PaySubject.BILL, bill.id, ADULT.id, SELF)
    assert order.amount_fen == bill.amount_fen
    desk.pay(order.id)
    assert desk.bills_of(ADULT.id) == ()
    assert refusal(desk.start_payment, "q", PaySubject.BILL, bill.id, ADULT.id, SELF) is Refusal.ALREADY_PAID
    assert refusal(desk.start_payment, "r", PaySubject.BILL, "bill-2", ADULT.id, SELF) is Refusal.NOT_FOUND


def test_a_booking_is_picked_up_in_its_window_and_paid(desk: FakeDesk) -> None:
    [by_phone] = desk.bookings_of(CHILD.id)
    assert refusal(desk.check_in, "c", by_phone.id, FOR_CHILD) is Refusal.NOT_PAID
    assert refusal(desk.check_in, "c", _tomorrow_paid(desk).id, SELF) is Refusal.TOO_EARLY
    assert refusal(desk.check_in, "c", by_phone.id, SELF) is Refusal.NOT_ALLOWED
    desk.set_now(by_phone.check_in_until)
    assert refusal(desk.check_in, "c", by_phone.id, FOR_CHILD) is Refusal.TOO_LATE
    assert desk.bookings_of(CHILD.id) == ()


def test_the_limits_of_a_patient(desk: FakeDesk) -> None:
    desk.hold("h1", FREE, ADULT.id, SELF)
    assert refusal(desk.hold, "h2", "eyes-zhou-202603021030", ADULT.id, SELF) is Refusal.ONE_A_DAY
    desk.hold("h3", COSTLY, ADULT.id, SELF)
    desk.hold("h4", "children-liu-202603021000", ADULT.id, SELF)
    assert refusal(desk.hold, "h5", "ears-xu-202603021000", ADULT.id, SELF) is Refusal.TOO_MANY_BOOKINGS
    assert refusal(desk.hold, "h6", FREE, CHILD.id, Actor(HELPER.id, Relation.HELPER)) is Refusal.NOT_ALLOWED
    assert refusal(desk.hold, "h7", "no-such-slot", CHILD.id, FOR_CHILD) is Refusal.NOT_FOUND
    desk.set_now(NOW + timedelta(hours=1))
    assert refusal(desk.hold, "h8", "bones-yang-202603021000", CHILD.id, FOR_CHILD) is Refusal.SLOT_PAST


def test_a_key_does_its_work_once_and_nothing_else(desk: FakeDesk) -> None:
    held = desk.hold("h", FREE, ADULT.id, SELF)
    assert desk.hold("h", FREE, ADULT.id, SELF) == held
    assert refusal(desk.hold, "h", COSTLY, ADULT.id, SELF) is Refusal.WRONG_STATE
    assert refusal(desk.book, "h", held.id) is Refusal.WRONG_STATE


def test_a_channel_knows_its_own_bookings_alone(desk: FakeDesk) -> None:
    by_phone, wechat = desk.for_channel("114"), desk.for_channel("wechat")
    [booking] = by_phone.bookings_of(CHILD.id)
    assert wechat.bookings_of(CHILD.id) == ()
    for call in (wechat.release, wechat.book):
        assert refusal(call, "key", booking.id) is Refusal.NOT_FOUND
    order = by_phone.start_payment("p", PaySubject.BOOKING, booking.id, CHILD.id, FOR_CHILD)
    assert refusal(wechat.payment, order.id) is Refusal.NOT_FOUND
    assert desk.payment(order.id) == order


def test_results_are_shown_to_their_patient_alone(desk: FakeDesk) -> None:
    newest, older = desk.reports_of(ADULT.id)
    assert (newest.is_ready, older.lines) == (False, ())
    assert desk.report(older.id, ADULT.id).lines
    assert refusal(desk.report, older.id, CHILD.id) is Refusal.NOT_FOUND


def test_the_hand_makes_trouble_when_it_is_asked_to_and_only_then(desk: FakeDesk) -> None:
    desk.go_away()
    with pytest.raises(DeskAway):
        desk.record_book_price_fen()
    desk.come_back()
    desk.refuse_next(Refusal.SLOT_TAKEN, "hold")
    assert desk.record_book_price_fen() == 100
    assert refusal(desk.hold, "h", FREE, ADULT.id, SELF) is Refusal.SLOT_TAKEN
    desk.lose_next_answer("hold")
    with pytest.raises(DeskAway):
        desk.hold("h", FREE, ADULT.id, SELF)
    assert desk.hold("h", FREE, ADULT.id, SELF) in desk.all_bookings
    desk.payments_go_away()
    assert refusal(desk.start_payment, "p", PaySubject.RECORD_BOOK, "", ADULT.id, SELF) is Refusal.PAYMENT_AWAY
    desk.payments_come_back()
    assert desk.start_payment("p", PaySubject.RECORD_BOOK, "", ADULT.id, SELF).amount_fen == 100


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns so often that whatever is not done in one piece is seen."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty_threads")
def test_many_at_once_get_no_more_than_there_is(desk: FakeDesk) -> None:
    patients = [(ADULT.id, SELF), (CHILD.id, FOR_CHILD), (OLD_MAN.id, Actor(OLD_MAN.id))]
    slots = [one for kind in DepartmentKind for d in desk.departments(kind) for one in desk.slots(d.id, None, TUESDAY)]
    barrier = Barrier(8)

    def try_all(number: int) -> None:
        patient_id, actor = patients[number % 3]
        barrier.wait(60)
        for slot in slots:
            with suppress(DeskRefused):
                desk.release(f"r-{number}-{slot.id}", desk.hold(f"h-{number}-{slot.id}", slot.id, patient_id, actor).id)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(try_all, range(8)))
    ids = [booking.id for booking in desk.all_bookings]
    assert len(set(ids)) == len(ids)
    desk.set_now(NOW + timedelta(minutes=2))
    for slot in slots:
        [now] = [one for one in desk.slots(slot.department.id, None, slot.starts_at.date()) if one.id == slot.id]
        assert now.left == slot.left
