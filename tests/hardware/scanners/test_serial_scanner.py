"""What is promised of every scanner, held by the fake and by a serial port; then what only a serial port does."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Protocol

import pytest

from hardware.errors import PartMissing
from hardware.scanners.events import ScanEvent, Scanned, ScannerBack, ScannerLost
from hardware.scanners.fake import FakeScanner
from hardware.scanners.opening import examine_scanner
from hardware.scanners.protocol import Scanner
from hardware.scanners.serial_scanner import SerialScanner
from tests.hardware.hearing import Ear, until
from tests.hardware.scanners.serial_cable import Cable


class Bench(Protocol):
    @property
    def scanner(self) -> Scanner: ...
    def scan(self, text: str) -> None: ...
    def lose(self) -> None: ...
    def come_back(self) -> None: ...


class FakeBench:
    def __init__(self) -> None:
        self.scanner = FakeScanner("scanner")
        self.scan = self.scanner.scan
        self.lose = self.scanner.lose
        self.come_back = self.scanner.come_back


class SerialBench:
    def __init__(self, cable: Cable) -> None:
        self.scanner = SerialScanner("scanner", str(cable.port), 9600)
        self._cable = cable
        self.lose = cable.unplug
        self.come_back = cable.plug_in

    def scan(self, text: str) -> None:
        self._cable.type(text.encode() + b"\r\n")


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    cable = Cable(tmp_path)
    cable.plug_in()
    yield cable
    cable.unplug()


@pytest.fixture(params=["fake", "serial"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench: Bench = FakeBench() if request.param == "fake" else SerialBench(request.getfixturevalue("cable"))
    with closing(bench.scanner):
        yield bench


@pytest.fixture
def ear() -> Ear[ScanEvent]:
    return Ear()


def hears(bench: Bench, ear: Ear[ScanEvent], text: str) -> None:
    """A port drops what came before it was opened: a first code is held under the scanner until it is read."""
    tries = threading.Event()

    def listener(event: ScanEvent) -> None:
        tries.set()
        if not (isinstance(event, Scanned) and event.text == "ready"):
            ear(event)

    bench.scanner.listen(listener)

    def is_read() -> bool:
        bench.scan("ready")
        return tries.wait(0.1)

    until(is_read)
    bench.scan(text)


def test_a_code_is_told_as_it_was_read(bench: Bench, ear: Ear[ScanEvent]) -> None:
    hears(bench, ear, "V0012345678")
    assert ear.next_is(Scanned) == Scanned("scanner", "V0012345678")
    bench.scan("就诊卡 张伟")
    assert ear.next_is(Scanned).text == "就诊卡 张伟"


def test_a_scanner_that_is_unplugged_is_lost_once_and_comes_back(bench: Bench, ear: Ear[ScanEvent]) -> None:
    hears(bench, ear, "1")
    ear.next_is(Scanned)
    bench.lose()
    lost = ear.next_is(ScannerLost)
    assert lost.why
    assert lost.hint
    bench.come_back()
    ear.next_is(ScannerBack)
    bench.scan("2")
    assert ear.next_is(Scanned).text == "2"


def test_a_scanner_missing_at_the_start_is_waited_for(bench: Bench, ear: Ear[ScanEvent]) -> None:
    bench.lose()
    bench.scanner.listen(ear)
    ear.next_is(ScannerLost)
    bench.come_back()
    ear.next_is(ScannerBack)


def test_nothing_is_told_after_closing_and_closing_twice_is_allowed(bench: Bench, ear: Ear[ScanEvent]) -> None:
    hears(bench, ear, "1")
    ear.next_is(Scanned)
    bench.scanner.close()
    bench.scanner.close()
    bench.scan("2")
    assert not ear.has_more


def test_what_is_told_shows_no_number_when_it_is_logged(bench: Bench, ear: Ear[ScanEvent]) -> None:
    hears(bench, ear, "11010519491231002X")
    assert "1101" not in repr(ear.next_is(Scanned))


def test_half_a_code_is_lost_with_its_cable(cable: Cable, ear: Ear[ScanEvent]) -> None:
    bench = SerialBench(cable)
    with closing(bench.scanner):
        hears(bench, ear, "whole")
        ear.next_is(Scanned)
        cable.type(b"110105")
        cable.unplug()
        ear.next_is(ScannerLost)
        cable.plug_in()
        ear.next_is(ScannerBack)
        cable.type(b"V1\r")
        assert ear.next_is(Scanned).text == "V1"


def test_the_examination_says_whether_the_port_opens(cable: Cable) -> None:
    address = f"serial:{cable.port}?baud=115200"
    assert "115200" in examine_scanner(address)
    cable.unplug()
    with pytest.raises(PartMissing) as missing:
        examine_scanner(address)
    assert "cable" in missing.value.hint
