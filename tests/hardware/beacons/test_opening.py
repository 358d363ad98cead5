import subprocess
import sys
from contextlib import closing

import pytest

from hardware.beacons.address import FakeAddress, RelayAddress, SoundAddress, address_fault, parse_address
from hardware.beacons.driven import DrivenBeacon
from hardware.beacons.fake import FakeBeacon, FakeLink
from hardware.beacons.opening import examine_beacon, open_beacon, open_beacons, ring_beacon
from hardware.beacons.protocol import Signal
from hardware.errors import PartMissing

GOOD = {
    "modbus://192.168.1.70?lamp=0": RelayAddress("192.168.1.70", lamp=0),
    "MODBUS://relay.lan:1502/?device=3&lamp=0&amber=2&siren=1&siren_s=30&pulse=no": RelayAddress(
        "relay.lan", 1502, 3, lamp=0, amber=2, siren=1, siren_s=30, pulses=False
    ),
    "modbus://[::1]:502?siren=7": RelayAddress("::1", siren=7),
    "sound:": SoundAddress(),
    "sound: Speakers (Realtek(R) Audio) ?volume=50&siren_s=10": SoundAddress("Speakers (Realtek(R) Audio)", 50, 10),
    " fake: ": FakeAddress(),
}
BAD = {
    "": "empty",
    "siren": "no beacon is reached by 'siren'",
    "usb:0": "no beacon",
    "fake:door": "nothing follows",
    "modbus:192.168.1.70": "modbus://",
    "modbus://": "modbus://",
    "modbus://a b?lamp=0": "modbus://",
    "modbus://relay.lan": "lamp= or siren=",
    "modbus://relay.lan?lamp=1&siren=1": "same coil",
    "modbus://relay.lan?lamp=-1": "lamp is a number",
    "modbus://relay.lan?lamp=0&siren_s=0": "siren_s is a number from 1 to 600",
    "modbus://relay.lan?lamp=0&siren_s=601": "siren_s",
    "modbus://relay.lan?lamp=0&pulse=maybe": "pulse",
    "modbus://relay.lan?lamp=0&lamb=1": "no option 'lamb'",
    "modbus://relay.lan:0?lamp=0": "no port",
    "modbus://relay.lan:70000?lamp=0": "no port",
    "sound:?volume=0": "volume",
    "sound:?volume=١": "volume",
    "sound:?lamp=0": "no option 'lamp'",
}


@pytest.mark.parametrize(("address", "understood"), GOOD.items())
def test_an_address_is_understood(address: str, understood: object) -> None:
    assert address_fault(address) is None
    assert parse_address(address) == understood
    with closing(open_beacon(address, "door")) as beacon:
        assert isinstance(beacon, FakeBeacon if understood == FakeAddress() else DrivenBeacon)
        assert beacon.name == "door"


@pytest.mark.parametrize(("address", "word"), BAD.items())
def test_a_wrong_address_is_refused_with_what_is_understood(address: str, word: str) -> None:
    assert word in (address_fault(address) or "")
    with pytest.raises(PartMissing) as refused:
        open_beacons({"beacon 1": "fake:", "beacon 2": address})
    assert refused.value.part == "beacon 2"
    assert "modbus://" in refused.value.hint


def test_looking_at_an_address_loads_no_driver() -> None:
    code = f"""
import sys
from hardware.beacons.opening import open_beacon
from hardware.beacons.address import address_fault
[address_fault(address) for address in {(*GOOD, *BAD)!r}]
open_beacon("fake:", "door")
print(*[name for name in ("numpy", "pymodbus", "miniaudio", "PySide6") if name in sys.modules])
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []


def test_no_driver_loads_a_screen() -> None:
    code = """
import sys, hardware.beacons.modbus_relay, hardware.beacons.sound_card
print("PySide6" in sys.modules)
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False"]


def test_the_examination_shows_nothing_and_ringing_ends_dark() -> None:
    link = FakeLink("door")
    assert "fake" in examine_beacon(link)
    assert not link.record
    ring_beacon(link, for_s=0.2)
    assert link.record == (Signal.ALARM, Signal.OFF)
    link.unplug()
    with pytest.raises(PartMissing):
        examine_beacon(link)
