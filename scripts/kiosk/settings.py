"""The settings of a kiosk: the tables of the file that its program goes by. Loads nothing of the watchlist."""

from dataclasses import dataclass, field

from camera.sources.opening import address_fault as camera_fault
from hardware.cards.opening import address_fault as reader_fault
from hardware.printers.address import address_fault as printer_fault
from hardware.printers.slip import COLUMNS
from hardware.scanners.opening import address_fault as scanner_fault
from kiosk.visit.services import Service
from kiosk.visit.site import CHECKED
from scripts.settings import EngineSettings, SiteSettings
from scripts.settings_faults import FAULT_OF

LONGEST_PLACE, MOST_PLACES = 20, 8


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`stays`: the reader keeps the card, so that pulling it ends the visit; false where a card is only tapped."""

    address: str = field(metadata={FAULT_OF: reader_fault})
    stays: bool = True


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    address: str = field(default="wedge:", metadata={FAULT_OF: scanner_fault})


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """`chinese_font`: the printer has one of its own; else slips are printed as pictures."""

    address: str = field(default="", metadata={FAULT_OF: lambda text: printer_fault(text) if text else None})
    columns: int = 48
    chinese_font: bool = True

    def __post_init__(self) -> None:
        if self.columns not in COLUMNS:
            raise ValueError(f"columns must be one of {', '.join(map(str, COLUMNS))}")


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """Where scalpers may have been seen, as patients know it."""

    name: str
    name_en: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.name.strip()) <= LONGEST_PLACE or len(self.name_en) > LONGEST_PLACE:
            raise ValueError(f"name must be 1 to {LONGEST_PLACE} characters")


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """`hub`: the address of the hub that takes what patients tell of scalpers, `key_file` holds this kiosk's key
    ('gatehouse nodes add NAME --kind kiosk --out FILE' at the hub). Without it patients are not asked."""

    hub: str = ""
    key_file: str = ""
    ca_file: str = ""
    places: tuple[PlaceSettings, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.hub) != bool(self.key_file):
            raise ValueError("hub and key_file go together")
        if len(self.places) > MOST_PLACES or len({place.name for place in self.places}) < len(self.places):
            raise ValueError(f"places must be at most {MOST_PLACES} different ones")


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """One kiosk. `name` stands before its counter tickets; `desk` is the hub's address, `desk_key_file` holds its key.

    `watch_looks`: 'gatehouse watch' on this PC looks for listed people through this camera too; the notice says so.
    `face_check`: the services before which the person is compared with the card's photograph; empty switches it off.
    """

    name: str = "A"
    camera: str = field(default="usb:0", metadata={FAULT_OF: camera_fault})
    watch_looks: bool = False
    desk: str = ""
    desk_key_file: str = ""
    desk_ca_file: str = ""
    readers: tuple[ReaderSettings, ...] = ()
    scanners: tuple[ScannerSettings, ...] = ()
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    reports: ReportSettings = field(default_factory=ReportSettings)
    services: tuple[Service, ...] = tuple(Service)
    face_check: tuple[Service, ...] = tuple(sorted(CHECKED))
    checked_departments: tuple[str, ...] = ()
    tries: int = 5
    child_below_years: int = 14
    speaks: bool = False
    language: str = "zh"
    counter: str = "人工窗口"
    counter_en: str = "the service counter"
    counter_place: str = "一楼大厅"
    counter_place_en: str = "ground floor hall"
    idle_s: float = 45.0

    def __post_init__(self) -> None:
        if not (self.name.isalnum() and len(self.name) <= 8):
            raise ValueError("name must be 1 to 8 letters and digits")
        if not 1 <= self.tries <= 5:
            raise ValueError("tries must be 1 to 5")
        if not 0 <= self.child_below_years <= 18:
            raise ValueError("child_below_years must be 0 to 18")
        if not 15 <= self.idle_s <= 600:
            raise ValueError("idle_s must be 15 to 600")
        if not self.offered:
            raise ValueError("services must name at least one; scalper alone wants [kiosk.reports] hub too")

    @property
    def offered(self) -> tuple[Service, ...]:
        """The services, without telling of scalpers where no hub takes that."""
        return tuple(each for each in self.services if each is not Service.SCALPER or self.reports.hub)


@dataclass(frozen=True, slots=True)
class KioskTree:
    site: SiteSettings = field(default_factory=SiteSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
