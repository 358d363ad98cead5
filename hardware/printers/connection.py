"""The way to a printer: bytes there, and where it can, bytes back."""

from typing import Protocol


class Connection(Protocol):
    """Opened for one slip and closed again: many network printers talk to one computer at a time.

    Everything raises OSError: TimeoutError when nothing moved for too long. `tells`: whether it can answer.
    """

    tells: bool

    def open(self) -> None: ...

    def write(self, data: bytes) -> None:
        """All of it."""

    def read(self, wait_s: float) -> bytes:
        """What came; nothing when nothing came in time. Raises ConnectionError when the other side is gone."""

    def close(self) -> None:
        """Closing twice is allowed."""
