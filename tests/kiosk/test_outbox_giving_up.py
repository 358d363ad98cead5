"""A letter is given up when nobody took it for too long, and never because of what a clock said."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from kiosk.courier import Courier
from kiosk.desk.fake import FakeDesk
from kiosk.errors import DeskRefused, Refusal
from kiosk.outbox import Outbox
from records.sealing import TransparentCipher
from tests.kiosk.outbox_program import NOW

HOUR_S = 3_600
YEARS = timedelta(days=6 * 365)


@pytest.fixture
def outbox() -> Iterator[Outbox]:
    with Outbox.open(None, TransparentCipher()) as opened:
        yield opened


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(NOW)


def tell(outbox: Outbox, number: int, at: datetime) -> None:
    outbox.release(at, f"key-{number}", "booking-1")


def told(desk: FakeDesk) -> list[int]:
    return [int(key.removeprefix("key-")) for key in desk.world.answers]


def dropped_in(courier: Courier, begin: datetime, lasts_s: int) -> list[str]:
    """The kiosk's loop, every ten seconds."""
    steps = (courier.deliver(begin + timedelta(seconds=second)) for second in range(0, lasts_s, 10))
    return [one.why for delivery in steps for one in delivery.dropped]


@pytest.mark.parametrize("age", [timedelta(days=1, seconds=1), timedelta(days=29), YEARS, -YEARS])
def test_a_letter_is_tried_however_old_it_seems(outbox: Outbox, desk: FakeDesk, age: timedelta) -> None:
    tell(outbox, 1, at=NOW - age)
    assert Courier(outbox, desk).deliver(NOW).dropped == ()
    assert told(desk) == [1]


@pytest.mark.parametrize("age", [timedelta(days=2), YEARS, -YEARS])
def test_a_clock_set_right_while_the_network_starts_loses_nothing(
    outbox: Outbox, desk: FakeDesk, age: timedelta
) -> None:
    desk.go_away()
    courier = Courier(outbox, desk)
    tell(outbox, 1, at=NOW - age)
    assert dropped_in(courier, NOW - age, 60) == []
    assert dropped_in(courier, NOW, HOUR_S - 300) == []
    desk.come_back()
    assert courier.deliver(NOW + timedelta(hours=1)).delivered == 1


def test_what_nobody_took_for_a_day_is_given_up_and_told_and_newer_ones_wait(outbox: Outbox, desk: FakeDesk) -> None:
    desk.go_away()
    courier = Courier(outbox, desk)
    tell(outbox, 1, at=NOW)
    tell(outbox, 2, at=NOW + timedelta(hours=20))
    assert dropped_in(courier, NOW, 24 * HOUR_S) == []
    assert dropped_in(courier, NOW + timedelta(days=1), HOUR_S) == ["nobody took it for too long"]
    desk.come_back()
    assert courier.deliver(NOW + timedelta(days=1, hours=1, minutes=1)).delivered == 1
    assert told(desk) == [2]


def test_what_is_old_after_a_night_without_power_is_tried_for_an_hour(outbox: Outbox, desk: FakeDesk) -> None:
    desk.go_away()
    courier = Courier(outbox, desk)
    tell(outbox, 1, at=NOW - timedelta(days=2))
    assert dropped_in(courier, NOW, HOUR_S) == []
    assert len(dropped_in(courier, NOW + timedelta(seconds=HOUR_S), 300)) == 1


@pytest.mark.parametrize("age", [YEARS, -YEARS])
def test_an_age_that_cannot_be_is_no_reason_to_try_for_ever(outbox: Outbox, desk: FakeDesk, age: timedelta) -> None:
    desk.go_away()
    courier = Courier(outbox, desk)
    tell(outbox, 1, at=NOW - age)
    assert dropped_in(courier, NOW, 24 * HOUR_S) == []
    assert len(dropped_in(courier, NOW + timedelta(days=1), HOUR_S)) == 1


def test_a_payment_service_away_for_ever_does_not_hold_the_letters_up_for_ever(outbox: Outbox, desk: FakeDesk) -> None:
    def refuse(call: str) -> None:
        if call == "stop_payment":
            raise DeskRefused(Refusal.PAYMENT_AWAY)

    desk.before_each(refuse)
    courier = Courier(outbox, desk)
    outbox.stop_payment(NOW, "key-stop", "payment-1")
    tell(outbox, 1, at=NOW)
    assert (dropped_in(courier, NOW, HOUR_S), told(desk)) == ([], [])
    assert len(dropped_in(courier, NOW + timedelta(hours=1), 24 * HOUR_S)) == 1
    assert told(desk) == [1]
