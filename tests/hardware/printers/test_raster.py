from pathlib import Path

import pytest
from PIL import ImageChops

from hardware.errors import PartMissing
from hardware.printers.raster import SlipPainter, find_font
from hardware.printers.reader import PrintedCut, PrintedPicture, read_slip
from hardware.printers.slip import Align, Paper, Slip, SlipNumber, SlipText
from tests.hardware.printers.codes import codes_on
from tests.hardware.printers.paper import on_paper
from tests.hardware.printers.slips import LINK, PICK_UP


@pytest.fixture(scope="module")
def painter() -> SlipPainter:
    return SlipPainter(find_font())


@pytest.mark.parametrize("paper", [Paper(32, chinese_font=False), Paper(42), Paper(48)])
def test_the_bytes_put_the_same_picture_on_paper(painter: SlipPainter, paper: Paper) -> None:
    picture = painter.picture(PICK_UP, paper)
    job = painter.bytes(PICK_UP, paper)
    assert {type(one) for one in read_slip(job)} == {PrintedPicture, PrintedCut}
    printed = on_paper(job, paper.width_dots + -paper.width_dots % 8).crop((0, 0, *picture.size))
    assert ImageChops.difference(printed, picture).getbbox() is None
    assert codes_on(printed) == [LINK]


def test_long_pictures_go_in_strips_that_fit_a_small_memory(painter: SlipPainter) -> None:
    strips = [one for one in read_slip(painter.bytes(PICK_UP, Paper())) if isinstance(one, PrintedPicture)]
    assert len(strips) > 2
    assert all(len(strip.bits) <= 24_000 for strip in strips)


@pytest.mark.parametrize("text", ["张伟", "𠮷", "é", "W" * 48, "漢" * 24])
def test_every_character_is_drawn_inside_the_paper(painter: SlipPainter, text: str) -> None:
    box = painter.picture(Slip((SlipText(text),)), Paper()).point(lambda shade: 255 - shade).getbbox()
    assert box is not None
    assert box[3] <= 30


def test_alignment_and_size_show(painter: SlipPainter) -> None:
    def box(line: SlipText | SlipNumber) -> tuple[int, int, int, int]:
        found = painter.picture(Slip((line,)), Paper()).point(lambda shade: 255 - shade).getbbox()
        assert found is not None
        return found

    assert box(SlipText("张"))[2] < 30
    assert box(SlipText("张", align=Align.RIGHT))[0] > 540
    assert box(SlipNumber("7"))[3] > 80


def test_a_font_that_is_not_there_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(PartMissing, match="no file") as missing:
        find_font(tmp_path / "字体.ttc")
    assert "fonts-noto-cjk" in missing.value.hint
    assert "msyh.ttc" in missing.value.hint


def test_a_file_that_is_no_font_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "字体.ttc").write_bytes(b"no font")
    with pytest.raises(PartMissing, match="is no font"):
        SlipPainter(find_font(tmp_path / "字体.ttc"))
