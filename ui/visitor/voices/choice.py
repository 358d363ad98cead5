"""Which voice this computer has: recordings first, then its own speech, then espeak-ng, else silence."""

import sys
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject

from ui.shared.sound import Speaker
from ui.visitor.speech import RecordedVoice, Voice, VoiceByLanguage
from ui.visitor.voices.espeak import VOICES, EspeakVoice, find_espeak


def voice_of(recordings: Path, speaker: Speaker, languages: Iterable[str], parent: QObject | None = None) -> Voice:
    voices: dict[str, Voice] = {}
    espeak = find_espeak()
    if espeak is not None:
        made = EspeakVoice(espeak, speaker, parent)
        voices |= {language: made for language in languages if language in VOICES}
    if sys.platform in ("win32", "darwin"):
        voices |= _system_voices(languages, parent)
    return RecordedVoice(recordings, speaker, VoiceByLanguage(voices))


def _system_voices(languages: Iterable[str], parent: QObject | None) -> dict[str, Voice]:
    from ui.visitor.voices.system import SystemVoice, engines

    found: dict[str, Voice] = {}
    for engine in engines():
        voice = SystemVoice(engine, parent)
        found |= {language: voice for language in languages if language in voice.languages and language not in found}
    return found
