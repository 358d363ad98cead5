import subprocess
import sys
from pathlib import Path

import pytest

from hardware.errors import PartMissing
from hardware.printers.address import PrinterAddress, PrinterKind, address_fault, parse_address
from hardware.printers.fake import FakePrinter
from hardware.printers.opening import open_printer, open_typesetter
from hardware.printers.reader import PrintedPicture, read_slip, words_of
from hardware.printers.slip import Paper, Slip, SlipPair
from tests.hardware.printers.firmware import Firmware
from tests.hardware.printers.network_peer import network_printer
from tests.hardware.printers.serial_peer import serial_printer
from tests.hardware.printers.slips import PICK_UP

RARE = Slip((SlipPair("就诊人", "𠮷伟"),))


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("network:printer.lan", PrinterAddress(PrinterKind.NETWORK, "printer.lan", 9100)),
        ("network:192.168.1.60:9101", PrinterAddress(PrinterKind.NETWORK, "192.168.1.60", 9101)),
        ("network:[fd00::60]:9100?status=no", PrinterAddress(PrinterKind.NETWORK, "fd00::60", tells=False)),
        ("serial:COM3?baud=19200", PrinterAddress(PrinterKind.SERIAL, "COM3", baud=19200)),
        ("serial:/dev/ttyUSB0", PrinterAddress(PrinterKind.SERIAL, "/dev/ttyUSB0")),
        ("file:/dev/usb/lp0", PrinterAddress(PrinterKind.FILE, "/dev/usb/lp0")),
        ("windows:热敏 打印机 #1?", PrinterAddress(PrinterKind.WINDOWS, "热敏 打印机 #1?")),
        (" Fake:", PrinterAddress(PrinterKind.FAKE)),
    ],
)
def test_an_address_means_one_printer(address: str, meant: PrinterAddress) -> None:
    assert parse_address(address) == meant
    assert address_fault(address) is None


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "no printer"),
        ("netwrk:a", "did you mean 'network'"),
        ("/dev/usb/lp0", "understood are"),
        ("network:", "is missing"),
        ("network:a:70000", "no port 70000"),
        ("network:a b", "not a host"),
        ("network:a..b", "not a host"),
        ("network:a?baud=9600", "no option 'baud'"),
        ("network:a?status=maybe", "'yes' or 'no'"),
        ("serial:COM3?baud=9601", "'9601'"),
        ("file:", "is missing"),
    ],
)
def test_what_cannot_be_an_address_is_said_in_words(address: str, fault: str) -> None:
    assert fault in (address_fault(address) or "")
    with pytest.raises(PartMissing, match="slip printer"):
        open_printer(address, "slip printer")


def test_the_fake_is_opened_like_any_other() -> None:
    assert isinstance(open_printer("fake:", "slip printer"), FakePrinter)


def test_every_kind_is_opened_by_its_address(tmp_path: Path) -> None:
    (tmp_path / "打印机").touch()
    with network_printer(Firmware()) as port, serial_printer(Firmware()) as peer:
        for address in (f"network:127.0.0.1:{port}", f"serial:{peer.port}", f"file:{tmp_path / '打印机'}"):
            printer = open_printer(address, "slip printer")
            printer.check()
            printer.close()


def test_a_windows_printer_elsewhere_is_a_missing_part_with_a_hint() -> None:
    if sys.platform == "win32":
        pytest.skip("it is a Windows printer here")
    with pytest.raises(PartMissing) as missing:
        open_printer("windows:热敏打印机", "slip printer")
    assert "pywin32" in missing.value.hint


def test_a_printers_own_font_is_used_where_it_has_every_character() -> None:
    assert "就诊人" in "".join(words_of(read_slip(open_typesetter(Paper())(PICK_UP))))


def test_a_name_that_no_printers_font_holds_becomes_a_picture() -> None:
    assert isinstance(read_slip(open_typesetter(Paper())(RARE))[0], PrintedPicture)


def test_without_a_font_on_the_pc_either_a_sign_stands_for_the_character(tmp_path: Path) -> None:
    typeset = open_typesetter(Paper(), tmp_path / "no font")
    assert words_of(read_slip(typeset(RARE)))[0].endswith("〓伟")


def test_a_printer_that_needs_pictures_needs_a_font(tmp_path: Path) -> None:
    paper = Paper(chinese_font=False)
    with pytest.raises(PartMissing):
        open_typesetter(paper, tmp_path / "no font")
    assert isinstance(read_slip(open_typesetter(paper)(PICK_UP))[0], PrintedPicture)


def test_opening_a_fake_loads_no_printer_library() -> None:
    code = (
        "import sys, hardware.printers.opening as o; o.open_printer('fake:', 'p');"
        "print(*[m for m in ('escpos', 'PIL', 'serial', 'segno') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []
