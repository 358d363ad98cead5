import threading
from collections.abc import Iterator

import pytest

from hardware.errors import CoverOpen, HalfPrinted, OutOfPaper, PartLost, PartMissing
from hardware.printers.escpos_printer import EscposPrinter
from hardware.printers.network import NetworkConnection
from hardware.printers.reader import read_slip, words_of
from hardware.printers.slip import Paper
from hardware.printers.status import CANNOT_TELL, PaperLevel, PrinterStatus
from hardware.printers.talk import Patience
from hardware.printers.typeset import slip_bytes
from tests.hardware.printers.firmware import Firmware
from tests.hardware.printers.network_peer import free_port, network_printer
from tests.hardware.printers.slips import PICK_UP

JOB = slip_bytes(PICK_UP, Paper())
QUICK = Patience(answer_s=0.3, printed_s=1.0, look_every_s=0.02, settle_s=0.05)


@pytest.fixture
def firmware() -> Firmware:
    return Firmware()


@pytest.fixture
def port(firmware: Firmware) -> Iterator[int]:
    with network_printer(firmware) as port:
        yield port


def printer_at(port: int, tells: bool = True) -> EscposPrinter:
    return EscposPrinter("slip printer", NetworkConnection("127.0.0.1", port, tells, 0.5, 0.3), QUICK)


def test_a_slip_is_printed_whole(firmware: Firmware, port: int) -> None:
    printer = printer_at(port)
    printer.check()
    printer.send(JOB)
    assert firmware.printed == JOB
    assert "愿您早日康复" in words_of(read_slip(firmware.printed))
    printer.send(JOB)
    assert firmware.printed == JOB + JOB
    printer.close()
    printer.close()


def test_without_paper_no_byte_is_sent(firmware: Firmware, port: int) -> None:
    firmware.run_out_of_paper()
    with pytest.raises(OutOfPaper):
        printer_at(port).check()
    with pytest.raises(OutOfPaper):
        printer_at(port).send(JOB)
    assert firmware.printed == b""


def test_with_the_cover_open_no_byte_is_sent(firmware: Firmware, port: int) -> None:
    firmware.open_cover()
    with pytest.raises(CoverOpen):
        printer_at(port).send(JOB)
    assert firmware.printed == b""


def test_a_jam_is_told_with_what_to_do(firmware: Firmware, port: int) -> None:
    firmware.jammed = True
    with pytest.raises(PartLost, match="cutter") as lost:
        printer_at(port).check()
    assert "Switch the printer off" in lost.value.hint


def test_paper_that_runs_low_is_told_and_printed_on(firmware: Firmware, port: int) -> None:
    firmware.run_low()
    printer = printer_at(port)
    assert printer.status() == PrinterStatus(paper=PaperLevel.LOW)
    printer.send(JOB)


@pytest.mark.parametrize("answers_in_turn", [True, False])
def test_paper_that_ends_in_the_middle_is_half_a_slip(firmware: Firmware, port: int, answers_in_turn: bool) -> None:
    firmware.answers_in_turn = answers_in_turn
    firmware.run_out_of_paper(after_bytes=200)
    with pytest.raises(HalfPrinted, match="no paper") as half:
        printer_at(port).send(JOB)
    assert "new roll" in half.value.hint
    assert len(firmware.printed) == 200


@pytest.mark.parametrize("after_bytes", [1, 200, len(JOB)])
def test_a_connection_lost_in_the_middle_is_half_a_slip(firmware: Firmware, port: int, after_bytes: int) -> None:
    firmware.hang_up(after_bytes)
    with pytest.raises(HalfPrinted, match=r"lost in the middle.*(closed|reset|[Bb]roken)"):
        printer_at(port).send(JOB)
    assert firmware.printed == JOB[:after_bytes]


def test_a_printer_that_cannot_say_when_it_is_done_is_watched_instead(firmware: Firmware, port: int) -> None:
    firmware.answers_in_turn = False
    printer_at(port).send(JOB)
    assert firmware.printed == JOB


def test_a_printer_that_stops_saying_when_it_is_done_is_not_believed(firmware: Firmware, port: int) -> None:
    printer = printer_at(port)
    printer.send(JOB)
    firmware.answers_in_turn = False
    with pytest.raises(HalfPrinted, match="did not say"):
        printer.send(JOB)


def test_nobody_at_the_address_is_a_missing_part() -> None:
    with pytest.raises(PartMissing, match="does not answer"):
        printer_at(free_port()).check()
    with pytest.raises(PartMissing):
        printer_at(free_port()).send(JOB)


def test_a_host_that_has_no_address_is_a_missing_part() -> None:
    printer = EscposPrinter("slip printer", NetworkConnection("printer.invalid", 9100), QUICK)
    with pytest.raises(PartMissing):
        printer.check()


def test_a_printer_that_was_there_and_is_gone_is_lost_and_found_again(firmware: Firmware) -> None:
    with network_printer(firmware) as port:
        printer = printer_at(port)
        printer.check()
    with pytest.raises(PartLost):
        printer.check()
    with pytest.raises(PartLost):
        printer.send(JOB)


def test_a_printer_that_accepts_and_never_answers_ends_the_wait(firmware: Firmware, port: int) -> None:
    firmware.answers = False
    with pytest.raises(PartMissing, match="no answer"):
        printer_at(port).send(JOB)
    assert firmware.printed == b""


def test_a_printer_known_never_to_answer_is_not_asked(firmware: Firmware, port: int) -> None:
    firmware.answers = False
    printer = printer_at(port, tells=False)
    assert printer.status() == CANNOT_TELL
    printer.check()
    printer.send(JOB)
    assert firmware.wait_for(JOB)


def test_a_printer_that_takes_nothing_more_ends_the_wait(firmware: Firmware) -> None:
    with (
        network_printer(firmware, takes_nothing=threading.Event()) as port,
        pytest.raises(HalfPrinted, match="timed out"),
    ):
        printer_at(port, tells=False).send(bytes(20_000_000))


def test_noise_on_the_line_is_not_taken_for_an_answer(firmware: Firmware, port: int) -> None:
    feed = firmware.feed
    firmware.feed = lambda data: b"\x11" + feed(data)  # type: ignore[method-assign]
    printer = printer_at(port)
    printer.check()
    printer.send(JOB)
    assert firmware.printed == JOB
