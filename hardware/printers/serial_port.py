"""A printer at a serial port, by python-escpos."""

import time

from escpos.exceptions import DeviceNotFoundError
from escpos.printer import Serial

BAUD = 9600
STALLED_AFTER_S = 5.0
PIECE = 256
LOOK_EVERY_S = 0.01


class SerialConnection:
    """The library's `_read` waits for sixteen bytes although an answer has one, its `_raw` waits for ever when the
    printer does not take them, and so does its `close`: those three are done here."""

    def __init__(
        self, port: str, baud: int = BAUD, tells: bool = True, stalled_after_s: float = STALLED_AFTER_S
    ) -> None:
        self.tells = tells
        self._stalled_after_s = stalled_after_s
        self._printer = Serial(port, baudrate=baud)

    def open(self) -> None:
        self.close()
        try:
            self._printer.open()
        except DeviceNotFoundError as error:
            raise FileNotFoundError(str(error)) from error
        self._printer.device.write_timeout = self._stalled_after_s

    def write(self, data: bytes) -> None:
        for start in range(0, len(data), PIECE):
            self._printer._raw(data[start : start + PIECE])
            self._until_sent()

    def _until_sent(self) -> None:
        """A question must not wait behind a slip in this computer's own buffer: its answer would seem to fail."""
        stalled_at = time.monotonic() + self._stalled_after_s
        before = self._printer.device.out_waiting
        while waiting := self._printer.device.out_waiting:
            if waiting < before:
                before, stalled_at = waiting, time.monotonic() + self._stalled_after_s
            if time.monotonic() > stalled_at:
                raise TimeoutError("the printer takes nothing")
            time.sleep(LOOK_EVERY_S)

    def read(self, wait_s: float) -> bytes:
        device = self._printer.device
        device.timeout = wait_s
        return bytes(device.read(1) + device.read(device.in_waiting))

    def close(self) -> None:
        device, self._printer.device = self._printer._device, False
        if device:
            device.close()
