"""Pictures of the guards' screen, and what is wrong on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QImage, QPainter

from ui.guard.press import WordButton
from ui.guard.window import GuardWindow
from ui.guard.wording import Wording
from ui.shared import audit, theme
from ui.shared.taken import Taken
from ui.shared.texts import Texts
from watchlist.post.console.drawing import screen_of
from watchlist.post.console.picture_keys import PictureKey
from watchlist.post.console.state import Console

LEAST_PRESS_PX = 34
"""In design pixels: what is pressed with a mouse by somebody who is in a hurry."""
LEAST_GAP_PX = 6
SETTLING_TURNS = 4


@dataclass(frozen=True, slots=True)
class Size:
    """`scaling` is that of the desktop: a window of so many real pixels has fewer of its own."""

    name: str
    width_px: int
    height_px: int
    scaling: float = 1.0


SIZES = (
    Size("1366x768", 1366, 768),
    Size("1920x1080", 1920, 1080),
    Size("3840x2160", 3840, 2160),
    Size("1366x768-at-150", 1366, 768, 1.5),
)


@dataclass(frozen=True, slots=True)
class Shot:
    name: str
    language: str
    dark: bool
    size: Size


def shots(languages: tuple[str, ...], sizes: tuple[Size, ...] = SIZES) -> Iterator[Shot]:
    for size in sizes:
        for dark in (False, True):
            for language in languages:
                yield Shot(f"{size.name}-{'dark' if dark else 'light'}-{language}", language, dark, size)


class Photographer:
    """One window that shows one state after another; `picture` answers the JPEG of what a state asks for."""

    def __init__(self, texts: Texts, zone: tzinfo, picture: Callable[[PictureKey], bytes | None]) -> None:
        self._texts, self._zone, self._picture = texts, zone, picture
        self._pictures: dict[PictureKey, bytes | None] = {}
        self.window = GuardWindow(Wording(texts, texts.languages[0], zone, lambda: datetime.fromtimestamp(0, zone)))

    def take(self, state: Console, at: datetime, shot: Shot) -> Taken:
        faults = self.look_at(state, at, shot)
        image = QImage(shot.size.width_px, shot.size.height_px, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(shot.size.scaling)
        painter = QPainter(image)
        self.window.render(painter, QPoint(0, 0))
        painter.end()
        if shot.size.scaling == 1.0:
            faults = (*faults, *audit.faint_words(self.window, image, theme.LEAST_CONTRAST))
        return Taken(image, faults)

    def look_at(self, state: Console, at: datetime, shot: Shot) -> tuple[audit.Fault, ...]:
        size = shot.size
        wording = Wording(self._texts, shot.language, self._zone, lambda: at)
        self.window.resize(round(size.width_px / size.scaling), round(size.height_px / size.scaling))
        self.window.show()
        screen = screen_of(replace(state, language=shot.language, dark=shot.dark), at)
        keys = self.window.shelf.wanted(screen.pictures, 0.0)
        self.window.show_screen(screen, wording)
        for key in keys:
            if key not in self._pictures:
                self._pictures[key] = self._picture(key)
            self.window.show_picture(key, self._pictures[key])
        for _ in range(
            SETTLING_TURNS
        ):  # what came into a layout is shown by the event loop, and only then takes its room
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()
        px = self.window.height() / 768
        least, gap = int(LEAST_PRESS_PX * px), int(LEAST_GAP_PX * px)
        return (*audit.misplaced(self.window, least, gap), *squeezed(self.window))

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def squeezed(window: GuardWindow) -> Iterator[audit.Fault]:
    """Buttons whose words have no room, and a window that wants to be larger than it is."""
    for button in window.findChildren(WordButton):
        if button.isVisible() and button.width() < button.sizeHint().width() - audit.ROUNDING_PX:
            yield audit.Fault("clipped text", button.accessibleName(), f"{button.width()} px wide")
    least = window.least_size()
    if least.width() > window.width() or least.height() > window.height():
        yield audit.Fault("too large", "window", f"needs {least.width()}x{least.height()} px")
