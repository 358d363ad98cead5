"""What a scanner tells. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scanned:
    """One code as it was read; what it means is told by hardware.scanners.codes."""

    scanner: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScannerLost:
    scanner: str
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class ScannerBack:
    scanner: str


ScanEvent = Scanned | ScannerLost | ScannerBack
ScanListener = Callable[[ScanEvent], None]
