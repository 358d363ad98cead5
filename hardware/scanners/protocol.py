"""A scanner tells its listener what was scanned, from a thread of its own."""

from typing import Protocol

from hardware.scanners.events import ScanListener


class Scanner(Protocol):
    """One scanner; it is looked for again by itself when it is lost."""

    name: str

    def listen(self, listener: ScanListener) -> None: ...

    def close(self) -> None:
        """Stop; closing twice is allowed."""
