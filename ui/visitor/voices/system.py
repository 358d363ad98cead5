"""The speech that comes with Windows and macOS, by Qt TextToSpeech."""

from PySide6.QtCore import QLocale, QObject
from PySide6.QtTextToSpeech import QTextToSpeech

LANGUAGES = {"zh": QLocale.Language.Chinese, "en": QLocale.Language.English}
NOT_SPEECH = {"mock"}


class SystemVoice(QObject):
    def __init__(self, engine: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = QTextToSpeech(engine, self)

    @property
    def languages(self) -> frozenset[str]:
        """Those it can say. Cantonese is written with the same characters and is not what is meant."""
        spoken = {locale.language() for locale in self._engine.availableLocales() if locale.name() != "yue_HK"}
        return frozenset(code for code, language in LANGUAGES.items() if language in spoken)

    def say(self, text: str, language: str, key: str = "") -> None:
        self.stop()
        if language in LANGUAGES:
            self._engine.setLocale(QLocale(LANGUAGES[language]))
            self._engine.say(text)

    def stop(self) -> None:
        self._engine.stop()


def engines() -> list[str]:
    return [engine for engine in QTextToSpeech.availableEngines() if engine not in NOT_SPEECH]
