"""The kiosk's screen and voice, as whoever runs the conversation sees them."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from kiosk.visit.screen import Look, Screen, Text
from ui.visitor.doors import PictureDoor
from ui.visitor.speech import SilentVoice, VoiceAndChime
from ui.visitor.window import VisitorWindow
from ui.visitor.wording import Wording


class NoVoice(SilentVoice):
    """A kiosk without loudspeaker: the system's own sign is all there is."""

    def chime(self) -> None:
        QApplication.beep()


class VisitorFront:
    """A kiosk.running.conversation.Front. `on_forget` lets go of what else is kept of a visitor (keys half typed)."""

    def __init__(
        self,
        window: VisitorWindow,
        pictures: PictureDoor,
        wording: Wording,
        voice: VoiceAndChime,
        on_forget: Callable[[], None] = lambda: None,
    ) -> None:
        self._window = window
        self._pictures = pictures
        self._wording = wording
        self._voice = voice
        self._on_forget = on_forget

    def show(self, screen: Screen, look: Look) -> None:
        self._window.show_screen(screen, look)

    def say(self, text: Text, language: str) -> None:
        self._voice.say(self._wording.in_language(language).of(text), language, text.key)

    def chime(self) -> None:
        self._voice.chime()

    def forget(self) -> None:
        self._voice.stop()
        self._pictures.forget()
        self._on_forget()
