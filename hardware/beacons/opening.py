"""An address turned into a beacon, and several into one. Drivers are loaded when their kind of address comes up."""

import threading
from collections.abc import Mapping

from hardware.beacons.address import UNDERSTOOD, FakeAddress, RelayAddress, parse_address
from hardware.beacons.driven import STEP_S, DrivenBeacon
from hardware.beacons.fake import FakeBeacon, FakeLink
from hardware.beacons.link import Link
from hardware.beacons.protocol import Beacon, Signal
from hardware.beacons.several import AllBeacons
from hardware.errors import PartMissing


def open_beacon(address: str, name: str) -> Beacon:
    """Nothing is reached yet: a beacon that is not there is told to the listener. Raises PartMissing for an address
    nobody understands."""
    link = open_link(address, name)
    return FakeBeacon(name) if isinstance(link, FakeLink) else DrivenBeacon(name, link)


def open_beacons(addresses: Mapping[str, str]) -> AllBeacons:
    """All of them as one, by the names they tell of themselves. Raises as `open_beacon` does."""
    return AllBeacons([open_beacon(address, name) for name, address in addresses.items()])


def open_link(address: str, name: str) -> Link:
    """Raises PartMissing for an address nobody understands."""
    try:
        understood = parse_address(address)
    except ValueError as error:
        raise PartMissing(name, str(error), f"Understood are: {UNDERSTOOD}.") from error
    if isinstance(understood, FakeAddress):
        return FakeLink(name)
    if isinstance(understood, RelayAddress):
        from hardware.beacons.modbus_relay import ModbusRelay

        return ModbusRelay(name, understood)
    from hardware.beacons.sound_card import SoundCard

    return SoundCard(name, understood)


def examine_beacon(link: Link) -> str:
    """A sentence on what answers there now; nothing is seen or heard. Raises HardwareError."""
    try:
        link.open()
        return link.examine()
    finally:
        link.close()


def ring_beacon(link: Link, for_s: float) -> None:
    """Let an alarm be seen and heard, and turn it off again. Raises HardwareError."""
    pause = threading.Event()
    steps = max(1, round(for_s / STEP_S))
    try:
        link.open()
        try:
            for step in range(steps):
                link.put(Signal.ALARM, step * STEP_S)
                pause.wait(STEP_S)
        finally:
            link.put(Signal.OFF, 0.0)
    finally:
        link.close()
