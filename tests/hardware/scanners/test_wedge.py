import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners.wedge import Wedge, WedgeRules

FAST_S, SLOW_S = 0.008, 0.12


def typed(wedge: Wedge, text: str, gap_s: float, start_s: float = 0.0) -> list[str]:
    keys = enumerate(text)
    return [got for place, char in keys if (got := wedge.key(char, start_s + place * gap_s)) is not None]


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=6, max_size=200))
def test_a_scanners_burst_is_one_text(text: str) -> None:
    assert typed(Wedge(), text + "\r", FAST_S) == [text]


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=50))
def test_a_person_who_types_is_never_a_scanner(text: str) -> None:
    assert typed(Wedge(), text + "\r", SLOW_S) == []


def test_a_quick_tap_and_enter_are_no_scan() -> None:
    assert typed(Wedge(), "12\r", FAST_S) == []


def test_what_was_typed_before_a_scan_is_not_part_of_it() -> None:
    wedge = Wedge()
    assert typed(wedge, "zhang", SLOW_S) == []
    assert typed(wedge, "V0012345678\r\n", FAST_S, start_s=5.0) == ["V0012345678"]


def test_an_enter_that_comes_late_ends_no_scan() -> None:
    wedge = Wedge()
    typed(wedge, "V0012345678", FAST_S)
    assert wedge.is_scanning
    assert wedge.key("\r", 3.0) is None
    assert not wedge.is_scanning


def test_shift_keys_in_between_change_nothing() -> None:
    wedge = Wedge()
    typed(wedge, "v00123", FAST_S)
    assert wedge.key("", 0.05) is None
    assert wedge.key("\r", 0.06) == "v00123"


def test_an_endless_burst_is_no_scan_and_takes_no_memory() -> None:
    wedge = Wedge(WedgeRules(longest=10))
    assert typed(wedge, "x" * 1000 + "\r", FAST_S) == []
    assert typed(wedge, "0123456789\r", FAST_S, start_s=100.0) == ["0123456789"]


def test_nothing_of_half_a_scan_stays_when_a_visit_ends() -> None:
    wedge = Wedge()
    typed(wedge, "110105", FAST_S)
    wedge.forget()
    assert wedge.key("\r", 0.045) is None


def test_rules_that_no_scan_can_meet_are_refused() -> None:
    with pytest.raises(ValueError, match="no scan"):
        WedgeRules(shortest=1)
