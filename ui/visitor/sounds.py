"""What a kiosk with a loudspeaker is heard with: its voice, and a chime that the voice does not cut off."""

from collections.abc import Iterable
from pathlib import Path

from ui.shared.qt_speaker import default_speaker
from ui.shared.sound import Speaker, chime
from ui.visitor import speech
from ui.visitor.voices.choice import voice_of


class Sounds:
    """A ui.visitor.speech.VoiceAndChime."""

    def __init__(self, voice: speech.Voice, chimes: Speaker) -> None:
        self._voice = voice
        self._chimes = chimes
        self._chime = chime()

    def say(self, text: str, language: str, key: str = "") -> None:
        self._voice.say(text, language, key)

    def stop(self) -> None:
        self._voice.stop()

    def chime(self) -> None:
        self._chimes.play(self._chime)


def open_sounds(recordings: Path, languages: Iterable[str]) -> Sounds:
    """`recordings`: a hospital's own, `<language>/<text key>.wav`. Wants an application."""
    return Sounds(voice_of(recordings, default_speaker(), languages), default_speaker())
