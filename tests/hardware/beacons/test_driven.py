"""What is promised of every beacon, held by the fake, whose thread and patience are the real ones'."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest

from hardware.beacons.driven import STEP_S, DrivenBeacon, Patience
from hardware.beacons.fake import QUICK, FakeBeacon, FakeLink
from hardware.beacons.protocol import BeaconBack, BeaconEvent, BeaconLost, NotShown, Signal
from hardware.errors import HardwareError
from tests.hardware.hearing import Ear, until


@pytest.fixture
def beacon() -> Iterator[FakeBeacon]:
    beacon = FakeBeacon("door")
    yield beacon
    beacon.hand.go_on()
    beacon.close()


@pytest.fixture
def ear() -> Ear[BeaconEvent]:
    return Ear()


def shows(beacon: FakeBeacon, *record: Signal) -> None:
    until(lambda: beacon.record[-len(record) :] == record)


def test_what_is_asked_for_is_shown_and_closing_turns_it_off(beacon: FakeBeacon, ear: Ear[BeaconEvent]) -> None:
    beacon.listen(ear)
    for signal in (Signal.ATTENTION, Signal.ALARM, Signal.ESCALATED, Signal.OFF, Signal.ALARM):
        beacon.show(signal)
        shows(beacon, signal)
    beacon.close()
    beacon.close()
    beacon.show(Signal.ESCALATED)
    assert beacon.record[-2:] == (Signal.ALARM, Signal.OFF)
    assert not ear.has_more


def test_what_an_ended_program_left_on_goes_out_at_the_start(beacon: FakeBeacon, ear: Ear[BeaconEvent]) -> None:
    beacon.listen(ear)
    shows(beacon, Signal.OFF)


def test_a_signal_from_before_listening_is_shown(beacon: FakeBeacon, ear: Ear[BeaconEvent]) -> None:
    beacon.show(Signal.ALARM)
    beacon.listen(ear)
    shows(beacon, Signal.ALARM)


def test_a_missing_beacon_is_told_once_and_tried_until_it_is_there(beacon: FakeBeacon, ear: Ear[BeaconEvent]) -> None:
    beacon.hand.unplug()
    beacon.listen(ear)
    lost = ear.next_is(BeaconLost)
    assert (lost.beacon, bool(lost.why), bool(lost.hint)) == ("door", True, True)
    until(lambda: beacon.hand.tries >= 3)
    assert not ear.has_more
    beacon.hand.plug_in()
    assert ear.next_is(BeaconBack) == BeaconBack("door", Signal.OFF)


def test_each_signal_that_is_missed_is_told_once_and_only_what_is_due_is_shown_later(
    beacon: FakeBeacon, ear: Ear[BeaconEvent]
) -> None:
    beacon.listen(ear)
    beacon.show(Signal.ATTENTION)
    shows(beacon, Signal.OFF, Signal.ATTENTION)
    beacon.hand.unplug()
    ear.next_is(BeaconLost)
    assert ear.next_is(NotShown).signal is Signal.ATTENTION
    for signal in (Signal.ALARM, Signal.ESCALATED):
        beacon.show(signal)
        assert ear.next_is(NotShown).signal is signal
    beacon.show(Signal.ALARM)
    tries = beacon.hand.tries
    until(lambda: beacon.hand.tries >= tries + 2)
    beacon.hand.plug_in()
    assert ear.next_is(BeaconBack).signal is Signal.ALARM
    assert beacon.record[-2:] == (Signal.ATTENTION, Signal.ALARM)


def test_an_alarm_is_tried_at_once_however_long_the_wait_has_grown(ear: Ear[BeaconEvent]) -> None:
    link = FakeLink("door")
    link.unplug()
    beacon = DrivenBeacon("door", link, Patience(first_wait_s=3600, longest_wait_s=3600))
    beacon.listen(ear)
    ear.next_is(BeaconLost)
    link.plug_in()
    beacon.show(Signal.ALARM)
    assert ear.next_is(BeaconBack).signal is Signal.ALARM
    beacon.close()


def test_whoever_shows_never_waits_for_a_beacon_that_hangs(beacon: FakeBeacon, ear: Ear[BeaconEvent]) -> None:
    beacon.listen(ear)
    shows(beacon, Signal.OFF)
    beacon.hand.hang()
    beacon.show(Signal.ALARM)
    assert "does not come back" in ear.next_is(BeaconLost).why
    assert ear.next_is(NotShown).signal is Signal.ALARM
    beacon.show(Signal.ESCALATED)
    assert ear.next_is(NotShown).signal is Signal.ESCALATED
    beacon.hand.go_on()
    assert ear.next_is(BeaconBack).signal is Signal.ESCALATED
    assert beacon.record[-1] is Signal.ESCALATED


def test_a_beacon_that_is_long_in_coming_never_shows_what_was_due_before(
    beacon: FakeBeacon, ear: Ear[BeaconEvent]
) -> None:
    beacon.hand.hang()
    beacon.listen(ear)
    ear.next_is(BeaconLost)
    beacon.show(Signal.ALARM)
    ear.next_is(NotShown)
    beacon.hand.go_on()
    assert ear.next_is(BeaconBack).signal is Signal.ALARM
    assert beacon.record == (Signal.ALARM,)


def test_what_is_refused_is_told_and_the_rest_goes_on(beacon: FakeBeacon, ear: Ear[BeaconEvent]) -> None:
    beacon.hand.refuse(Signal.ALARM)
    beacon.listen(ear)
    beacon.show(Signal.ALARM)
    ear.next_is(BeaconLost)
    assert ear.next_is(NotShown).signal is Signal.ALARM
    beacon.show(Signal.ESCALATED)
    assert ear.next_is(BeaconBack).signal is Signal.ESCALATED
    assert beacon.hand.tries == 1


def test_a_signal_that_was_not_tried_yet_is_not_told_as_missed(ear: Ear[BeaconEvent]) -> None:
    class Changing(FakeLink):
        def put(self, signal: Signal, since_s: float) -> None:
            door.show(Signal.ESCALATED)
            super().put(signal, since_s)

    link = Changing("door")
    link.refuse(Signal.ALARM)
    door = DrivenBeacon("door", link, QUICK)
    door.show(Signal.ALARM)
    door.listen(ear)
    ear.next_is(BeaconLost)
    assert ear.next_is(NotShown).signal is Signal.ALARM
    assert ear.next_is(BeaconBack).signal is Signal.ESCALATED
    door.close()


def test_a_beacon_that_is_gone_can_be_closed(beacon: FakeBeacon, ear: Ear[BeaconEvent]) -> None:
    beacon.listen(ear)
    shows(beacon, Signal.OFF)
    beacon.show(Signal.ALARM)
    shows(beacon, Signal.ALARM)
    beacon.hand.unplug()
    beacon.close()
    assert "unplugged" in ear.next_is(BeaconLost).why


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_driver_that_breaks_is_told_of(ear: Ear[BeaconEvent]) -> None:
    class Broken(FakeLink):
        def put(self, signal: Signal, since_s: float) -> None:
            raise ZeroDivisionError

    beacon = DrivenBeacon("door", Broken("door"), QUICK)
    beacon.listen(ear)
    assert "ended" in ear.next_is(BeaconLost).why
    beacon.close()


def test_a_driver_that_does_not_end_is_an_error_of_the_part(
    beacon: FakeBeacon, ear: Ear[BeaconEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardware.part_thread.ENDS_WITHIN_S", 0.3)
    beacon.listen(ear)
    shows(beacon, Signal.OFF)
    beacon.hand.hang()
    beacon.show(Signal.ALARM)
    ear.next_is(BeaconLost)
    with pytest.raises(HardwareError):
        beacon.close()


def test_a_caller_that_changes_its_mind_all_the_time_makes_no_flicker(ear: Ear[BeaconEvent]) -> None:
    steps: list[float] = []

    class Timed(FakeLink):
        def put(self, signal: Signal, since_s: float) -> None:
            steps.append(time.monotonic())

    beacon = DrivenBeacon("door", Timed("door"), QUICK)
    beacon.listen(ear)

    def has_stepped() -> bool:
        beacon.show(Signal.ALARM)
        beacon.show(Signal.OFF)
        return len(steps) >= 4

    until(has_stepped)
    seen = steps[:4]
    beacon.close()
    assert min(later - earlier for earlier, later in pairwise(seen)) > STEP_S * 0.9


def test_a_beacon_that_is_lost_again_is_told_of_anew_and_tried_as_soon_as_the_first_time(
    ear: Ear[BeaconEvent],
) -> None:
    failures: list[int] = []

    class Noting(Patience):
        def wait_s(self, failures_before: int) -> float:
            failures.append(failures_before)
            return 0.0

    link = FakeLink("door")
    beacon = DrivenBeacon("door", link, Noting())
    beacon.listen(ear)
    beacon.show(Signal.ALARM)
    for _ in range(2):
        until(lambda: link.record[-1:] == (Signal.ALARM,))
        failures.clear()
        link.unplug()
        ear.next_is(BeaconLost)
        assert ear.next_is(NotShown).signal is Signal.ALARM
        until(lambda: failures[:2] == [0, 1])
        link.plug_in()
        ear.next_is(BeaconBack)
    beacon.close()


def test_waits_grow_and_stop_growing() -> None:
    patience = Patience(first_wait_s=0.5, longest_wait_s=10)
    assert [patience.wait_s(failures) for failures in (0, 1, 2, 4, 5, 5000)] == [0.5, 1, 2, 8, 10, 10]


def test_no_thread_is_left(ear: Ear[BeaconEvent]) -> None:
    beacon = FakeBeacon("passing")
    beacon.listen(ear)
    beacon.close()
    assert not [one.name for one in threading.enumerate() if "passing" in one.name]
