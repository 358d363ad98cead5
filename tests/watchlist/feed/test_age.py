"""How old a list is."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.feed.age import AgeLimits, Freshness, ListAge, age_of, oldest_word

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LIMITS = AgeLimits(old_after_s=3600.0, future_tolerance_s=60.0)


@pytest.mark.parametrize(
    ("ago_s", "age_s", "freshness"),
    [
        (0, 0, Freshness.FRESH),
        (3600, 3600, Freshness.FRESH),
        (3600.5, 3600.5, Freshness.OLD),
        (7 * 86400, 7 * 86400, Freshness.OLD),
        (-60, 0, Freshness.FRESH),
        (-60.5, 0, Freshness.CLOCK_WRONG),
        (-3600, 0, Freshness.CLOCK_WRONG),
    ],
)
def test_age(ago_s: float, age_s: float, freshness: Freshness) -> None:
    age = age_of(NOW - timedelta(seconds=ago_s), NOW, LIMITS)
    assert age == ListAge(age_s, freshness)
    assert age.needs_attention == (freshness is not Freshness.FRESH)


def test_before_the_first_head_there_is_no_age() -> None:
    assert age_of(None, NOW, LIMITS) == ListAge(None, Freshness.NEVER)
    assert age_of(None, NOW, LIMITS).needs_attention


def test_zones_do_not_matter() -> None:
    beijing = timezone(timedelta(hours=8))
    assert age_of(NOW.astimezone(beijing), NOW, LIMITS) == ListAge(0.0, Freshness.FRESH)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_an_age_is_never_negative(said_at: datetime, now: datetime) -> None:
    age_s = age_of(said_at, now, LIMITS).age_s
    assert age_s is not None
    assert age_s >= 0


@pytest.mark.parametrize(
    ("old_after_s", "tolerance_s"), [(0, 1), (-1, 1), (float("nan"), 1), (1, -1), (1, float("nan"))]
)
def test_limits_that_cannot_be(old_after_s: float, tolerance_s: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        AgeLimits(old_after_s, tolerance_s)


@pytest.mark.parametrize(
    ("ago_s", "oldest_s"),
    [((), None), ((5,), 5), ((5, 60), 60), ((5, None), None), ((60, -300), 60), ((60, -3600, 5), -3600)],
)
def test_several_lists_are_as_old_as_the_oldest_and_a_word_from_the_future_hides_behind_none(
    ago_s: tuple[int | None, ...], oldest_s: int | None
) -> None:
    said_at = [None if one is None else NOW - timedelta(seconds=one) for one in ago_s]
    assert oldest_word(said_at, NOW) == (None if oldest_s is None else NOW - timedelta(seconds=oldest_s))
