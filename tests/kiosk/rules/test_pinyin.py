"""Names are found under the letters people would type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.pinyin import initials_of_person, initials_of_words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("张伟", "zw"),
        ("单雄", "sx"),
        ("仇英", "qy"),
        ("解晖", "xh"),
        ("曾小贤", "zxx"),
        ("查良镛", "zly"),
        ("区先生", "oxs"),
        ("任华", "rh"),
        ("翟天", "zt"),
        ("盖聂", "gn"),
        ("尉迟恭", "ycg"),
        ("万俟卨", "mqx"),
        ("长孙无忌", "zswj"),
        ("Li Na", "ln"),
    ],
)
def test_a_surname_has_a_reading_of_its_own(name: str, letters: str) -> None:
    assert initials_of_person(name)[0] == letters


@pytest.mark.parametrize(("name", "both"), [("乐嘉", {"yj", "lj"}), ("覃先生", {"qxs", "txs"})])
def test_where_people_differ_both_readings_are_kept(name: str, both: set[str]) -> None:
    assert set(initials_of_person(name)) == both


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("内科", "nk"),
        ("儿科", "ek"),
        ("血液内科", "xynk"),
        ("重症医学科", "zzyxk"),
        ("藏医科", "zyk"),
        ("消化内镜", "xhnj"),
        ("磁共振MRI", "cgzmri"),
        ("内科(一)", "nky"),
        ("CT", "ct"),
    ],
)
def test_medical_words_are_read_as_doctors_read_them(words: str, letters: str) -> None:
    assert initials_of_words(words)[0] == letters


@given(st.text(max_size=12))
def test_whatever_is_entered_gives_small_letters_and_digits_only(text: str) -> None:
    for reading in (*initials_of_person(text), *initials_of_words(text)):
        assert all(one.isascii() and one.isalnum() and one == one.lower() for one in reading)
