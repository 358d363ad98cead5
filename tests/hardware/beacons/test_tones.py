"""What a loudspeaker is given, sample by sample."""

import numpy as np
import pytest

from hardware.beacons.protocol import Signal
from hardware.beacons.tones import RATE_HZ, Samples, Tones

TONES = Tones(volume=80, siren_s=10)


def played(signal: Signal, from_s: float, to_s: float, tones: Tones = TONES) -> Samples:
    first = round(from_s * RATE_HZ)
    return tones.samples(signal, first, round(to_s * RATE_HZ) - first)


def pitch_hz(samples: Samples) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * RATE_HZ / len(samples))


def peak(samples: Samples) -> int:
    return int(np.abs(samples.astype(int)).max())


@pytest.mark.parametrize(
    ("signal", "tone_s", "tones_hz"),
    [(Signal.ALARM, 0.5, (600, 800, 600)), (Signal.ESCALATED, 0.2, (900, 1300, 900))],
)
def test_a_siren_has_two_tones_and_goes_on(signal: Signal, tone_s: float, tones_hz: tuple[float, ...]) -> None:
    heard = [pitch_hz(played(signal, n * tone_s, (n + 1) * tone_s)) for n in range(len(tones_hz))]
    assert heard == pytest.approx(tones_hz, abs=3)


def test_attention_is_one_soft_chime() -> None:
    assert pitch_hz(played(Signal.ATTENTION, 0, 1)) == pytest.approx(660, abs=3)
    assert peak(played(Signal.ATTENTION, 1.2, 30)) == 0


def test_the_more_urgent_the_louder_and_never_clipped() -> None:
    loudness = [peak(played(signal, 0, 1)) for signal in Signal]
    assert loudness == sorted(loudness)
    assert peak(played(Signal.ESCALATED, 0, 1, Tones(100, 10))) == pytest.approx(32000, abs=10)
    assert peak(played(Signal.ESCALATED, 0, 1, Tones(50, 10))) == pytest.approx(16000, abs=10)


@pytest.mark.parametrize("signal", [Signal.ALARM, Signal.ESCALATED])
def test_a_siren_ends_when_it_has_sounded_long_enough(signal: Signal) -> None:
    assert peak(played(signal, 9.8, 10)) > 0
    assert peak(played(signal, 10, 20)) == 0


@pytest.mark.parametrize("signal", Signal)
def test_pieces_are_what_the_whole_is_and_do_not_click(signal: Signal) -> None:
    whole = played(signal, 0, 2)
    pieces = [TONES.samples(signal, first, 1000) for first in range(0, 96000, 1000)]
    assert np.array_equal(np.concatenate(pieces), whole)
    assert np.abs(np.diff(whole.astype(int))).max() <= 2 * np.pi * 1300 / RATE_HZ * 32000
