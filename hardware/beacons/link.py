"""The way to one peer that shows signals: what a driver has to be able to do."""

from typing import Protocol

from hardware.beacons.protocol import Signal


class Link(Protocol):
    """Used by one thread at a time; every call may be slow. After a PartMissing or PartLost it is closed and opened
    again; after any other HardwareError it is gone on with, because part of it works."""

    def open(self) -> None:
        """Raises PartMissing."""

    def put(self, signal: Signal, since_s: float) -> None:
        """Show the signal as it is `since_s` after it was raised; called again and again. Raises HardwareError."""

    def examine(self) -> str:
        """A sentence on what answers there, for the doctor, while nothing is shown. Raises HardwareError."""

    def close(self) -> None:
        """Let go, in whatever state it is; nothing is turned off by it."""
