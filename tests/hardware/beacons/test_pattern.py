"""What is seen and heard at a moment, without threads."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.beacons.pattern import PULSES_FOR_S, SIREN_S, Due, Shown, shown_at
from hardware.beacons.protocol import Signal


def lamp(signal: Signal, since_s: float) -> bool:
    return shown_at(signal, since_s, SIREN_S).lamp


def test_each_signal_looks_and_sounds_like_itself() -> None:
    assert shown_at(Signal.OFF, 0, SIREN_S) == Shown()
    assert shown_at(Signal.ATTENTION, 0, SIREN_S) == Shown(amber=True)
    assert shown_at(Signal.ALARM, 0, SIREN_S) == shown_at(Signal.ESCALATED, 0, SIREN_S) == Shown(lamp=True, siren=True)
    assert [lamp(Signal.ALARM, at) for at in (0.9, 1.1, 1.9, 2.1)] == [True, False, False, True]
    assert [lamp(Signal.ESCALATED, at) for at in (0.4, 0.6, 0.9, 1.1)] == [True, False, False, True]


def test_a_siren_ends_and_the_lamp_stays() -> None:
    assert shown_at(Signal.ALARM, 59.9, 60).siren
    ended = shown_at(Signal.ALARM, 60, 60)
    assert ended == Shown(lamp=True)


@pytest.mark.parametrize("signal", Signal)
def test_a_lamp_never_flashes_more_than_once_a_second(signal: Signal) -> None:
    steps = [lamp(signal, at / 100) for at in range(2000)]
    lit_at = [number for number, (before, after) in enumerate(pairwise(steps)) if after and not before]
    assert all(later - earlier >= 99 for earlier, later in pairwise(lit_at))


def test_a_lamp_stands_still_before_the_relay_wears_out_and_where_it_flashes_by_itself() -> None:
    assert all(lamp(Signal.ESCALATED, PULSES_FOR_S + at / 10) for at in range(100))
    assert all(shown_at(Signal.ALARM, at / 10, SIREN_S, pulses=False).lamp for at in range(100))


def test_a_signal_is_as_old_as_its_last_raising() -> None:
    due = Due().then(Signal.ALARM, 10.0)
    assert due == Due(Signal.ALARM, 10.0)
    assert due.then(Signal.ALARM, 20.0) == due
    assert due.then(Signal.ESCALATED, 20.0) == Due(Signal.ESCALATED, 20.0)
    assert due.then(Signal.ESCALATED, 20.0).then(Signal.ALARM, 30.0) == Due(Signal.ALARM, 20.0)
    assert due.then(Signal.OFF, 20.0).then(Signal.ALARM, 30.0) == Due(Signal.ALARM, 30.0)


@given(st.lists(st.sampled_from(Signal), min_size=1))
def test_whatever_was_asked_for_last_is_due(asked: list[Signal]) -> None:
    due = Due()
    for at_s, signal in enumerate(asked):
        due = due.then(signal, float(at_s))
    assert due.signal is asked[-1]
