"""A printer of Windows by its name, by python-escpos and pywin32. Its spooler takes everything and tells nothing."""

import importlib

from escpos.exceptions import DeviceNotFoundError
from escpos.printer import Win32Raw

from hardware.errors import PartMissing

HINT = "Windows only, with pywin32 installed ('pip install pywin32'); other systems: file:, network: or serial:."


class WindowsQueue:
    tells = False

    def __init__(self, name: str, queue: str) -> None:
        if not Win32Raw.is_usable():
            raise PartMissing(name, f"the Windows printer {queue!r} cannot be used here", HINT)
        self._windows_error: type[Exception] = importlib.import_module("pywintypes").error
        self._printer = Win32Raw(queue)

    def open(self) -> None:
        try:
            self._printer.open("Gatehouse")
        except DeviceNotFoundError as error:
            raise FileNotFoundError(str(error)) from error

    def write(self, data: bytes) -> None:
        try:
            self._printer._raw(data)
        except self._windows_error as error:
            raise OSError(str(error)) from error

    def read(self, wait_s: float) -> bytes:
        return b""

    def close(self) -> None:
        try:
            self._printer.close()
        except self._windows_error as error:
            raise OSError(str(error)) from error
