"""Slots are not hoarded, and no family and nobody who stands in the hospital is turned away for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.values import Relation
from kiosk.errors import Refusal
from kiosk.rules.limits import COUNTER, KIOSK, BookingLimits, Channel, History, Wish, is_blocked, why_not

NOW = datetime(2026, 8, 3, 9, tzinfo=UTC)
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
LIMITS = BookingLimits()
APP = Channel("app", pays_later=True)


def wish(day: date = TOMORROW, channel: Channel = KIOSK, relation: Relation | None = None) -> Wish:
    return Wish("patient", "clinic", day, TODAY, NOW, channel, relation)


def ago(*days: int) -> tuple[datetime, ...]:
    return tuple(NOW - timedelta(days=day) for day in days)


def test_who_never_booked_may() -> None:
    assert why_not(wish(), History(), LIMITS) is None


@pytest.mark.parametrize(
    ("history", "refusal"),
    [
        (History(active=(("clinic", TOMORROW),)), Refusal.ONE_A_DAY),
        (History(active=tuple((f"other-{n}", TOMORROW) for n in range(3))), Refusal.TOO_MANY_BOOKINGS),
        (History(holds_last_hour=10), Refusal.TOO_MANY_REQUESTS),
        (History(ended_holds=12), Refusal.TOO_MANY_REQUESTS),
        (History(cancellations=3), Refusal.TOO_MANY_CANCELLATIONS),
        (History(no_shows=ago(1, 2, 3)), Refusal.TOO_MANY_NO_SHOWS),
    ],
)
def test_each_limit_has_its_reason(history: History, refusal: Refusal) -> None:
    assert why_not(wish(), history, LIMITS) is refusal


@pytest.mark.parametrize(
    "history",
    [
        History(active=(("clinic", TODAY), ("other", TOMORROW))),
        History(holds_last_hour=9),
        History(ended_holds=11),
        History(cancellations=2),
        History(no_shows=ago(1, 2)),
    ],
)
def test_just_below_a_limit_is_within_it(history: History) -> None:
    assert why_not(wish(), history, LIMITS) is None


@pytest.mark.parametrize("history", [History(cancellations=9), History(no_shows=ago(*range(1, 10)))])
def test_whoever_stands_in_the_hospital_sees_a_doctor_today(history: History) -> None:
    assert why_not(wish(TODAY, KIOSK), history, LIMITS) is None
    assert why_not(wish(TODAY, COUNTER), history, LIMITS) is None
    assert why_not(wish(TODAY, APP), history, LIMITS) is not None


def test_whoever_kept_places_for_nothing_sees_a_doctor_today_by_way_of_the_counter() -> None:
    history = History(ended_holds=99)
    assert why_not(wish(TODAY, COUNTER), history, LIMITS) is None
    for day, channel in ((TOMORROW, COUNTER), (TODAY, KIOSK), (TODAY, APP)):
        assert why_not(wish(day, channel), history, LIMITS) is Refusal.TOO_MANY_REQUESTS


def test_two_departments_on_one_day_are_no_matter() -> None:
    assert why_not(wish(), History(active=(("other", TOMORROW),)), LIMITS) is None


def test_a_helper_has_few_patients_and_keeps_those() -> None:
    both = {"one": Relation.HELPER, "two": Relation.HELPER}
    assert why_not(wish(relation=Relation.HELPER), History(acted_for=both), LIMITS) is Refusal.TOO_MANY_PATIENTS
    known = {"one": Relation.HELPER, "patient": Relation.HELPER}
    assert why_not(wish(relation=Relation.HELPER), History(acted_for=known), LIMITS) is None


def test_a_mother_of_four_is_not_hindered_even_if_she_helps_her_parents_too() -> None:
    family = {f"child-{number}": Relation.MOTHER for number in range(4)}
    family |= {"grandmother": Relation.CHILD, "grandfather": Relation.CHILD}
    assert why_not(wish(relation=Relation.MOTHER), History(acted_for=family), LIMITS) is None


def test_nobody_is_the_mother_of_a_crowd() -> None:
    crowd = {f"child-{number}": Relation.MOTHER for number in range(LIMITS.children_per_parent)}
    assert why_not(wish(relation=Relation.MOTHER), History(acted_for=crowd), LIMITS) is Refusal.TOO_MANY_PATIENTS


def test_who_acts_for_themselves_is_not_counted_as_a_helper() -> None:
    many = {f"p{number}": Relation.HELPER for number in range(9)}
    assert why_not(wish(relation=None), History(acted_for=many), LIMITS) is None


@pytest.mark.parametrize(
    ("days_ago", "blocked"),
    [
        ((1, 2, 91), True),
        ((1, 2, 93), False),
        ((179, 200, 260), True),
        ((181, 200, 260), False),
        ((1, 200, 201, 202), False),
    ],
)
def test_no_shows_count_when_they_lie_close_together_and_not_long_ago(days_ago: tuple[int, ...], blocked: bool) -> None:
    assert is_blocked(NOW, ago(*days_ago), LIMITS) is blocked


@given(st.lists(st.integers(0, 400), max_size=12))
def test_the_order_of_no_shows_does_not_matter(days_ago: list[int]) -> None:
    assert is_blocked(NOW, ago(*days_ago), LIMITS) == is_blocked(NOW, ago(*reversed(days_ago)), LIMITS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cancelled_back_after_s": (7200, 3600)},
        {"cancelled_back_after_s": (-1, 3600)},
        {"given_up_back_after_s": (300, 60)},
        {"ended_holds_a_day": 0},
        {"payments_per_hold": 0},
        {"hold_s": 0},
        {"hold_s": 901},
        {"active_bookings": 0},
        {"check_in_after_min": -1},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        BookingLimits(**wrong)  # type: ignore[arg-type]
