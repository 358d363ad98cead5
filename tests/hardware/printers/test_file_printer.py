import os
import sys
from pathlib import Path

import pytest

from hardware.errors import HalfPrinted, PartLost, PartMissing
from hardware.printers.escpos_printer import EscposPrinter
from hardware.printers.file import FileConnection
from hardware.printers.slip import Paper
from hardware.printers.status import CANNOT_TELL
from hardware.printers.typeset import slip_bytes
from tests.hardware.printers.slips import PICK_UP

JOB = slip_bytes(PICK_UP, Paper())


def printer_at(path: Path) -> EscposPrinter:
    return EscposPrinter("slip printer", FileConnection(path, stalled_after_s=0.2))


def test_a_slip_is_written_and_the_next_one_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "打印机"
    path.touch()
    printer = printer_at(path)
    printer.check()
    printer.send(JOB + b"\n\n")
    printer.send(JOB)
    assert path.read_bytes() == JOB
    printer.close()


def test_a_file_says_that_it_cannot_tell(tmp_path: Path) -> None:
    path = tmp_path / "printer"
    path.touch()
    assert printer_at(path).status() == CANNOT_TELL


def test_a_device_that_is_not_there_is_missing_and_no_file_is_made_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    with pytest.raises(PartMissing):
        printer_at(path).send(JOB)
    assert not path.exists()


def test_a_device_that_goes_away_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "lp0"
    path.touch()
    printer = printer_at(path)
    printer.check()
    path.unlink()
    with pytest.raises(PartLost):
        printer.check()


def test_a_printer_that_takes_nothing_more_ends_the_wait(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no named pipes in the file system on Windows")
    path = tmp_path / "lp0"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(HalfPrinted, match="takes nothing"):
            printer_at(path).send(bytes(1_000_000))
    finally:
        os.close(reader)
