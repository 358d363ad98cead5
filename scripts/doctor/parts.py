"""The doctor at a kiosk: each part of [kiosk] is tried for real, and what cannot be told is said to be so."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from camera.leases.run_files import RunFiles
from hardware.errors import HardwareError
from hardware.printers.opening import open_printer, open_typesetter
from hardware.printers.protocol import SlipPrinter
from hardware.printers.slip import Paper
from hardware.printers.status import PaperLevel, PrinterStatus, failure_of
from hardware.scanners.opening import examine_scanner
from scripts.command import SETTINGS_FILE
from scripts.doctor.findings import Finding, Health
from scripts.doctor.looking import look_through
from scripts.doctor.readers import reader_finding
from scripts.doctor.screen import screen_and_sound
from scripts.kiosk.camera import camera_name, run_dir
from scripts.kiosk.parts import part_name
from scripts.kiosk.settings import KioskSettings, PrinterSettings

PRINTER = "printer"


def kiosk_parts(
    home: Path, kiosk: KioskSettings, look_at_screen: Callable[[str], Iterable[Finding]] = screen_and_sound
) -> Iterator[Finding]:
    """One after the other: readers, scanners, printer, camera, desk, screen, voice."""
    yield from _readers(kiosk)
    yield from _scanners(kiosk)
    yield from _printer(kiosk.printer)
    yield _camera(home, kiosk)
    yield from _desk_named(kiosk)
    yield from look_at_screen(kiosk.language)


def _readers(kiosk: KioskSettings) -> Iterator[Finding]:
    for place, one in enumerate(kiosk.readers):
        yield reader_finding(part_name("reader", place, len(kiosk.readers)), one.address)
    if not kiosk.readers:
        hint = f'Add [[kiosk.readers]] with address = "pcsc:" to {SETTINGS_FILE}.'
        yield Finding("reader", Health.CAUTION, "no card reader in the settings", hint)


def _scanners(kiosk: KioskSettings) -> Iterator[Finding]:
    for place, one in enumerate(kiosk.scanners):
        part = part_name("scanner", place, len(kiosk.scanners))
        try:
            yield Finding(part, Health.WELL, examine_scanner(one.address))
        except HardwareError as error:
            yield _fault(part, error)


def _printer(settings: PrinterSettings) -> Iterator[Finding]:
    if not settings.address:
        hint = f'Write address = "..." under [kiosk.printer] in {SETTINGS_FILE}.'
        yield Finding(PRINTER, Health.CAUTION, "none in the settings: visitors read their numbers off the screen", hint)
        return
    try:
        open_typesetter(Paper(settings.columns, settings.chinese_font))
    except HardwareError as error:
        yield _fault("slips", error)
    try:
        printer = open_printer(settings.address, PRINTER)
    except HardwareError as error:
        yield _fault(PRINTER, error)
        return
    yield _asked(printer)


def _asked(printer: SlipPrinter) -> Finding:
    try:
        status = printer.status()
    except HardwareError as error:
        return _fault(PRINTER, error)
    finally:
        printer.close()
    failure = failure_of(PRINTER, status)
    return _fault(PRINTER, failure) if failure is not None else _able(status)


def _able(status: PrinterStatus) -> Finding:
    if not status.tells:
        hint = "Print a slip to try it: what is wrong with it, it cannot tell."
        return Finding(PRINTER, Health.WELL, "takes slips, cannot tell how it is", hint)
    if status.paper is PaperLevel.LOW:
        return Finding(PRINTER, Health.CAUTION, "little paper is left", "Put a new roll of paper in soon.")
    return Finding(PRINTER, Health.WELL, "ready, with paper")


def _camera(home: Path, kiosk: KioskSettings) -> Finding:
    """One that is in use is not opened a second time: many cameras allow one program only."""
    card = RunFiles(run_dir(home), camera_name(kiosk)).read()
    part = f"camera {camera_name(kiosk)}"
    if card is not None:
        return Finding(part, Health.WELL, f"in use: its worker runs (process {card.pid})")
    return look_through(part, kiosk.camera)


def _desk_named(kiosk: KioskSettings) -> Iterator[Finding]:
    """Whether it answers is asked by scripts.doctor.desk."""
    if not kiosk.desk:
        hint = f'Write desk = "https://..." and desk_key_file = "..." under [kiosk] in {SETTINGS_FILE}.'
        yield Finding("desk", Health.FAULT, "the settings do not say where the kiosk's desk is", hint)


def _fault(part: str, error: HardwareError) -> Finding:
    return Finding(part, Health.FAULT, error.why, error.hint)
