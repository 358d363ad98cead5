from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.id_number import IdNumber, age_on, check_character, id_number_fault

KNOWN = "11010519491231002X"
"""The example of the standard itself."""

bodies = st.builds(
    lambda region, born_on, order: f"{region:06}{born_on:%Y%m%d}{order:03}",
    st.integers(110000, 999999),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.integers(0, 999),
)


def test_the_standards_own_example_holds() -> None:
    number = IdNumber(KNOWN)
    assert number.born_on == date(1949, 12, 31)
    assert number.is_female
    assert number.age_on(date(2019, 12, 30)) == 69
    assert number.age_on(date(2019, 12, 31)) == 70
    assert KNOWN not in repr(number)


@given(bodies)
def test_every_number_with_its_check_character_holds(body: str) -> None:
    assert id_number_fault(body + check_character(body)) is None


@given(bodies, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(body: str, place: int, more: int) -> None:
    wrong = body[:place] + str((int(body[place]) + more) % 10) + body[place + 1 :]
    assert id_number_fault(wrong + check_character(body)) is not None


@given(bodies, st.integers(0, 15))
def test_two_digits_the_wrong_way_round_are_always_found(body: str, place: int) -> None:
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert (id_number_fault(swapped + check_character(body)) is None) == (swapped == body)


@pytest.mark.parametrize(
    "text",
    [
        *("", "110105491231002", KNOWN + "1", "1101051949123100２X", "01010519491231002X", "1101051949123100X2"),
        *("110105194902300020", "110105000112310029", "110105194912310021"),
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert id_number_fault(text) is not None
    with pytest.raises(ValueError, match=r"identity number|birth date|check character|born in"):
        IdNumber(text)


def test_space_and_a_small_x_are_forgiven() -> None:
    assert id_number_fault(" 11010519491231002x\n") is None


@pytest.mark.parametrize(
    ("day", "years"), [(date(2023, 2, 28), 2), (date(2023, 3, 1), 3), (date(2024, 2, 29), 4), (date(2020, 2, 28), -1)]
)
def test_who_was_born_on_a_leap_day_has_a_birthday_each_year(day: date, years: int) -> None:
    assert age_on(day, date(2020, 2, 29)) == years
