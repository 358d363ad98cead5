"""What a list demands before somebody comes on it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.watchlist.store_hand import TODAY
from watchlist.errors import EntryRefused
from watchlist.listing_rules import LOCAL, SHARED, ListingRules, Particulars, check_particulars, check_until

WHOLE = Particulars("seen by the gate", "first hospital", "agreement 7", photos=1, adult=True)
MINOR = date(TODAY.year - 18, TODAY.month, TODAY.day) + timedelta(days=1)


def test_what_is_complete_is_taken() -> None:
    check_particulars(SHARED, WHOLE, TODAY)
    check_particulars(SHARED, replace(WHOLE, born=MINOR - timedelta(days=1)), TODAY)
    check_particulars(LOCAL, Particulars(), TODAY)


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (replace(WHOLE, evidence=None), "evidence"),
        (replace(WHOLE, evidence=" "), "evidence"),
        (replace(WHOLE, source=""), "hospital"),
        (replace(WHOLE, basis=None), "legal basis"),
        (replace(WHOLE, photos=0), "photograph"),
        (replace(WHOLE, adult=None), "adult"),
    ],
)
def test_what_a_shared_list_demands_is_named(missing: Particulars, told: str) -> None:
    with pytest.raises(EntryRefused, match=told) as refused:
        check_particulars(SHARED, missing, TODAY)
    assert refused.value.hint
    check_particulars(LOCAL, missing, TODAY)


@pytest.mark.parametrize("rules", [LOCAL, SHARED])
@pytest.mark.parametrize("minor", [replace(WHOLE, adult=False), replace(WHOLE, born=MINOR), replace(WHOLE, born=TODAY)])
def test_minors_are_not_listed_anywhere(rules: ListingRules, minor: Particulars) -> None:
    with pytest.raises(EntryRefused, match="minors"):
        check_particulars(rules, minor, TODAY)


def test_who_was_born_on_a_29_february_is_an_adult_from_the_first_of_march() -> None:
    born = replace(WHOLE, born=date(2008, 2, 29))
    with pytest.raises(EntryRefused, match="minors"):
        check_particulars(LOCAL, born, date(2026, 2, 28))
    check_particulars(LOCAL, born, date(2026, 3, 1))


def test_an_entry_ends_and_on_a_shared_list_within_a_year() -> None:
    last = TODAY + timedelta(days=366)
    check_until(SHARED, last, TODAY)
    check_until(LOCAL, last + timedelta(days=1), TODAY)
    with pytest.raises(EntryRefused, match="366 days ahead"):
        check_until(SHARED, last + timedelta(days=1), TODAY)
    for rules in (LOCAL, SHARED):
        with pytest.raises(EntryRefused, match="is over"):
            check_until(rules, TODAY - timedelta(days=1), TODAY)
