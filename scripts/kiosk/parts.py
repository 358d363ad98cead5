"""What a kiosk is put together from: everything beyond its screen, opened as the settings say."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from camera.leases.protocol import Mirror, OnFrame, OnTold, OpenMirror
from hardware.cards.opening import open_reader
from hardware.cards.protocol import CardReader
from hardware.errors import HardwareError, PartMissing
from hardware.printers.no_printer import NoPrinter
from hardware.printers.opening import Typesetter, open_printer, open_typesetter
from hardware.printers.protocol import SlipPrinter
from hardware.printers.slip import Paper, Slip
from hardware.scanners.codes import CodeRules
from hardware.scanners.opening import is_wedge, open_scanner
from hardware.scanners.protocol import Scanner
from kiosk.desk.protocol import Desk
from kiosk.reports.protocol import ReportTaker
from kiosk.visit.parts import Part
from records.written_keys import id_in
from scripts.command import SETTINGS_FILE, Context
from scripts.errors import SettingsError
from scripts.kiosk.camera import kiosk_camera, run_dir
from scripts.kiosk.settings import KioskSettings, KioskTree, PrinterSettings, ReportSettings

_NODE_KEY = "Make a key at the hub with 'gatehouse nodes add NAME --kind kiosk --out FILE' and put it there."


@dataclass(frozen=True, slots=True)
class KioskParts:
    """`readers` with whether they keep the card. `wedge`: a scanner types into the window. `close_desk` at the end.
    `reports`: the hub that takes what is told of scalpers; without one nobody is asked."""

    readers: tuple[tuple[CardReader, bool], ...]
    scanners: tuple[Scanner, ...]
    wedge: bool
    printer: SlipPrinter
    typeset: Typesetter
    desk: Desk
    close_desk: Callable[[], None]
    open_mirror: OpenMirror
    codes: CodeRules | None = None
    reports: ReportTaker | None = None

    @property
    def kinds(self) -> dict[str, Part]:
        """What each is that is told to the staff by its name."""
        return {
            **{reader.name: Part.READER for reader, _ in self.readers},
            **{scanner.name: Part.SCANNER for scanner in self.scanners},
            self.printer.name: Part.PRINTER,
        }


def open_parts(context: Context, tree: KioskTree) -> KioskParts:
    """Nothing is asked yet: what is switched off or away is waited for. Raises SettingsError and HardwareError."""
    kiosk = tree.kiosk
    readers = tuple(
        (open_reader(one.address, part_name("reader", place, len(kiosk.readers))), one.stays)
        for place, one in enumerate(kiosk.readers)
    )
    opened = [
        open_scanner(one.address, part_name("scanner", place, len(kiosk.scanners)))
        for place, one in enumerate(kiosk.scanners)
    ]
    desk, close_desk = open_desk_client(context.home, kiosk)
    reports, close_reports = open_reports_client(context.home, kiosk.reports)

    def close() -> None:
        close_desk()
        close_reports()

    return KioskParts(
        readers=readers,
        scanners=tuple(scanner for scanner in opened if scanner is not None),
        wedge=any(is_wedge(one.address) for one in kiosk.scanners),
        printer=open_printer(kiosk.printer.address, "printer") if kiosk.printer.address else NoPrinter("printer"),
        typeset=typesetter(kiosk.printer),
        desk=desk,
        close_desk=close,
        open_mirror=mirror_opener(context, tree),
        reports=reports,
    )


def part_name(kind: str, place: int, count: int) -> str:
    """As it is told to the staff."""
    return kind if count == 1 else f"{kind} {place + 1}"


def typesetter(settings: PrinterSettings) -> Typesetter:
    """Where nothing can be set because a font is missing, every slip says so instead of the program's start."""
    try:
        return open_typesetter(Paper(settings.columns, settings.chinese_font))
    except PartMissing as error:
        missing: HardwareError = error

    def refuse(_slip: Slip) -> bytes:
        raise missing

    return refuse


def open_desk_client(home: Path, kiosk: KioskSettings) -> tuple[Desk, Callable[[], None]]:
    """The desk over the network. Raises SettingsError, KeyRefused and AddressRefused; the desk is not asked yet."""
    from kiosk.desk.http.client import HttpDesk  # imports httpx

    key = desk_key(home, kiosk)
    desk = HttpDesk(kiosk.desk, key, ca_file=home / kiosk.desk_ca_file if kiosk.desk_ca_file else None)
    return desk, desk.close


def desk_key(home: Path, kiosk: KioskSettings) -> str:
    """A file name without a folder is looked for in the home directory."""
    if not (kiosk.desk and kiosk.desk_key_file):
        raise SettingsError(
            f"{SETTINGS_FILE} does not say where the kiosk's desk is",
            'Write desk = "https://..." and desk_key_file = "..." under [kiosk]. \'gatehouse desk key new\' makes a '
            "key; 'gatehouse kiosk --demo' needs neither.",
        )
    path = home / kiosk.desk_key_file
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        hint = "Make a key at the hub with 'gatehouse desk key new NAME --kind kiosk --out FILE' and put it there."
        raise SettingsError(f"the desk's key cannot be read from {path}", hint) from error


def open_reports_client(home: Path, settings: ReportSettings) -> tuple[ReportTaker | None, Callable[[], None]]:
    """The hub over the network, where the settings name one. Raises SettingsError and AddressRefused."""
    if not settings.hub:
        return None, lambda: None
    from kiosk.reports.client import HttpReports  # imports httpx

    path = home / settings.key_file
    try:
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"the key for reports cannot be read from {path}", _NODE_KEY) from error
    if id_in(key) is None:
        raise SettingsError(f"there is no key in {path}", _NODE_KEY)
    reports = HttpReports(settings.hub, key, home / settings.ca_file if settings.ca_file else None)
    return reports, reports.close


def mirror_opener(context: Context, tree: KioskTree) -> OpenMirror:
    """Whoever opens it takes a lease on the camera's worker. Loads nothing of recognition into this program."""

    def open_mirror(on_frame: OnFrame, on_told: OnTold) -> Mirror:
        from camera.leases.mirror import hold_mirror

        shared = kiosk_camera(context.models_dir, tree.kiosk, tree.engine)
        return hold_mirror(shared, "kiosk", run_dir(context.home), on_frame, on_told)

    return open_mirror
