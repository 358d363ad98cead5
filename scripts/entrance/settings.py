"""The settings of the entrance: the tables of the file that watch, replay and everything about the list go by."""

from dataclasses import dataclass, field

from camera.sources.opening import address_fault
from scripts.kiosk.settings import KioskSettings
from scripts.settings import EngineSettings, SiteSettings
from scripts.settings_faults import FAULT_OF
from watchlist.operating_points import OperatingPoint
from watchlist.policy import PolicyLimits


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """A camera: its name on the guards' screen and its address (see 'gatehouse watch --help')."""

    name: str
    url: str = field(metadata={FAULT_OF: address_fault})
    min_face_px: int = 40

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("name must not be empty")
        if not 20 <= self.min_face_px <= 400:
            raise ValueError("min_face_px must be 20 to 400")


@dataclass(frozen=True, slots=True)
class Settings:
    """`operating_points` replace the delivered ones, each for the model id it was calibrated with.

    `kiosk` is there on a PC that is one.
    """

    site: SiteSettings = field(default_factory=SiteSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    alarm: PolicyLimits = field(default_factory=PolicyLimits)
    operating_points: dict[str, OperatingPoint] = field(default_factory=dict)
    cameras: tuple[CameraSettings, ...] = ()
    kiosk: KioskSettings | None = None

    def __post_init__(self) -> None:
        names = [camera.name for camera in self.cameras]
        if len(set(names)) < len(names):
            raise ValueError("two cameras have the same name")
