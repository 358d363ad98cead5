"""Sounds by priority, again and again until somebody answers."""

from ui.shared.sound import Sound, Speaker, tones
from watchlist.post.console.pages import Ring

EVERY_S = {Ring.ATTENTION: 60.0, Ring.ALARM: 4.0, Ring.ESCALATED: 2.5}
"""From one beginning to the next."""
TONES = {
    Ring.ATTENTION: (((523.3, 0.25),), 0.25),
    Ring.ALARM: (((784.0, 0.2), (1046.5, 0.2), (784.0, 0.35)), 0.6),
    Ring.ESCALATED: (((1046.5, 0.14), (1318.5, 0.14), (1046.5, 0.14), (1318.5, 0.14), (1568.0, 0.4)), 0.85),
}
"""(Hz, seconds) of each tone, and how loud."""


class Ringer:
    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._sounds: dict[Ring, Sound] = {ring: tones(*told) for ring, told in TONES.items()}
        self._ring = Ring.SILENT
        self._due_s = 0.0

    def sound(self, ring: Ring, now_s: float) -> None:
        """Called a few times a second. What becomes louder is heard at once; what falls silent stops."""
        if ring is Ring.SILENT:
            if self._ring is not Ring.SILENT:
                self._speaker.stop()
        elif ring is not self._ring or now_s >= self._due_s:
            self._speaker.play(self._sounds[ring])
            self._due_s = now_s + EVERY_S[ring]
        self._ring = ring

    def close(self) -> None:
        self._speaker.stop()
