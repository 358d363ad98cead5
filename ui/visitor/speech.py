"""Reading aloud: one sentence at a time, the newest wins; nobody ever waits for it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ui.shared.sound import Speaker, sound_of_wav


class Voice(Protocol):
    def say(self, text: str, language: str, key: str = "") -> None:
        """Begin to say it, in the place of what is being said. `key` names the sentence in the texts files."""

    def stop(self) -> None: ...


class VoiceAndChime(Voice, Protocol):
    """All that a kiosk is heard with. On the screen's thread, which never waits for it."""

    def chime(self) -> None: ...


class SilentVoice:
    """Where nothing can speak."""

    def say(self, text: str, language: str, key: str = "") -> None:
        pass

    def stop(self) -> None:
        pass


@dataclass(slots=True)
class FakeVoice:
    """Remembers what was said, as (language, text)."""

    said: list[tuple[str, str]] = field(default_factory=list)
    is_speaking: bool = False

    def say(self, text: str, language: str, key: str = "") -> None:
        self.said.append((language, text))
        self.is_speaking = True

    def stop(self) -> None:
        self.is_speaking = False


class RecordedVoice:
    """A hospital's own recordings, `<folder>/<language>/<text key>.wav`; whatever has none is left to another voice."""

    def __init__(self, folder: Path, speaker: Speaker, otherwise: Voice) -> None:
        self._folder = folder
        self._speaker = speaker
        self._otherwise = otherwise

    def say(self, text: str, language: str, key: str = "") -> None:
        self.stop()
        sound = sound_of_wav(self._recorded(language, key))
        if sound is None:
            self._otherwise.say(text, language, key)
        else:
            self._speaker.play(sound)

    def stop(self) -> None:
        self._speaker.stop()
        self._otherwise.stop()

    def _recorded(self, language: str, key: str) -> bytes:
        try:
            return (self._folder / language / f"{key}.wav").read_bytes() if key else b""
        except OSError:
            return b""


class VoiceByLanguage:
    """Each language by the voice that can say it."""

    def __init__(self, voices: dict[str, Voice]) -> None:
        self._voices = voices

    def say(self, text: str, language: str, key: str = "") -> None:
        self.stop()
        if language in self._voices:
            self._voices[language].say(text, language, key)

    def stop(self) -> None:
        for voice in self._voices.values():
            voice.stop()
