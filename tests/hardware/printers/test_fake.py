import pytest

from hardware.errors import CoverOpen, HalfPrinted, OutOfPaper, PartLost
from hardware.printers.fake import KEPT, FakePrinter
from hardware.printers.slip import Paper
from hardware.printers.typeset import slip_bytes
from tests.hardware.printers.slips import PICK_UP

JOB = slip_bytes(PICK_UP, Paper(32))


def test_what_was_printed_can_be_read() -> None:
    printer = FakePrinter()
    printer.check()
    printer.send(JOB)
    [slip] = printer.slips
    assert slip.whole
    assert "就诊人                      张伟" in slip.rows
    assert "A017" in slip.text


def test_without_paper_nothing_comes_out_until_it_is_refilled() -> None:
    printer = FakePrinter()
    printer.run_out_of_paper()
    with pytest.raises(OutOfPaper):
        printer.check()
    with pytest.raises(OutOfPaper):
        printer.send(JOB)
    assert printer.slips == ()
    printer.refill()
    printer.send(JOB)
    assert len(printer.slips) == 1


def test_an_open_cover_is_named_before_anything_else() -> None:
    printer = FakePrinter()
    printer.run_out_of_paper()
    printer.open_cover()
    with pytest.raises(CoverOpen):
        printer.send(JOB)
    printer.close_cover()
    with pytest.raises(OutOfPaper):
        printer.send(JOB)


def test_paper_that_ends_in_a_slip_leaves_half_a_slip() -> None:
    printer = FakePrinter()
    printer.run_out_of_paper(after_bytes=100)
    with pytest.raises(HalfPrinted):
        printer.send(JOB)
    [half] = printer.slips
    assert not half.whole
    assert half.rows[0] == "市儿童医院"
    assert "愿您早日康复" not in half.text
    with pytest.raises(OutOfPaper):
        printer.check()


def test_a_cable_pulled_in_a_slip_leaves_half_a_slip_and_no_printer() -> None:
    printer = FakePrinter()
    printer.stop_after(len(JOB) + 50)
    printer.send(JOB)
    with pytest.raises(HalfPrinted):
        printer.send(JOB)
    with pytest.raises(PartLost):
        printer.check()
    printer.plug_in()
    printer.send(JOB)
    assert [slip.whole for slip in printer.slips] == [True, False, True]


def test_slips_that_were_taken_are_gone_and_old_ones_are_not_kept() -> None:
    printer = FakePrinter()
    for _ in range(KEPT + 5):
        printer.send(JOB)
    assert len(printer.take_slips()) == KEPT
    assert printer.slips == ()


def test_unplugged_it_does_not_answer() -> None:
    printer = FakePrinter()
    printer.unplug()
    with pytest.raises(PartLost):
        printer.status()
    printer.plug_in()
    printer.check()
