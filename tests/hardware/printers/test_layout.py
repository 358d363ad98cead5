from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.columns import cleaned, width, wrapped
from hardware.printers.layout import Row, laid_out
from hardware.printers.slip import Align, Paper, Slip, SlipFeed, SlipNumber, SlipPair, SlipQr, SlipRule, SlipText

TEXTS = st.text(
    st.one_of(st.sampled_from("张伟取号，。（A017）abc -é€\n\t\x1b\x00🀄"), st.characters(codec="utf-8")), max_size=120
)


def rows(line: SlipText | SlipPair | SlipNumber | SlipRule, columns: int) -> list[Row]:
    return [part for part in laid_out(Slip((line,)), columns) if isinstance(part, Row)]


@given(TEXTS, st.integers(2, 48))
def test_no_character_is_lost_and_no_row_is_wider_than_the_paper(text: str, columns: int) -> None:
    broken = wrapped(text, columns)
    assert all(width(row) <= columns for row in broken)
    assert "".join(broken).replace(" ", "") == cleaned(text).replace("\n", "").replace(" ", "")


@given(TEXTS, TEXTS, st.sampled_from([32, 42, 48]))
def test_a_pair_keeps_both_its_words_whatever_their_length(key: str, value: str, columns: int) -> None:
    laid = rows(SlipPair(key, value), columns)
    assert all(width(row.text) <= columns for row in laid)
    told = cleaned(key + "\n" + value)
    assert "".join(row.text for row in laid).replace(" ", "") == told.replace("\n", "").replace(" ", "")


@given(TEXTS, st.integers(1, 8), st.sampled_from([32, 42, 48]))
def test_large_type_stays_on_the_paper(text: str, size: int, columns: int) -> None:
    laid = rows(SlipText(text, size), columns) + rows(SlipNumber(text), columns)
    assert all(width(row.text) * row.size <= columns for row in laid)


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert [width(text) for text in ("A017", "取号", "“”", "℃", "é", "ｶ")] == [4, 4, 4, 2, 2, 1]


def test_a_pair_stands_at_both_ends_of_its_row() -> None:
    assert rows(SlipPair("金额", "￥50.00"), 32) == [Row("金额" + " " * 21 + "￥50.00")]


def test_a_pair_too_long_for_a_row_puts_the_value_below_at_the_right() -> None:
    [key, value] = rows(SlipPair("地点", "门诊楼三层东侧三零八诊室前"), 30)
    assert (key.text, value.text, value.align) == ("地点", "门诊楼三层东侧三零八诊室前", Align.RIGHT)


def test_words_are_broken_at_spaces() -> None:
    assert wrapped("Please check in on the third floor", 14) == ["Please check", "in on the", "third floor"]


def test_a_row_does_not_begin_with_a_full_stop() -> None:
    assert wrapped("请到三层签到。谢谢", 12) == ["请到三层签", "到。谢谢"]


def test_a_word_longer_than_the_paper_is_broken_inside() -> None:
    assert wrapped("x" * 70, 32) == ["x" * 32, "x" * 32, "x" * 6]


def test_line_ends_of_the_text_are_kept_and_nothing_that_a_printer_obeys() -> None:
    assert wrapped("张\x1b@伟\r\n\x1dV\x00李娜\u200b", 32) == ["张@伟", "V李娜"]


def test_a_number_is_as_large_as_the_paper_allows() -> None:
    sizes = [
        rows(SlipNumber(text), 32)[0].size for text in ("A017", "消化科A017", "内镜中心A017", "内镜中心东区二楼A017")
    ]
    assert sizes == [4, 3, 2, 1]


@pytest.mark.parametrize(
    "build",
    [
        lambda: SlipText("x", size=0),
        lambda: SlipText("x", size=9),
        lambda: SlipFeed(0),
        lambda: SlipQr(""),
        lambda: SlipQr("号" * 72),
        lambda: Paper(40),
    ],
)
def test_what_no_printer_prints_cannot_be_built(build: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"size|rows|bytes|columns"):
        build()
