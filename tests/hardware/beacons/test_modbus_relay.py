"""Lamp and siren on a real Modbus-TCP server that stops, restarts, hangs, or is not what the settings say."""

import logging
import socket
from collections.abc import Iterator

import pytest

from hardware.beacons.address import RelayAddress
from hardware.beacons.driven import DrivenBeacon
from hardware.beacons.fake import QUICK
from hardware.beacons.modbus_relay import ModbusRelay
from hardware.beacons.opening import examine_beacon, ring_beacon
from hardware.beacons.protocol import BeaconBack, BeaconEvent, BeaconLost, NotShown, Signal
from hardware.errors import PartLost, PartMissing, PartRefused
from tests.hardware.beacons.relay_peer import RelayPeer, relay_peer
from tests.hardware.hearing import Ear, until

LAMP, SIREN, AMBER = 0, 1, 2
SOON_S = 0.3


@pytest.fixture
def peer() -> Iterator[RelayPeer]:
    with relay_peer() as peer:
        yield peer


@pytest.fixture
def ear() -> Ear[BeaconEvent]:
    return Ear()


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def address(peer: RelayPeer, **more: object) -> RelayAddress:
    return RelayAddress("127.0.0.1", peer.port, **({"lamp": LAMP, "siren": SIREN} | more))  # type: ignore[arg-type]


def relay(peer: RelayPeer, **more: object) -> ModbusRelay:
    return ModbusRelay("door", address(peer, **more), SOON_S)


@pytest.fixture
def beacon(peer: RelayPeer, ear: Ear[BeaconEvent]) -> Iterator[DrivenBeacon]:
    beacon = DrivenBeacon("door", relay(peer), QUICK)
    beacon.listen(ear)
    yield beacon
    beacon.close()


def lit(peer: RelayPeer) -> list[int]:
    return [coil for coil, is_on in enumerate(peer.coils) if is_on]


def test_each_signal_switches_its_coils(peer: RelayPeer) -> None:
    link = relay(peer, amber=AMBER, siren_s=60)
    link.open()
    seen = {}
    for signal, since_s in ((Signal.ATTENTION, 0), (Signal.ALARM, 0), (Signal.ALARM, 1.5), (Signal.ESCALATED, 60)):
        link.put(signal, since_s)
        seen[signal, since_s] = lit(peer)
    link.put(Signal.OFF, 0)
    assert lit(peer) == []
    link.close()
    assert list(seen.values()) == [[AMBER], [LAMP, SIREN], [SIREN], [LAMP]]


def test_without_an_amber_lamp_the_lamp_calls_the_technician_unless_it_flashes_by_itself(peer: RelayPeer) -> None:
    for pulses, wanted in ((True, [LAMP]), (False, [])):
        link = relay(peer, pulses=pulses)
        link.open()
        link.put(Signal.ATTENTION, 0)
        assert lit(peer) == wanted
        link.close()


def test_the_coils_are_written_again_every_few_seconds_and_not_more_often(peer: RelayPeer) -> None:
    clock = Clock()
    link = ModbusRelay("door", address(peer), SOON_S, clock)
    link.open()
    for _ in range(3):
        link.put(Signal.ALARM, 0)
    assert peer.writes == 2
    peer.coils[SIREN] = False
    clock.now_s += 2
    link.put(Signal.ALARM, 0)
    assert lit(peer) == [LAMP, SIREN]
    assert peer.writes == 4
    link.close()


def test_a_relay_that_lost_its_power_is_written_as_soon_as_it_is_reached_again(peer: RelayPeer) -> None:
    link = ModbusRelay("door", address(peer), SOON_S, Clock())
    link.open()
    link.put(Signal.ALARM, 0)
    link.close()
    peer.power_off()
    peer.power_on()
    link.open()
    link.put(Signal.ALARM, 0)
    assert lit(peer) == [LAMP, SIREN]
    link.close()


def test_what_was_left_on_goes_out_at_the_start_and_at_the_end(peer: RelayPeer, ear: Ear[BeaconEvent]) -> None:
    peer.coils[LAMP] = peer.coils[SIREN] = True
    beacon = DrivenBeacon("door", relay(peer), QUICK)
    beacon.listen(ear)
    until(lambda: lit(peer) == [])
    beacon.show(Signal.ALARM)
    until(lambda: lit(peer) == [LAMP, SIREN])
    beacon.close()
    assert lit(peer) == []


@pytest.mark.parametrize("away", ["power_off", "pull_the_cable"])
def test_a_relay_that_was_away_shows_what_is_due_now(
    beacon: DrivenBeacon, peer: RelayPeer, ear: Ear[BeaconEvent], away: str
) -> None:
    beacon.show(Signal.ALARM)
    until(lambda: SIREN in lit(peer))
    getattr(peer, away)()
    assert ear.next_is(BeaconLost).hint
    assert ear.next_is(NotShown).signal is Signal.ALARM
    beacon.show(Signal.ATTENTION)
    assert ear.next_is(NotShown).signal is Signal.ATTENTION
    peer.power_on()
    assert ear.next_is(BeaconBack).signal is Signal.ATTENTION
    until(lambda: lit(peer) == [LAMP])


def test_a_relay_that_takes_everything_and_answers_nothing_is_lost_until_it_does(
    beacon: DrivenBeacon, peer: RelayPeer, ear: Ear[BeaconEvent]
) -> None:
    until(lambda: peer.writes >= 2)
    peer.answers.clear()
    beacon.show(Signal.ALARM)
    assert "does not answer" in ear.next_is(BeaconLost).why
    assert ear.next_is(NotShown).signal is Signal.ALARM
    peer.answers.set()
    assert ear.next_is(BeaconBack).signal is Signal.ALARM
    until(lambda: SIREN in lit(peer))


def test_nobody_there_and_a_black_hole_are_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as hole:
        port = hole.getsockname()[1]
        link = ModbusRelay("door", RelayAddress("127.0.0.1", port, lamp=LAMP), SOON_S)
        with pytest.raises(PartLost) as silent:
            examine_beacon(link)
        assert "does not answer" in silent.value.why
        assert "device=" in silent.value.hint
    with pytest.raises(PartMissing) as away:
        examine_beacon(link)
    assert str(port) in away.value.why
    assert "power" in away.value.hint


def test_a_wrong_device_and_a_wrong_coil_are_told_apart(peer: RelayPeer) -> None:
    with pytest.raises(PartRefused) as device:
        examine_beacon(relay(peer, device=7))
    assert "device 7" in device.value.why
    assert "device=" in device.value.hint
    with pytest.raises(PartRefused) as coil:
        examine_beacon(relay(peer, siren=900))
    assert "siren, coil 900" in coil.value.why
    assert "first is 0" in coil.value.hint


def test_a_siren_sounds_though_its_lamp_is_refused(peer: RelayPeer, ear: Ear[BeaconEvent]) -> None:
    beacon = DrivenBeacon("door", relay(peer, lamp=900), QUICK)
    beacon.listen(ear)
    assert "coil 900" in ear.next_is(BeaconLost).why
    beacon.show(Signal.ALARM)
    until(lambda: lit(peer) == [SIREN])
    assert ear.next_is(NotShown).signal is Signal.ALARM
    beacon.close()
    assert lit(peer) == []
    assert not ear.has_more


def test_the_doctor_reads_without_switching_and_rings_when_asked(peer: RelayPeer) -> None:
    assert examine_beacon(relay(peer)) == f"the relay answers: lamp on coil {LAMP}, siren on coil {SIREN}"
    assert peer.writes == 0
    ring_beacon(relay(peer), for_s=0.2)
    assert peer.writes == 4
    assert lit(peer) == []


def test_failures_are_told_by_the_beacon_alone(peer: RelayPeer, caplog: pytest.LogCaptureFixture) -> None:
    peer.pull_the_cable()
    with caplog.at_level(logging.DEBUG), pytest.raises(PartMissing):
        examine_beacon(relay(peer))
    assert caplog.records == []
