"""The doctor at a kiosk, with parts that are there, away, ill, or cannot tell."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.leases.run_files import LeaseCard, RunFiles
from hardware.errors import HardwareError
from hardware.printers.fake import FakePrinter
from hardware.printers.status import CANNOT_TELL, PaperLevel, PrinterStatus
from scripts.doctor.findings import Finding, Health
from scripts.doctor.parts import _asked, kiosk_parts
from scripts.doctor.screen import screen_and_sound
from scripts.kiosk.camera import camera_name, run_dir
from scripts.kiosk.settings import KioskSettings, PrinterSettings, ReaderSettings, ScannerSettings
from tests.hardware.printers.firmware import Firmware
from tests.hardware.printers.network_peer import network_printer


def found(home: Path, kiosk: KioskSettings) -> dict[str, Finding]:
    """Without a look at the screen, which starts a program."""
    return {finding.part: finding for finding in kiosk_parts(home, kiosk, lambda _language: ())}


def kiosk(**more: object) -> KioskSettings:
    return KioskSettings(name="A", camera="fake:entrance?live=0", desk="http://127.0.0.1:9", **more)  # type: ignore[arg-type]


def test_a_kiosk_without_parts_is_told_what_it_lacks(tmp_path: Path) -> None:
    findings = found(tmp_path, KioskSettings(name="A", camera="fake:entrance?live=0"))
    assert findings["reader"].health is Health.CAUTION
    assert findings["printer"].health is Health.CAUTION
    assert findings["desk"].health is Health.FAULT
    assert findings["camera kiosk A"].health is Health.WELL
    assert all(finding.hint for finding in findings.values() if finding.health is not Health.WELL)


def test_parts_that_do_not_answer_are_faults_with_a_hint(tmp_path: Path) -> None:
    nowhere = tmp_path / "ttyNOWHERE"
    findings = found(
        tmp_path,
        kiosk(
            readers=(ReaderSettings("id-bridge:http://127.0.0.1:9/readcard"), ReaderSettings("fake:")),
            scanners=(ScannerSettings("wedge:"), ScannerSettings(f"serial:{nowhere}")),
            printer=PrinterSettings("network:127.0.0.1:9"),
        ),
    )
    assert [findings[part].health for part in ("reader 1", "reader 2")] == [Health.FAULT, Health.WELL]
    assert [findings[part].health for part in ("scanner 1", "scanner 2")] == [Health.WELL, Health.FAULT]
    assert findings["printer"].health is Health.FAULT
    for part in ("reader 1", "scanner 2", "printer"):
        assert findings[part].hint, part


def test_a_camera_in_use_is_not_opened_a_second_time(tmp_path: Path) -> None:
    settings = KioskSettings(name="A", camera="usb:199")
    assert found(tmp_path, settings)["camera kiosk A"].health is Health.FAULT
    files = RunFiles(run_dir(tmp_path), camera_name(settings))
    files.prepare()
    files.write(LeaseCard("address", b"secret", 4711, "mark"))
    in_use = found(tmp_path, settings)["camera kiosk A"]
    assert in_use.health is Health.WELL
    assert "4711" in in_use.what


class Printer(FakePrinter):
    def __init__(self, answer: PrinterStatus | HardwareError) -> None:
        super().__init__()
        self.answer = answer

    def status(self) -> PrinterStatus:
        if isinstance(self.answer, HardwareError):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("status", "health", "words"),
    [
        (PrinterStatus(), Health.WELL, "ready"),
        (PrinterStatus(paper=PaperLevel.LOW), Health.CAUTION, "little paper"),
        (PrinterStatus(paper=PaperLevel.OUT), Health.FAULT, "no paper"),
        (PrinterStatus(cover_open=True), Health.FAULT, "cover"),
        (CANNOT_TELL, Health.WELL, "cannot tell"),
        (HardwareError("printer", "it is gone"), Health.FAULT, "it is gone"),
    ],
)
def test_a_printer_says_how_it_is_or_that_it_cannot(
    status: PrinterStatus | HardwareError, health: Health, words: str
) -> None:
    finding = _asked(Printer(status))
    assert (finding.health, words in finding.what) == (health, True)


def test_a_real_network_printer_is_asked(tmp_path: Path) -> None:
    with network_printer(Firmware()) as port:
        finding = found(tmp_path, kiosk(printer=PrinterSettings(f"network:127.0.0.1:{port}")))["printer"]
    assert finding.health is Health.WELL


def told(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", f"print({text!r})")


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("", {"screen": Health.FAULT}),
        (
            '{"screens": [[1080, 1920]], "sounds": [], "voice": "", "platform": "xcb"}',
            {"screen": Health.WELL, "sound": Health.CAUTION},
        ),
        (
            '{"screens": [[800, 600]], "sounds": ["loudspeaker"], "voice": "", "platform": "xcb"}',
            {"screen": Health.CAUTION, "sound": Health.WELL, "voice": Health.CAUTION},
        ),
        (
            '{"screens": [[1366, 768]], "sounds": ["loudspeaker"], "voice": "espeak-ng", "platform": "windows"}',
            {"screen": Health.WELL, "sound": Health.WELL, "voice": Health.WELL},
        ),
    ],
)
def test_screen_sound_and_voice(answer: str, wanted: dict[str, Health]) -> None:
    assert {one.part: one.health for one in screen_and_sound("zh", told(answer))} == wanted


def test_the_real_examination_tells_of_a_screen_that_nobody_sees() -> None:
    first = next(findings_of_this_computer())
    assert (first.part, first.health) == ("screen", Health.CAUTION)
    assert "nobody sees" in first.what


def findings_of_this_computer() -> Iterator[Finding]:
    return screen_and_sound("zh")
