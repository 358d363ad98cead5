"""The settings file of a home directory: read whole, every fault told at once, in the file's own words."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from camera.models.catalogue import did_you_mean
from camera.models.choice import AUTO, DETECTORS
from camera.sources.opening import address_fault
from scripts.errors import SettingsError
from scripts.settings_faults import all_faults, validated
from watchlist.operating_points import OperatingPoint
from watchlist.policy import PolicyLimits


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The hospital and its way of working. `listing_days` is how long an entry lasts unless told otherwise.

    Alarms are deleted after `keep_alarms_days`, entries `keep_expired_days` after they expired or were revoked.
    """

    name: str = ""
    four_eyes: bool = False
    listing_days: int = 180
    keep_alarms_days: int = 30
    keep_expired_days: int = 30

    def __post_init__(self) -> None:
        if not 1 <= self.listing_days <= 366:
            raise ValueError("listing_days must be 1 to 366")
        if self.keep_alarms_days < 1:
            raise ValueError("keep_alarms_days must be at least 1")
        if not 0 <= self.keep_expired_days <= 3650:
            raise ValueError("keep_expired_days must be 0 to 3650")


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which detector and embedder to use; "auto" takes the best that is installed."""

    detector: str = AUTO
    embedder: str = AUTO

    def __post_init__(self) -> None:
        if self.detector not in DETECTORS:
            raise ValueError(f"no detector is called {self.detector!r}. {did_you_mean(self.detector, DETECTORS)}")
        if not self.embedder.strip():
            raise ValueError("embedder must not be empty")


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """A camera: its name on the guards' screen and its address (see 'gatehouse watch --help')."""

    name: str
    url: str
    min_face_px: int = 40

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("name must not be empty")
        if not 20 <= self.min_face_px <= 400:
            raise ValueError("min_face_px must be 20 to 400")


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file. `operating_points` replace the delivered ones, each for the model id it was calibrated with."""

    site: SiteSettings = field(default_factory=SiteSettings)
    engine: EngineSettings = field(default_factory=EngineSettings)
    alarm: PolicyLimits = field(default_factory=PolicyLimits)
    operating_points: dict[str, OperatingPoint] = field(default_factory=dict)
    cameras: tuple[CameraSettings, ...] = ()

    def __post_init__(self) -> None:
        names = [camera.name for camera in self.cameras]
        if len(set(names)) < len(names):
            raise ValueError("two cameras have the same name")


def load_settings(path: Path) -> Settings:
    """The settings of this file; the defaults where there is none. Raises SettingsError with every fault in it."""
    try:
        # Windows' editor puts a byte order mark in front.
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name} is not TOML: {error}") from error
    except (OSError, ValueError) as error:  # bytes that are no UTF-8, a number of thousands of digits
        raise SettingsError(f"{path.name} cannot be read: {error}") from error
    faults = all_faults(data, Settings)
    faults += _addresses(data)
    if faults:
        raise SettingsError(f"{path.name} has {len(faults)} fault(s):\n" + "\n".join(f"  {fault}" for fault in faults))
    return validated(data, Settings)


def _addresses(data: dict[str, Any]) -> list[str]:
    """The cameras' addresses that cannot be right, whatever is connected."""
    cameras = data.get("cameras")
    urls = [one.get("url") if isinstance(one, dict) else None for one in cameras] if isinstance(cameras, list) else []
    found = [(place, address_fault(url)) for place, url in enumerate(urls) if isinstance(url, str)]
    return [f"cameras[{place}].url: {fault}" for place, fault in found if fault]
