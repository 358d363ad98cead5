"""espeak-ng as a voice. It renders into a pipe; the words go in by another, so that no list of processes shows them."""

import shutil

from PySide6.QtCore import QObject, QProcess

from ui.shared.sound import Speaker, sound_of_wav

PROGRAM = "espeak-ng"
VOICES = {"zh": "cmn-latn-pinyin", "en": "en"}
WORDS_A_MINUTE = "150"
MARKS = str.maketrans("，。；：？！、（）", ",.;:?!,()")


def find_espeak() -> str | None:
    return shutil.which(PROGRAM)


class EspeakVoice(QObject):
    def __init__(self, program: str, speaker: Speaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._speaker = speaker
        self._rendering: QProcess | None = None

    @property
    def rendering(self) -> QProcess | None:
        """What becomes sound just now."""
        return self._rendering

    def say(self, text: str, language: str, key: str = "") -> None:
        self.stop()
        if language not in VOICES:
            return
        process = QProcess(self)
        process.finished.connect(lambda: self._rendered(process))
        process.start(self._program, ["-v", VOICES[language], "-s", WORDS_A_MINUTE, "--stdin", "--stdout"])
        process.write(spoken(text, language).encode())
        process.closeWriteChannel()
        self._rendering = process

    def stop(self) -> None:
        """A sentence that is still being rendered is given up."""
        rendering, self._rendering = self._rendering, None
        if rendering is not None:
            rendering.kill()
        self._speaker.stop()

    def _rendered(self, process: QProcess) -> None:
        if process is self._rendering:
            self._rendering = None
            sound = sound_of_wav(bytes(process.readAllStandardOutput().data()))
            if sound is not None:
                self._speaker.play(sound)
        process.deleteLater()


def spoken(text: str, language: str) -> str:
    """Mandarin goes in as pinyin with tone numbers: espeak's own reading of characters takes many for English."""
    if language != "zh":
        return text
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(text.translate(MARKS), style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join(part.strip() for part in syllables)
