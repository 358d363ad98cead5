"""The settings file of a home directory: read whole, every fault told at once, in the file's own words.

All programs share the file and each reads its own tables of it, as a tree of dataclasses; the tables that several of
them read are here.
"""

import tomllib
import typing
from dataclasses import dataclass, field
from pathlib import Path

from camera.models.catalogue import did_you_mean
from camera.models.choice import AUTO, DETECTORS
from scripts.errors import SettingsError
from scripts.settings_faults import FAULT_OF, all_faults, unknown, validated
from scripts.site_time import zone_fault

TABLES = (
    *("site", "engine", "alarm", "operating_points", "cameras", "beacons", "mqtt", "guard", "follow"),
    *("kiosk", "desk", "payment", "phone", "hub", "reports"),
)
"""The tables that some program knows. Any other name in the file is a fault for all of them."""
_Tree = typing.TypeVar("_Tree")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The hospital, in both languages, and its way of working. `listing_days`: how long an entry lasts unless told.

    `zone` is what the desk's and the kiosk's days and hours go by, as Asia/Shanghai; empty: this computer's.
    `plan` is a picture of the house, beside the settings file, on which guards see a person's way; empty: none.
    Alarms are deleted after `keep_alarms_days`, entries `keep_expired_days` after they expired or were revoked.
    """

    name: str = ""
    name_en: str = ""
    zone: str = field(default="", metadata={FAULT_OF: zone_fault})
    plan: str = ""
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


def load_settings(path: Path, tree: type[_Tree]) -> _Tree:
    """One program's settings: of the file's tables those that `tree`, a dataclass, has as fields.

    The defaults where there is no file; what the other programs' tables say is theirs. Raises SettingsError with every
    fault.
    """
    try:
        # Windows' editor puts a byte order mark in front.
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return tree()
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name} is not TOML: {error}") from error
    except (OSError, ValueError) as error:  # bytes that are no UTF-8, a number of thousands of digits
        raise SettingsError(f"{path.name} cannot be read: {error}") from error
    mine = {name: data[name] for name in typing.get_type_hints(tree) if name in data}
    faults = [*unknown(data, TABLES), *all_faults(mine, tree)]
    if faults:
        raise SettingsError(f"{path.name} has {len(faults)} fault(s):\n" + "\n".join(f"  {fault}" for fault in faults))
    return validated(mine, tree)
