"""The settings file of a home directory: read whole, every fault told at once, in the file's own words."""

import dataclasses
import difflib
import tomllib
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scripts.errors import SettingsError
from watchlist.operating_points import OperatingPoint
from watchlist.policy import PolicyLimits


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The hospital and its way of working. `listing_days` is how long an entry lasts unless told otherwise."""

    name: str = ""
    four_eyes: bool = False
    listing_days: int = 180
    keep_alarms_days: int = 30

    def __post_init__(self) -> None:
        if not 1 <= self.listing_days <= 366:
            raise ValueError("listing_days must be 1 to 366")
        if self.keep_alarms_days < 1:
            raise ValueError("keep_alarms_days must be at least 1")


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Which detector and embedder to use; "auto" takes the best that is installed."""

    detector: str = "auto"
    embedder: str = "auto"


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
    if not path.exists():
        return Settings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path.name} is not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} cannot be read: {error}") from error
    faults = list(_unknown(data, Settings, ""))
    try:
        settings = TypeAdapter(Settings).validate_python(data)
    except ValidationError as error:
        faults += [_in_words(fault) for fault in error.errors()]
    if faults:
        raise SettingsError(f"{path.name} has {len(faults)} fault(s):\n" + "\n".join(f"  {fault}" for fault in faults))
    return settings


def _unknown(data: Any, shape: Any, where: str) -> typing.Iterator[str]:
    """Keys the dataclass `shape` does not have, with the nearest that it has."""
    if typing.get_origin(shape) is tuple and isinstance(data, list):
        for number, item in enumerate(data):
            yield from _unknown(item, typing.get_args(shape)[0], f"{where}[{number}]")
    if typing.get_origin(shape) is dict and isinstance(data, dict):
        for key, item in data.items():
            yield from _unknown(item, typing.get_args(shape)[1], f"{where}.{key}")
    if not (dataclasses.is_dataclass(shape) and isinstance(data, dict)):
        return
    hints = typing.get_type_hints(shape)
    for key, value in data.items():
        path = f"{where}.{key}".lstrip(".")
        if key in hints:
            yield from _unknown(value, hints[key], path)
            continue
        near = difflib.get_close_matches(key, hints, n=1)
        yield f"{path}: unknown" + (f" (did you mean {near[0]!r}?)" if near else f" (known: {', '.join(hints)})")


def _in_words(fault: Any) -> str:
    path = ""
    for step in fault["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}"
    message = fault["msg"].removeprefix("Value error, ")
    given = "" if isinstance(fault["input"], dict | list) else f", not {fault['input']!r}"
    return f"{path.lstrip('.') or 'the file'}: {message}{given}"
