"""When a booking is picked up, missed and cancelled."""

from datetime import UTC, datetime, timedelta

from kiosk.rules.limits import BookingLimits
from kiosk.rules.windows import (
    check_in_window,
    comes_back,
    is_missed,
    last_cancellation,
    last_day_offered,
    queues_since,
)

NINE = datetime(2026, 8, 3, 9, tzinfo=UTC)
TODAY = NINE.date()
LIMITS = BookingLimits(check_in_before_min=60, check_in_after_min=30, cancel_until_before_min=45, days_ahead=7)


def test_the_window_lies_around_the_beginning() -> None:
    assert check_in_window(NINE, LIMITS) == (NINE - timedelta(hours=1), NINE + timedelta(minutes=30))


def test_it_is_missed_after_the_last_moment_and_not_at_it() -> None:
    last = NINE + timedelta(minutes=30)
    assert not is_missed(last, NINE, LIMITS)
    assert is_missed(last + timedelta(seconds=1), NINE, LIMITS)


def test_cancelling_ends_before_the_beginning() -> None:
    assert last_cancellation(NINE, LIMITS) == NINE - timedelta(minutes=45)


def test_a_place_cancelled_on_its_day_comes_back_only_where_the_site_says_so() -> None:
    assert comes_back(TODAY + timedelta(days=1), TODAY, LIMITS)
    assert not comes_back(TODAY, TODAY, LIMITS)
    assert comes_back(TODAY, TODAY, BookingLimits(same_day_cancelled_come_back=True))


def test_who_waits_past_midnight_is_still_waited_with_and_by_day_it_is_those_of_today() -> None:
    midnight = NINE.replace(hour=0)
    assert queues_since(NINE) == midnight
    assert queues_since(NINE.replace(hour=23)) == midnight
    assert queues_since(midnight + timedelta(minutes=1)) == midnight - timedelta(hours=5, minutes=59)


def test_so_many_days_ahead_are_offered() -> None:
    assert last_day_offered(TODAY, LIMITS) == TODAY + timedelta(days=7)
