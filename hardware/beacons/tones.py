"""What a loudspeaker plays for a signal, as samples. PURE.

Two tones are heard through a crowd and told from a telephone; the more urgent, the faster, higher and louder.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hardware.beacons.protocol import Signal

RATE_HZ = 48000
Samples = npt.NDArray[np.int16]
_PEAK = 32000
_CHIME_S = 1.2


@dataclass(frozen=True, slots=True)
class _TwoTone:
    """Each tone lasts `tone_s`, whole cycles of it so that nothing clicks; `loudness`: a share of the volume set."""

    low_hz: float
    high_hz: float
    tone_s: float
    loudness: float


_SIRENS = {Signal.ALARM: _TwoTone(600, 800, 0.5, 0.6), Signal.ESCALATED: _TwoTone(900, 1300, 0.2, 1.0)}
_CHIME_HZ, _CHIME_LOUDNESS = 660.0, 0.25


class Tones:
    """`volume`: percent of what the computer's own volume gives."""

    def __init__(self, volume: int, siren_s: float) -> None:
        self._siren_frames = round(siren_s * RATE_HZ)
        self._sirens = {signal: _siren(tones, volume / 100) for signal, tones in _SIRENS.items()}
        self._chime = _chime(volume / 100)

    def samples(self, signal: Signal, first: int, count: int) -> Samples:
        """`count` of them from frame number `first` after the signal was raised: one chime for ATTENTION, a siren for
        as long as it may sound, and silence."""
        frames = np.arange(first, first + count)
        if signal is Signal.OFF:
            return np.zeros(count, np.int16)
        once = signal is Signal.ATTENTION
        sound, lasts = (self._chime, len(self._chime)) if once else (self._sirens[signal], self._siren_frames)
        return np.where(frames < lasts, sound[frames % len(sound)], np.int16(0)).astype(np.int16)


def _tone(hz: float, lasts_s: float, loudness: float) -> npt.NDArray[np.float64]:
    at_s = np.arange(round(lasts_s * RATE_HZ)) / RATE_HZ
    return np.asarray(np.sin(2 * np.pi * hz * at_s) * loudness * _PEAK)


def _siren(tones: _TwoTone, volume: float) -> Samples:
    both = [_tone(hz, tones.tone_s, tones.loudness * volume) for hz in (tones.low_hz, tones.high_hz)]
    return np.concatenate(both).astype(np.int16)


def _chime(volume: float) -> Samples:
    struck = _tone(_CHIME_HZ, _CHIME_S, _CHIME_LOUDNESS * volume)
    return np.asarray(struck * np.linspace(1.0, 0.0, len(struck)) ** 2).astype(np.int16)
