"""A serial cable: the scanner's end in a test's hand, the other a port with a name that stays through replugging."""

import os
import sys
from pathlib import Path

import pytest


class Cable:
    """A pseudo-terminal behind a link, as udev makes one for a scanner."""

    def __init__(self, folder: Path) -> None:
        self.port = folder / "扫码枪"
        self._ends: tuple[int, int] | None = None

    def plug_in(self) -> None:
        if sys.platform == "win32":
            pytest.skip("missing part: pseudo-terminals")
        import tty

        self._ends = os.openpty()
        tty.setraw(self._ends[1])
        self.port.symlink_to(os.ttyname(self._ends[1]))

    def type(self, data: bytes) -> None:
        assert self._ends is not None
        os.write(self._ends[0], data)

    def unplug(self) -> None:
        if self._ends is not None:
            self.port.unlink()
            for end in self._ends:
                os.close(end)
            self._ends = None
