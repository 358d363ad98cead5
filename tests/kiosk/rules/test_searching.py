"""The best match comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.searching import Named, best_first

CLINICS = {
    "stomach": Named(("消化内科", "Gastroenterology"), ("xhnk",)),
    "medicine": Named(("内科", "Medicine"), ("nk",)),
    "nerves": Named(("神经内科", "Neurology"), ("sjnk",)),
    "le": Named(("乐医生",), ("yys", "lys")),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nk", ("medicine", "stomach", "nerves")),
        ("内科", ("medicine", "stomach", "nerves")),
        ("XH", ("stomach",)),
        ("x h n", ("stomach",)),
        ("神经", ("nerves",)),
        ("neuro", ("nerves",)),
        ("lys", ("le",)),
        ("yy", ("le",)),
        ("zz", ()),
        (" ", ()),
        ("", ()),
    ],
)
def test_whole_names_come_before_beginnings_and_these_before_the_rest(text: str, found: tuple[str, ...]) -> None:
    assert best_first(text, CLINICS) == found


@given(st.text(max_size=6), st.dictionaries(st.text(max_size=3), st.text(max_size=6).map(lambda name: Named((name,)))))
def test_what_is_found_was_there_and_is_found_once(text: str, named: dict[str, Named]) -> None:
    found = best_first(text, named)
    assert len(set(found)) == len(found)
    assert set(found) <= set(named)
