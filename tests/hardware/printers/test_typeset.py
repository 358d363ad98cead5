import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printers.reader import PrintedCut, PrintedRow, read_slip, words_of
from hardware.printers.slip import Align, Paper, Slip, SlipPair, SlipQr, SlipText
from hardware.printers.typeset import is_in_the_font, slip_bytes
from tests.hardware.printers.codes import codes_on
from tests.hardware.printers.paper import on_paper
from tests.hardware.printers.slips import LINK, PICK_UP

PAPERS = [Paper(32), Paper(42), Paper(48)]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_slip_reads_as_it_was_written(paper: Paper) -> None:
    read = words_of(read_slip(slip_bytes(PICK_UP, paper)))
    text = "".join(read).replace(" ", "")
    assert [row for row in read if row][:2] == ["市儿童医院", "取号凭条 Pick-up slip"]
    assert "就诊人张伟" in text
    assert "金额￥50.00" in text
    assert "过号需要重新排队。Pleasecheckinonthethirdfloor." in text
    assert f"[QR {LINK}]" in read


def test_size_weight_and_place_are_told_to_the_printer() -> None:
    read = read_slip(slip_bytes(Slip((SlipText("张伟", 3, True, Align.RIGHT), SlipText("李娜"))), Paper()))
    assert read == [
        PrintedRow("张伟", 3, True, Align.RIGHT),
        PrintedRow("李娜", 1, False, Align.LEFT),
        PrintedCut(),
    ]


def test_a_slip_that_is_not_cut_has_no_cut() -> None:
    assert PrintedCut() not in read_slip(slip_bytes(Slip((SlipText("张伟"),), cut=False), Paper()))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_code_on_the_paper_can_be_scanned(paper: Paper) -> None:
    assert codes_on(on_paper(slip_bytes(PICK_UP, paper), paper.width_dots)) == [LINK]


def test_the_largest_code_fits_the_narrowest_paper_and_can_be_scanned() -> None:
    text = "号" * 71
    picture = on_paper(slip_bytes(Slip((SlipQr(text),)), Paper(32)), 384)
    assert codes_on(picture) == [text]


@given(st.text(max_size=80), st.sampled_from(PAPERS))
def test_no_row_has_more_bytes_than_the_printer_has_columns(text: str, paper: Paper) -> None:
    """Its font gives a byte a column, two bytes two; nothing that takes four bytes is sent."""
    rows = read_slip(slip_bytes(Slip((SlipText(text), SlipPair(text, text))), paper))
    encoded = [row.text.encode("gb18030") for row in rows if isinstance(row, PrintedRow)]
    assert all(len(row) <= paper.columns for row in encoded)


@pytest.mark.parametrize(("text", "is_known"), [("张伟 €5 ¥5 ①", True), ("𠮷田", False), ("niño", False), ("ǹ", False)])
def test_a_character_that_no_printers_font_holds_is_noticed(text: str, is_known: bool) -> None:
    assert is_in_the_font(Slip((SlipPair("就诊人", text),))) == is_known


def test_such_a_character_is_shown_by_a_sign_of_its_width() -> None:
    assert words_of(read_slip(slip_bytes(Slip((SlipText("𠮷伟 niño"),)), Paper()))) == ["〓伟 ni?o"]


def test_a_printer_without_a_chinese_font_gets_no_text() -> None:
    with pytest.raises(ValueError, match="picture"):
        slip_bytes(PICK_UP, Paper(chinese_font=False))
