"""How letters come to the desk: in order, again and again, none twice, and no bad one stands in the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from kiosk.courier import Courier, CourierLimits, Delivery
from kiosk.desk.fake import FakeDesk
from kiosk.desk.fake.hospital import ADULT
from kiosk.desk.values import Actor
from kiosk.errors import DeskAway, KeyRefused, Refusal
from kiosk.outbox import Outbox
from records.sealing import TransparentCipher
from tests.kiosk.outbox_program import NOW

SELF = Actor(ADULT.id)


@pytest.fixture
def outbox() -> Iterator[Outbox]:
    with Outbox.open(None, TransparentCipher()) as opened:
        yield opened


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(NOW)


def tell(outbox: Outbox, *numbers: int, at: datetime = NOW) -> None:
    for number in numbers:
        outbox.release(at, f"key-{number}", "booking-1")


def told(desk: FakeDesk) -> list[int]:
    return [int(key.removeprefix("key-")) for key in desk.world.answers]


def run(courier: Courier, begin: datetime, lasts_s: int) -> list[Delivery]:
    """The kiosk's loop, a second a step."""
    return [courier.deliver(begin + timedelta(seconds=second)) for second in range(lasts_s)]


def test_what_was_written_is_delivered_in_its_order(outbox: Outbox, desk: FakeDesk) -> None:
    tell(outbox, 1, 2, 3)
    assert Courier(outbox, desk).deliver(NOW) == Delivery(3, (), 0)
    assert told(desk) == [1, 2, 3]
    assert Courier(outbox, desk).deliver(NOW) == Delivery(0, (), 0)


def test_a_desk_away_for_an_hour_hears_everything_once_and_in_order(outbox: Outbox, desk: FakeDesk) -> None:
    asked: list[str] = []
    desk.before_each(asked.append)
    courier = Courier(outbox, desk)
    tell(outbox, 1, 2)
    desk.go_away()
    deliveries = run(courier, NOW, 3600)
    assert deliveries[-1].waiting == 2
    assert isinstance(deliveries[0].trouble, DeskAway)
    assert 60 <= len(asked) <= 70
    desk.come_back()
    tell(outbox, 3)
    back = NOW + timedelta(hours=1)
    assert sum(one.delivered for one in run(courier, back, 61)) == 3
    assert told(desk) == [1, 2, 3]


def test_the_waits_grow_and_start_over_after_a_delivery(outbox: Outbox, desk: FakeDesk) -> None:
    courier = Courier(outbox, desk, CourierLimits(longest_wait_s=10))
    tell(outbox, 1, 2)
    desk.go_away()
    tries = [second for second, one in enumerate(run(courier, NOW, 40)) if one.trouble]
    assert tries == [0, 1, 3, 7, 15, 25, 35]
    desk.come_back()
    later = NOW + timedelta(seconds=50)
    assert courier.deliver(later).delivered == 2
    desk.go_away()
    tell(outbox, 3)
    assert [bool(one.trouble) for one in run(courier, later, 4)] == [True, True, False, True]


def test_a_clock_that_was_set_back_makes_nothing_wait_for_it(outbox: Outbox, desk: FakeDesk) -> None:
    courier = Courier(outbox, desk)
    tell(outbox, 1)
    desk.go_away()
    courier.deliver(NOW)
    desk.come_back()
    assert courier.deliver(NOW - timedelta(hours=5)).delivered == 1


def test_a_delivery_whose_answer_was_lost_is_repeated_and_done_once(outbox: Outbox, desk: FakeDesk) -> None:
    courier = Courier(outbox, desk)
    tell(outbox, 1, 2)
    desk.lose_next_answer()
    run(courier, NOW, 3)
    assert told(desk) == [1, 2]


def test_a_refused_letter_is_dropped_and_told_and_the_next_goes_on(outbox: Outbox, desk: FakeDesk) -> None:
    outbox.cancel(NOW, "key-c", "booking-of-nobody", SELF)
    outbox.stop_payment(NOW, "key-s", "payment-of-nobody")
    tell(outbox, 1)
    delivery = Courier(outbox, desk).deliver(NOW)
    assert (delivery.delivered, delivery.waiting, delivery.trouble) == (1, 0, None)
    assert [(one.call, one.refusal) for one in delivery.dropped] == [
        ("cancel", Refusal.NOT_FOUND),
        ("stop_payment", Refusal.NOT_FOUND),
    ]


def test_nobody_has_to_look_after_a_booking_that_was_none(outbox: Outbox, desk: FakeDesk) -> None:
    """Given up while nobody knew: it is released, and there is nothing to cancel."""
    free = next(each for each in desk.slots("eyes", None, NOW.date()) if each.left)
    held = desk.hold("key-h", free.id, ADULT.id, SELF)
    outbox.release(NOW, "key-r", held.id)
    outbox.cancel(NOW, "key-c", held.id, SELF)
    delivery = Courier(outbox, desk).deliver(NOW)
    assert (delivery.delivered, delivery.dropped, delivery.waiting) == (2, (), 0)


def test_what_the_desk_refuses_need_not_be_given_up(outbox: Outbox, desk: FakeDesk) -> None:
    """Not now either: it ends by itself, and what was paid for waits behind it."""
    free = next(each for each in desk.slots("eyes", None, NOW.date()) if each.left)
    outbox.give_up_hold(NOW, "key-g", "key-h", free.id, ADULT.id, SELF)
    tell(outbox, 1)
    desk.refuse_next(Refusal.TOO_MANY_REQUESTS)
    assert Courier(outbox, desk).deliver(NOW) == Delivery(2, (), 0)
    assert told(desk) == [1]


def test_what_has_ended_by_itself_is_not_begun_to_be_given_up(outbox: Outbox, desk: FakeDesk) -> None:
    free = next(each for each in desk.slots("eyes", None, NOW.date()) if each.left)
    outbox.give_up_hold(NOW, "key-g", "key-h", free.id, ADULT.id, SELF)
    tell(outbox, 1)
    assert Courier(outbox, desk).deliver(NOW + timedelta(hours=2)) == Delivery(2, (), 0)
    assert told(desk) == [1]


@pytest.mark.parametrize("not_now", [Refusal.TOO_MANY_REQUESTS, Refusal.PAYMENT_AWAY])
def test_a_desk_that_cannot_now_is_asked_again_later_and_in_order(
    outbox: Outbox, desk: FakeDesk, not_now: Refusal
) -> None:
    tell(outbox, 1, 2)
    desk.refuse_next(not_now)
    courier = Courier(outbox, desk)
    assert (courier.deliver(NOW).waiting, told(desk)) == (2, [])
    assert courier.deliver(NOW + timedelta(seconds=1)).delivered == 2
    assert told(desk) == [1, 2]


def test_a_key_that_is_refused_loses_nothing(outbox: Outbox, desk: FakeDesk) -> None:
    def refuse(_call: str) -> None:
        raise KeyRefused("unknown")

    desk.before_each(refuse)
    courier = Courier(outbox, desk)
    tell(outbox, 1)
    assert isinstance(courier.deliver(NOW).trouble, KeyRefused)
    desk.before_each(None)
    assert courier.deliver(NOW + timedelta(seconds=1)).delivered == 1


def test_spoilt_letters_are_dropped_and_told_and_block_nothing(outbox: Outbox, desk: FakeDesk) -> None:
    tell(outbox, 1, 2, 3)
    with outbox._database.writing():
        outbox._database.execute("UPDATE blobs SET sealed = x'00' WHERE id LIKE '%1' OR id LIKE '%2'")
    delivery = Courier(outbox, desk).deliver(NOW)
    assert (delivery.delivered, [one.number[-1] for one in delivery.dropped]) == (1, ["1", "2"])
    assert told(desk) == [3]


def test_a_letter_of_which_the_program_dies_is_given_up_in_the_end(outbox: Outbox, desk: FakeDesk) -> None:
    def die(_call: str) -> None:
        raise MemoryError

    tell(outbox, 1, 2)
    desk.before_each(die)
    for _ in range(CourierLimits().most_begun):
        with pytest.raises(MemoryError):
            Courier(outbox, desk).deliver(NOW)
    desk.before_each(None)
    delivery = Courier(outbox, desk).deliver(NOW)
    assert (delivery.delivered, len(delivery.dropped), told(desk)) == (1, 1, [2])


def test_a_desk_that_is_away_often_is_no_reason_to_give_a_letter_up(outbox: Outbox, desk: FakeDesk) -> None:
    tell(outbox, 1)
    desk.go_away()
    for second in range(20):
        Courier(outbox, desk).deliver(NOW + timedelta(seconds=second))
    desk.come_back()
    assert Courier(outbox, desk).deliver(NOW).delivered == 1


def test_a_great_heap_of_letters_does_not_hold_the_kiosk_up(outbox: Outbox, desk: FakeDesk) -> None:
    tell(outbox, *range(25))
    courier = Courier(outbox, desk, CourierLimits(at_once=10))
    assert [courier.deliver(NOW).delivered for _ in range(4)] == [10, 10, 5, 0]


@pytest.mark.parametrize(
    "limits", [{"first_wait_s": 0}, {"first_wait_s": 9, "longest_wait_s": 8}, {"at_once": 0}, {"keeps_s": 1}]
)
def test_limits_with_which_nothing_is_delivered_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        CourierLimits(**limits)  # type: ignore[arg-type]
