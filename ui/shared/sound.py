"""Sound from memory: a short chime, and what a voice has rendered. A computer without a sound device is silent."""

import io
import math
import struct
import wave
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

CHIME_RATE_HZ = 22_050
CHIME_TONES = ((659.3, 0.16), (880.0, 0.34))
CHIME_LOUDNESS = 0.35
PCM_PEAK = 32_767


@dataclass(frozen=True, slots=True)
class Sound:
    """One channel of signed 16-bit samples."""

    pcm: bytes = field(repr=False)
    rate_hz: int

    @property
    def length_s(self) -> float:
        return len(self.pcm) / 2 / self.rate_hz


class Speaker(Protocol):
    def play(self, sound: Sound) -> None:
        """Begin at once, in the place of what is being played; never waits."""

    def stop(self) -> None: ...


class SilentSpeaker:
    """Where there is no sound device."""

    def play(self, sound: Sound) -> None:
        pass

    def stop(self) -> None:
        pass


@dataclass(slots=True)
class FakeSpeaker:
    """Remembers what was played."""

    played: list[Sound] = field(default_factory=list)
    is_playing: bool = False

    def play(self, sound: Sound) -> None:
        self.played.append(sound)
        self.is_playing = True

    def stop(self) -> None:
        self.is_playing = False


def chime() -> Sound:
    """Two soft tones upwards, each dying away."""
    return tones(CHIME_TONES, CHIME_LOUDNESS)


def tones(parts: Iterable[tuple[float, float]], loudness: float) -> Sound:
    """One after the other, each (Hz, seconds) swelling quickly and dying away; 0 Hz is a pause."""
    samples: list[int] = []
    for tone_hz, length_s in parts:
        count = int(length_s * CHIME_RATE_HZ)
        for place in range(count):
            swell = min(place / 200, 1.0) * math.exp(-5 * place / count)
            wave_height = math.sin(2 * math.pi * tone_hz * place / CHIME_RATE_HZ)
            samples.append(int(PCM_PEAK * loudness * swell * wave_height))
    return Sound(struct.pack(f"<{len(samples)}h", *samples), CHIME_RATE_HZ)


def sound_of_wav(data: bytes) -> Sound | None:
    """None for anything but one channel of 16 bits. A header that promises more than comes (a pipe) is fine."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                return None
            pcm = file.readframes(len(data) // 2)
            return Sound(pcm[: len(pcm) // 2 * 2], file.getframerate())
    except (wave.Error, EOFError):
        return None
