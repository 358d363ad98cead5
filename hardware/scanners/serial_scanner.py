"""A scanner on a serial port, or a USB one set up as one. Unplugged, it is looked for until it is back."""

import time
from collections.abc import Callable

import serial

from hardware.errors import PartMissing
from hardware.part_thread import PartThread
from hardware.scanners.events import ScanListener
from hardware.scanners.lines import Lines
from hardware.scanners.telling import ScanTeller

READ_WAIT_S = 0.2
RETRY_S = 0.5
CABLE_HINT = "Check the scanner's cable and its port in the settings, and close other programs that use it."


class SerialScanner:
    def __init__(self, name: str, port: str, baud: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self._port = port
        self._baud = baud
        self._clock = clock
        self._thread = PartThread(name, self._run)
        self._teller = ScanTeller(name, lambda _: None)

    def listen(self, listener: ScanListener) -> None:
        self._teller = ScanTeller(self.name, listener)
        self._thread.start()

    def close(self) -> None:
        self._thread.close()

    def _run(self) -> None:
        while not self._thread.stopping:
            try:
                with opened(self._port, self._baud) as line:
                    self._teller.there()
                    self._read(line)
            except (serial.SerialException, OSError) as error:
                self._teller.lost(why(error), CABLE_HINT)
                self._thread.pause(RETRY_S)

    def _read(self, line: serial.Serial) -> None:
        lines = Lines()
        while not self._thread.stopping:
            data = line.read(max(1, line.in_waiting))
            for text in lines.feed(data, self._clock()):
                self._teller.scanned(text)


def opened(port: str, baud: int) -> serial.Serial:
    """For this program alone: two readers of one port get half a code each. What was scanned before is dropped by
    opening: it belongs to whoever stood here then."""
    return serial.Serial(port, baud, timeout=READ_WAIT_S, exclusive=True)


def why(error: OSError) -> str:
    """pyserial's sentence, without the address of the object it speaks of."""
    return f"the serial port does not answer ({error.strerror or error})"


def examine_serial(part: str, port: str, baud: int) -> str:
    """Raises PartMissing when the port cannot be opened now."""
    try:
        opened(port, baud).close()
    except (serial.SerialException, OSError) as error:
        raise PartMissing(part, why(error), CABLE_HINT) from error
    return f"{port} opens at {baud} baud; whether a scanner hangs on it shows when something is scanned"
