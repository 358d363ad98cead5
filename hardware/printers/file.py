"""A printer that is a file: a device such as /dev/usb/lp0, or an ordinary file to look at; by python-escpos."""

import os
import select
import sys
from pathlib import Path

from escpos.printer import File

STALLED_AFTER_S = 5.0


class FileConnection:
    """It cannot be asked. The library's own `open` would make a file where the device is missing, and writing waits
    for ever when the printer takes nothing: it is handed a file that does neither."""

    tells = False

    def __init__(self, path: Path, stalled_after_s: float = STALLED_AFTER_S) -> None:
        self._path = path
        self._stalled_after_s = stalled_after_s
        self._printer = File(str(path))

    def open(self) -> None:
        self.close()
        self._printer.device = _opened(self._path, self._stalled_after_s)

    def write(self, data: bytes) -> None:
        self._printer._raw(data)

    def read(self, wait_s: float) -> bytes:
        return b""

    def close(self) -> None:
        self._printer.close()


def _opened(path: Path, stalled_after_s: float) -> object:
    if sys.platform != "win32":
        return _PatientFile(path, stalled_after_s)
    return path.open("r+b", buffering=0)


if sys.platform != "win32":

    class _PatientFile:
        """As much of a file as the library uses. An ordinary file keeps the last slip only."""

        def __init__(self, path: Path, stalled_after_s: float) -> None:
            self._stalled_after_s = stalled_after_s
            self._file = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NONBLOCK | os.O_NOCTTY)

        def write(self, data: bytes) -> None:
            left = data
            while left:
                _, ready, _ = select.select([], [self._file], [], self._stalled_after_s)
                if not ready:
                    raise TimeoutError("the printer takes nothing")
                left = left[os.write(self._file, left) :]

        def flush(self) -> None:
            pass

        def close(self) -> None:
            os.close(self._file)
