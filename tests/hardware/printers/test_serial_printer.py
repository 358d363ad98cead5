from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.errors import HalfPrinted, OutOfPaper, PartLost, PartMissing
from hardware.printers.escpos_printer import EscposPrinter
from hardware.printers.serial_port import SerialConnection
from hardware.printers.slip import Paper
from hardware.printers.talk import Patience
from hardware.printers.typeset import slip_bytes
from tests.hardware.printers.firmware import Firmware
from tests.hardware.printers.serial_peer import SerialPeer, serial_printer
from tests.hardware.printers.slips import PICK_UP

JOB = slip_bytes(PICK_UP, Paper())
QUICK = Patience(answer_s=0.3, printed_s=1.0, look_every_s=0.02, settle_s=0.05)


@pytest.fixture
def firmware() -> Firmware:
    return Firmware()


@pytest.fixture
def peer(firmware: Firmware) -> Iterator[SerialPeer]:
    with serial_printer(firmware) as peer:
        yield peer


def printer_at(port: str) -> EscposPrinter:
    return EscposPrinter("slip printer", SerialConnection(port, 115200, stalled_after_s=0.3), QUICK)


def test_a_slip_is_printed_whole(firmware: Firmware, peer: SerialPeer) -> None:
    printer = printer_at(peer.port)
    printer.check()
    printer.send(JOB)
    printer.send(JOB)
    assert firmware.printed == JOB + JOB
    printer.close()


def test_paper_that_ends_in_the_middle_is_half_a_slip(firmware: Firmware, peer: SerialPeer) -> None:
    firmware.run_out_of_paper(after_bytes=100)
    printer = printer_at(peer.port)
    with pytest.raises(HalfPrinted, match="no paper"):
        printer.send(JOB)
    with pytest.raises(OutOfPaper):
        printer.check()


def test_a_printer_that_falls_silent_in_the_middle_is_half_a_slip(firmware: Firmware, peer: SerialPeer) -> None:
    firmware.hang_up(after_bytes=100)
    with pytest.raises(HalfPrinted, match="lost in the middle"):
        printer_at(peer.port).send(JOB)


def test_a_printer_that_is_switched_off_ends_the_wait(peer: SerialPeer) -> None:
    printer = printer_at(peer.port)
    printer.check()
    peer.stop_listening()
    with pytest.raises(PartLost, match="no answer"):
        printer.check()


def test_a_printer_that_takes_nothing_more_ends_the_wait(firmware: Firmware, peer: SerialPeer) -> None:
    """More than the line's own buffer holds: the library alone would wait for ever."""
    printer = EscposPrinter("slip printer", SerialConnection(peer.port, tells=False, stalled_after_s=0.2), QUICK)
    peer.stop_listening()
    with pytest.raises(HalfPrinted, match=r"[Tt]imeout|takes nothing"):
        printer.send(bytes(200_000))


def test_an_unplugged_printer_is_lost(peer: SerialPeer) -> None:
    printer = printer_at(peer.port)
    printer.check()
    peer.unplug()
    with pytest.raises(PartLost):
        printer.check()
    printer.close()


def test_a_port_that_does_not_exist_is_a_missing_part(tmp_path: Path) -> None:
    with pytest.raises(PartMissing):
        printer_at(str(tmp_path / "ttyUSB9")).check()
