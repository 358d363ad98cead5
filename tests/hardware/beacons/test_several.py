import threading

import pytest

from hardware.beacons.fake import FakeBeacon
from hardware.beacons.protocol import BeaconEvent, BeaconLost, Signal
from hardware.beacons.several import AllBeacons
from hardware.errors import HardwareError
from tests.hardware.hearing import Ear, until


def test_one_that_is_gone_and_one_that_hangs_silence_no_other() -> None:
    gone, hung, well = FakeBeacon("gone"), FakeBeacon("hung"), FakeBeacon("well")
    gone.hand.unplug()
    hung.hand.hang()
    ear: Ear[BeaconEvent] = Ear()
    beacons = AllBeacons([gone, hung, well])
    beacons.listen(ear)
    beacons.show(Signal.ALARM)
    until(lambda: well.record[-1:] == (Signal.ALARM,))
    ear.next_is(BeaconLost)
    hung.hand.go_on()
    beacons.close()
    assert well.record[-1] is Signal.OFF


def test_all_are_closed_even_after_one_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.part_thread.ENDS_WITHIN_S", 0.3)
    hung, well = FakeBeacon("hung"), FakeBeacon("well")
    hung.hand.hang()
    beacons = AllBeacons([hung, well])
    beacons.listen(lambda _: None)
    beacons.show(Signal.ALARM)
    until(lambda: well.record[-1:] == (Signal.ALARM,))
    with pytest.raises(HardwareError, match="hung"):
        beacons.close()
    assert well.record[-1] is Signal.OFF
    assert "part well" not in [one.name for one in threading.enumerate()]
    hung.hand.go_on()
    hung.close()
