"""Lamp and siren on the coils of a Modbus-TCP relay.

A relay keeps its coils when nobody speaks to it any more. So every coil is written again each `REWRITE_S`, which also
finds a relay whose power went and came back, and all of them are turned off when the program starts and when it ends
in order. What stays: a PC that dies or loses its network during an alarm leaves lamp and siren as they were, the siren
beyond its time, until the program runs again. Where that must not be, take a relay with a communication time-out of
its own (often called watchdog or fail-safe) and set it to 10 seconds.
"""

import logging
import time
from collections.abc import Callable

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ConnectionException, ModbusException
from pymodbus.pdu import ModbusPDU

from hardware.beacons.address import RelayAddress
from hardware.beacons.pattern import shown_at
from hardware.beacons.protocol import Signal
from hardware.errors import PartLost, PartMissing, PartRefused

ANSWERS_WITHIN_S = 1.2
REWRITE_S = 2.0
AWAY_HINT = (
    "Check the relay's power, its network cable and its address in the settings. Many relays take one connection only: "
    "close other programs that use it."
)
DEVICE_HINT = "Check device= in the relay's address: it is the unit or slave number set at the relay, most often 1."
COIL_HINT = "Check the numbers of the coils in the relay's address: the first is 0, even where the relay prints 1."
_WHY = {
    1: "it cannot be switched that way (illegal function)",
    2: "it has no such coil",
    4: "the device with this number does not work",
    10: "no way to the device with this number",
    11: "the device with this number does not answer",
}
_WRONG_DEVICE = (4, 10, 11)

# It would print every failed try and the packets before it; a failure is told once, by the beacon.
logging.getLogger("pymodbus").setLevel(logging.CRITICAL + 1)


class ModbusRelay:
    def __init__(
        self,
        part: str,
        address: RelayAddress,
        answers_within_s: float = ANSWERS_WITHIN_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._part = part
        self._address = address
        self._answers_within_s = answers_within_s
        self._clock = clock
        self._client: ModbusTcpClient | None = None
        self._written: dict[str, bool] = {}
        self._write_again_at_s = 0.0
        self._refused: PartRefused | None = None
        where = (("lamp", address.lamp), ("amber", address.amber), ("siren", address.siren))
        self._coils = {what: coil for what, coil in where if coil is not None}

    def open(self) -> None:
        host, port = self._address.host, self._address.port
        # Without retries: they would hold up the next coil, and the beacon tries again by itself.
        client = ModbusTcpClient(host, port=port, timeout=self._answers_within_s, retries=0)
        if not client.connect():  # type: ignore[no-untyped-call]
            raise PartMissing(self._part, f"no relay can be reached at {host} port {port}", AWAY_HINT)
        self._client = client
        self._written = {}

    def put(self, signal: Signal, since_s: float) -> None:
        """Every coil is tried, also after one that was refused: a siren does not hang on its lamp."""
        wanted = self._wanted(signal, since_s)
        now = self._clock()
        if wanted != self._written or now >= self._write_again_at_s:
            self._refused = None
            for what, is_on in wanted.items():
                self._write(what, is_on)
            self._written = wanted
            self._write_again_at_s = now + REWRITE_S
        if self._refused is not None:
            raise self._refused

    def examine(self) -> str:
        """The coils are read: nothing moves."""
        for what, coil in self._coils.items():
            answer = self._read(coil)
            if answer.isError() and answer.exception_code != 1:  # one that cannot tell may well switch
                raise self._refusal(what, answer.exception_code)
        wired = ", ".join(f"{what} on coil {coil}" for what, coil in self._coils.items())
        return f"the relay answers: {wired}"

    def close(self) -> None:
        if self._client is not None:
            self._client.close()  # type: ignore[no-untyped-call]
            self._client = None

    def _wanted(self, signal: Signal, since_s: float) -> dict[str, bool]:
        """Where no amber lamp is wired, the lamp standing still calls the technician: an alarm is seen by its pulse."""
        pulses = self._address.pulses
        shown = shown_at(signal, since_s, self._address.siren_s, pulses=pulses)
        lamp = shown.lamp or (shown.amber and pulses and self._address.amber is None)
        now = {"lamp": lamp, "amber": shown.amber, "siren": shown.siren}
        return {what: now[what] for what in self._coils}

    def _write(self, what: str, is_on: bool) -> None:
        coil, device = self._coils[what], self._address.device
        answer = self._asked(lambda client: client.write_coil(coil, is_on, device_id=device))
        if answer.isError():
            self._refused = self._refused or self._refusal(what, answer.exception_code)

    def _read(self, coil: int) -> ModbusPDU:
        return self._asked(lambda client: client.read_coils(coil, device_id=self._address.device))

    def _asked(self, question: Callable[[ModbusTcpClient], ModbusPDU]) -> ModbusPDU:
        if self._client is None:
            raise PartLost(self._part, "the connection to the relay is closed", AWAY_HINT)
        try:
            return question(self._client)
        except ConnectionException as error:
            raise PartLost(self._part, "the relay closed the connection", AWAY_HINT) from error
        except (ModbusException, OSError) as error:
            why = f"the relay does not answer within {self._answers_within_s:g} s"
            raise PartLost(self._part, why, f"{AWAY_HINT} {DEVICE_HINT}") from error

    def _refusal(self, what: str, code: int) -> PartRefused:
        why = f"{what}, coil {self._coils[what]} of device {self._address.device}: {_WHY.get(code, f'error {code}')}"
        return PartRefused(self._part, why, DEVICE_HINT if code in _WRONG_DEVICE else COIL_HINT)
