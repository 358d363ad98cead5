"""Sounds that are really played and recorded again, on loudspeakers that come and go."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hardware.beacons.address import SoundAddress
from hardware.beacons.driven import DrivenBeacon
from hardware.beacons.fake import QUICK
from hardware.beacons.opening import examine_beacon, ring_beacon
from hardware.beacons.protocol import BeaconBack, BeaconEvent, BeaconLost, NotShown, Signal
from hardware.beacons.sound_card import SoundCard
from hardware.errors import PartLost, PartMissing
from tests.hardware.beacons.pulse_peer import RATE_HZ, PulsePeer, pulse_peer
from tests.hardware.hearing import Ear, until


@pytest.fixture
def pulse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PulsePeer]:
    with pulse_peer(tmp_path) as peer:
        monkeypatch.setenv("PULSE_SERVER", peer.address)
        monkeypatch.setenv("HOME", str(tmp_path))
        yield peer


@pytest.fixture
def ear() -> Ear[BeaconEvent]:
    return Ear()


def sound(device: str = "", siren_s: float = 60) -> SoundCard:
    return SoundCard("sound", SoundAddress(device, siren_s=siren_s))


@pytest.fixture
def beacon(pulse: PulsePeer, ear: Ear[BeaconEvent]) -> Iterator[DrivenBeacon]:
    pulse.start("door")
    beacon = DrivenBeacon("sound", sound("door"), QUICK)
    beacon.listen(ear)
    yield beacon
    beacon.close()


def tones_hz(pulse: PulsePeer, sink: str = "door", lasts_s: float = 1.1) -> set[int]:
    """The loud tones, to 50 Hz; nothing where all is silent."""
    samples = pulse.recorded(sink, lasts_s)
    heard = np.abs(np.fft.rfft(samples)) / len(samples)
    return {round(at * RATE_HZ / len(samples) / 50) * 50 for at in np.flatnonzero(heard > 400)}


def test_the_signals_are_heard_and_silence_after_them(beacon: DrivenBeacon, pulse: PulsePeer) -> None:
    until(lambda: pulse.players() == 1)
    assert tones_hz(pulse) == set()
    beacon.show(Signal.ALARM)
    until(lambda: tones_hz(pulse) == {600, 800})
    beacon.show(Signal.ESCALATED)
    until(lambda: tones_hz(pulse) == {900, 1300})
    beacon.show(Signal.OFF)
    until(lambda: tones_hz(pulse) == set())


def test_a_siren_falls_silent_after_its_time(pulse: PulsePeer, ear: Ear[BeaconEvent]) -> None:
    pulse.start("door")
    beacon = DrivenBeacon("sound", sound("door", siren_s=2), QUICK)
    beacon.listen(ear)
    beacon.show(Signal.ALARM)
    until(lambda: tones_hz(pulse, lasts_s=0.6) != set())
    until(lambda: tones_hz(pulse, lasts_s=0.6) == set())
    beacon.close()
    assert not ear.has_more


def test_a_loudspeaker_that_is_pulled_out_is_lost_and_plays_what_is_due_when_it_is_back(
    beacon: DrivenBeacon, pulse: PulsePeer, ear: Ear[BeaconEvent]
) -> None:
    until(lambda: pulse.players() == 1)
    clients = pulse.clients()
    beacon.show(Signal.ALARM)
    pulse.pull_out("door")
    assert ear.next_is(BeaconLost).hint
    assert ear.next_is(NotShown).signal is Signal.ALARM
    beacon.show(Signal.ESCALATED)
    assert ear.next_is(NotShown).signal is Signal.ESCALATED
    pulse.plug_in("door")
    assert ear.next_is(BeaconBack).signal is Signal.ESCALATED
    until(lambda: tones_hz(pulse) == {900, 1300})
    assert (pulse.players(), pulse.clients()) == (1, clients)


def test_a_sound_server_that_dies_is_lost_and_waited_for(
    beacon: DrivenBeacon, pulse: PulsePeer, ear: Ear[BeaconEvent]
) -> None:
    until(lambda: pulse.players() == 1)
    pulse.kill()
    ear.next_is(BeaconLost)
    pulse.start("door")
    ear.next_is(BeaconBack)
    beacon.show(Signal.ALARM)
    until(lambda: tones_hz(pulse) == {600, 800})


def test_a_sound_server_that_hangs_is_lost_and_plays_on(
    beacon: DrivenBeacon, pulse: PulsePeer, ear: Ear[BeaconEvent]
) -> None:
    until(lambda: pulse.players() == 1)
    pulse.freeze()
    try:
        ear.next_is(BeaconLost)
        beacon.show(Signal.ALARM)
        assert ear.next_is(NotShown).signal is Signal.ALARM
    finally:
        pulse.thaw()
    assert ear.next_is(BeaconBack).signal is Signal.ALARM
    until(lambda: tones_hz(pulse) == {600, 800})


def test_the_named_loudspeaker_is_the_one_that_sounds(pulse: PulsePeer, ear: Ear[BeaconEvent]) -> None:
    pulse.start("office", "door")
    beacon = DrivenBeacon("sound", sound("DOOR-speak"), QUICK)
    beacon.listen(ear)
    beacon.show(Signal.ALARM)
    until(lambda: tones_hz(pulse) == {600, 800})
    assert tones_hz(pulse, "office") == set()
    beacon.close()


def test_the_doctor_lists_the_loudspeakers_and_rings_when_asked(pulse: PulsePeer) -> None:
    pulse.start("office", "door")
    for name in ("", "door"):
        said = examine_beacon(sound(name))
        assert "office-Speaker" in said
        assert "door-Speaker" in said
    ring_beacon(sound("door"), for_s=0.2)
    with pytest.raises(PartMissing) as unknown:
        examine_beacon(sound("lobby"))
    assert "door-Speaker" in unknown.value.why
    assert "sound:" in unknown.value.hint


@pytest.mark.parametrize("device", ["", "door"])
def test_a_device_that_swallows_all_sound_is_none(pulse: PulsePeer, device: str) -> None:
    pulse.start("auto_null")
    with pytest.raises(PartMissing) as none:
        examine_beacon(sound(device))
    assert none.value.why == "there is no sound device"
    assert "loudspeaker" in none.value.hint


def test_a_default_that_became_a_swallower_is_lost(pulse: PulsePeer, ear: Ear[BeaconEvent]) -> None:
    """Where PulseAudio moves what plays to its null device when the last real one is pulled out."""
    pulse.start("auto_null", "door")
    now = [0.0]
    link = SoundCard("sound", SoundAddress(), lambda: now[0])
    link.open()
    link.put(Signal.ALARM, 0)
    pulse.pull_out("door")
    now[0] = 6.0

    def is_missing() -> bool:
        try:
            link.put(Signal.ALARM, 6.0)
        except PartLost:  # until the device's thread has seen the new time
            return False
        except PartMissing as error:
            return "no sound device" in error.why
        return False

    until(is_missing)
    link.close()


@pytest.mark.parametrize("device", ["", "door"])
def test_without_a_sound_server_there_is_no_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, device: str
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    monkeypatch.setattr("hardware.beacons.sound_card.usable_backends", list)
    with pytest.raises(PartMissing) as none:
        examine_beacon(sound(device))
    assert "loudspeaker" in none.value.hint
