"""The settings of the entrance: the tables of the file that watch, replay and everything about the list go by."""

from dataclasses import dataclass, field

from camera.sources.opening import address_fault
from hardware.beacons.address import address_fault as beacon_fault
from hardware.cards.opening import address_fault as reader_fault
from records.account_rules import SessionLimits
from scripts.announcing.settings import MqttSettings
from scripts.following.settings import FollowSettings
from scripts.kiosk.settings import KioskSettings
from scripts.settings import EngineSettings, SiteSettings
from scripts.settings_faults import FAULT_OF
from watchlist.alarms.life import LifeLimits
from watchlist.operating_points import OperatingPoint
from watchlist.policy import PolicyLimits

LONGEST_INSTRUCTION = 200


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """A camera: its name on the guards' screen and its address (see 'gatehouse watch --help').

    `sub_url`, where given, is the same camera's smaller stream, and it alone is looked at: decoding it costs a
    fraction. `min_face_px` counts in the pixels of what is looked at. Give no `sub_url` where faces come out too small
    on it: the faces refused as "small" that the end of a watch counts tell. `at` is its place on the site's plan, in
    shares of the picture's width and height from the upper left corner.
    """

    name: str
    url: str = field(metadata={FAULT_OF: address_fault})
    min_face_px: int = 40
    sub_url: str = field(default="", metadata={FAULT_OF: lambda url: address_fault(url) if url else None})
    at: tuple[float, ...] = ()

    @property
    def watched_url(self) -> str:
        return self.sub_url or self.url

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("name must not be empty")
        if not 20 <= self.min_face_px <= 400:
            raise ValueError("min_face_px must be 20 to 400")
        if len(self.at) not in (0, 2) or not all(0 <= share <= 1 for share in self.at):
            raise ValueError("at must be two shares of the plan from 0 to 1, as in [0.5, 0.07]")


@dataclass(frozen=True, slots=True)
class BeaconSettings:
    """What makes an alarm seen and heard at the door, by its address (see hardware/beacons/address.py)."""

    url: str = field(metadata={FAULT_OF: beacon_fault})


@dataclass(frozen=True, slots=True)
class GuardSettings:
    """How guards are asked. The times are LifeLimits'; a screen nobody touches for `lock_after_s` is locked, and a
    session that is not used for so long is over. `instruction` is what the site wants done, shown with every alarm.
    `reader` is where guards hold their badges, as in [[kiosk.readers]]; empty where there is none.
    """

    escalate_s: float = 30.0
    escalate_again_s: float = 90.0
    undecided_s: float = 300.0
    expire_s: float = 4 * 3600.0
    lock_after_s: float = 600.0
    instruction: str = ""
    instruction_en: str = ""
    reader: str = field(default="", metadata={FAULT_OF: lambda text: reader_fault(text) if text else None})

    def __post_init__(self) -> None:
        _ = self.life_limits
        if not 30 <= self.lock_after_s <= 8 * 3600:
            raise ValueError("lock_after_s must be 30 to 28800")
        if max(len(self.instruction), len(self.instruction_en)) > LONGEST_INSTRUCTION:
            raise ValueError(f"an instruction has at most {LONGEST_INSTRUCTION} characters: two lines on the screen")

    @property
    def life_limits(self) -> LifeLimits:
        return LifeLimits(self.escalate_s, self.escalate_again_s, self.undecided_s, self.expire_s)

    @property
    def session_limits(self) -> SessionLimits:
        return SessionLimits(idle_s=self.lock_after_s)


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
    beacons: tuple[BeaconSettings, ...] = ()
    mqtt: MqttSettings = field(default_factory=MqttSettings)
    guard: GuardSettings = field(default_factory=GuardSettings)
    follow: FollowSettings = field(default_factory=FollowSettings)
    kiosk: KioskSettings | None = None

    def __post_init__(self) -> None:
        names = [camera.name for camera in self.cameras]
        if len(set(names)) < len(names):
            raise ValueError("two cameras have the same name")
        if not self.site.plan and any(camera.at for camera in self.cameras):
            raise ValueError("a camera has a place (at), and [site] names no plan")
