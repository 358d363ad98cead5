"""A window to show screens in, on the real texts."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from kiosk.visit.screen import Look, Screen
from tests.ui.visitor.pressing import settle
from ui.shared.texts import Texts
from ui.visitor.window import VisitorWindow
from ui.visitor.wording import TEXTS

ZONE = ZoneInfo("Asia/Shanghai")
Show = Callable[..., VisitorWindow]


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load(TEXTS, strict=True)


@pytest.fixture
def show(qtbot: QtBot, texts: Texts) -> Show:
    """One window; each call shows the next screen in it."""
    window = VisitorWindow(texts, ZONE, motion=False, settle_s=0.0)
    qtbot.addWidget(window)
    window.resize(1080, 1920)
    window.show()

    def show_next(screen: Screen, look: Look | None = None) -> VisitorWindow:
        window.show_screen(screen, look or Look())
        settle()
        return window

    return show_next
