"""Typing a guard's number with letters, where the post names nobody."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.guard.conftest import Desk
from watchlist.alarms.life import GuardId
from watchlist.post.fake import FakeGuard
from watchlist.post.values import Guard

NUMBER = GuardId("g07.l-m_t")
"""With the letters that are shortcuts elsewhere."""


@pytest.fixture
def nameless(desk: Desk) -> Desk:
    desk.post._guards[NUMBER] = FakeGuard(Guard(NUMBER, "赵敏"), "482913")
    desk.post.tells_guards = False
    desk.until(lambda: desk.front.state.overview is not None and not desk.front.state.overview.guards)
    return desk


def test_letters_are_typed_by_keyboard_and_press_nothing(nameless: Desk) -> None:
    nameless.type("G07.L-m_T")
    assert nameless.front.state.login.number == NUMBER
    assert (nameless.front.state.language, nameless.front.state.dark) == ("zh", False)
    nameless.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    nameless.key(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert (nameless.front.state.language, nameless.front.state.dark) == ("en", True)
    nameless.key(Qt.Key.Key_Return)
    nameless.type("482913")
    nameless.key(Qt.Key.Key_L)
    assert nameless.front.state.language == "zh", "at the PIN a letter is a shortcut again"
    nameless.key(Qt.Key.Key_Return)
    nameless.until(lambda: nameless.front.state.shift is not None)


def test_letters_are_typed_on_the_screen(nameless: Desk) -> None:
    nameless.until(lambda: nameless.front.window.press_named("digit:g") is not None)
    for sign in NUMBER:
        nameless.click(f"digit:{sign}")
    assert nameless.front.state.login.number == NUMBER
    nameless.click("log_in:")
    for digit in "482913":
        nameless.click(f"digit:{digit}")
    nameless.click("log_in:")
    nameless.until(lambda: nameless.front.state.shift is not None)
