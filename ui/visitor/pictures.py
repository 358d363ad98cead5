"""Pictures of the visitor's screen, and what is wrong on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.visit.screen import Look, Screen
from ui.shared import audit, theme
from ui.shared.metrics import ACROSS, UPRIGHT, Metrics
from ui.shared.taken import Taken
from ui.shared.texts import Texts
from ui.visitor.mirror_view import Picture
from ui.visitor.window import VisitorWindow

SIZES = {"portrait": UPRIGHT, "landscape": ACROSS}


@dataclass(frozen=True, slots=True)
class Shot:
    """How one screen is to be seen; `name` says it, for a file."""

    name: str
    look: Look
    size: tuple[int, int]


def shots(languages: tuple[str, ...], every_look: bool) -> Iterator[Shot]:
    """Each language, lying and standing, in normal and large print; with `every_look` also the other ways to see it."""
    looks = {"normal": Look(), "large": Look(large_print=True)}
    if every_look:
        looks |= {
            "high-contrast": Look(high_contrast=True),
            "lowered": Look(lowered=True),
            "large-high-contrast-lowered": Look(large_print=True, high_contrast=True, lowered=True),
        }
    for layout, size in SIZES.items():
        for name, look in looks.items():
            for language in languages:
                yield Shot(f"{layout}-{name}-{language}", _in_language(look, language), size)


def _in_language(look: Look, language: str) -> Look:
    return Look(language, look.large_print, look.high_contrast, look.lowered)


class Photographer:
    """One window that shows one screen after another; nothing of it is seen on a display."""

    def __init__(self, texts: Texts, zone: tzinfo) -> None:
        self.window = VisitorWindow(texts, zone, motion=False, settle_s=0.0)

    def take(self, screen: Screen, shot: Shot) -> Taken:
        misplaced = self.look_at(screen, shot)
        image = self.window.grab().toImage()
        least = theme.LEAST_HIGH_CONTRAST if shot.look.high_contrast else theme.LEAST_CONTRAST
        return Taken(image, (*misplaced, *audit.faint_words(self.window, image, least)))

    def look_at(self, screen: Screen, shot: Shot) -> tuple[audit.Fault, ...]:
        """What is wrong with the places of things; several times as fast as a picture."""
        self.window.resize(*shot.size)
        self.window.show()
        self.window.show_screen(screen, shot.look)
        self.window.show_frame(drawn_person())
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        metrics = Metrics.of(*shot.size, large_print=shot.look.large_print, lowered=shot.look.lowered)
        misplaced = audit.misplaced(self.window, metrics.touch_px, metrics.gap_px)
        return (*misplaced, *out_of_reach(self.window, metrics.reach_px))

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def out_of_reach(window: QWidget, reach_px: int) -> Iterator[audit.Fault]:
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and audit.place_in(window, button).top() < reach_px:
            yield audit.Fault("out of reach", button.accessibleName(), f"above {reach_px} px")


@cache
def drawn_person() -> Picture:
    """Somebody before the camera, as plain as can be."""
    height, width = 720, 960
    y, x = np.ogrid[0:height, 0:width]
    picture = np.full((height, width, 3), (196, 188, 178), np.uint8)
    picture[(x - 480) ** 2 / 300**2 + (y - 760) ** 2 / 260**2 < 1] = (120, 90, 60)
    picture[(x - 480) ** 2 / 150**2 + (y - 350) ** 2 / 200**2 < 1] = (150, 180, 216)
    picture[((x - 480) ** 2 / 160**2 + (y - 300) ** 2 / 190**2 < 1) & (y < 250)] = (40, 40, 44)
    for eye in (425, 535):
        picture[(x - eye) ** 2 / 16**2 + (y - 345) ** 2 / 10**2 < 1] = (50, 50, 60)
    picture[((x - 480) ** 2 / 48**2 + (y - 445) ** 2 / 12**2 < 1)] = (110, 110, 190)
    return picture
