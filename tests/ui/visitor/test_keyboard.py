"""A keyboard alone is enough, and a reader of screens can say every button."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.visit.events import Pressed
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Alphabet, Keypad, Layout, Look, Screen
from kiosk.visit.wording import said
from tests.ui.visitor.conftest import Show
from tests.ui.visitor.pressing import attract, button, list_of, told_by
from tests.ui.visitor.pressing import key as press_key
from ui.visitor.touch import Touch
from ui.visitor.window import VisitorWindow

SEARCH = Screen(Page.SEARCH, Layout.SEARCH, said("search.title"), keypad=Keypad(Alphabet.LETTERS, "x"), back=True)


def tabbed(window: VisitorWindow, times: int) -> list[str]:
    """Where Tab leads, one after the other."""
    names = []
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert isinstance(focused, Touch)
        assert focused.shows_focus
        names.append(focused.objectName())
    return names


@pytest.mark.parametrize("screen", [list_of(3), list_of(40), SEARCH], ids=["short", "long", "keys"])
def test_tab_comes_to_everything_once_and_to_the_page_first(show: Show, screen: Screen) -> None:
    window = show(screen)
    window.activateWindow()
    pressable = [each for each in window.findChildren(Touch) if each.isVisible() and each.isEnabled()]
    names = tabbed(window, len(pressable))
    assert sorted(names) == sorted(each.objectName() for each in pressable)
    assert names.index("back:") > max(names.index(name) for name in names if name.startswith(("choose", "key")))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_key_presses_what_has_the_focus(show: Show, key: Qt.Key) -> None:
    window = show(list_of(3))
    told = told_by(window)
    tabbed(window, 2)
    press_key(key)
    assert told == [Pressed(Action.CHOOSE, "1")]


def test_a_page_drawn_anew_keeps_the_place_of_whoever_types(show: Show) -> None:
    window = show(SEARCH)
    before = tabbed(window, 5)[-1]
    show(Screen(Page.SEARCH, Layout.SEARCH, said("search.title"), keypad=Keypad(Alphabet.LETTERS, "xn"), back=True))
    after = QApplication.focusWidget()
    assert isinstance(after, Touch)
    assert (after.objectName(), after.shows_focus) == (before, True)


def test_a_new_page_begins_with_nothing_ready_to_be_pressed(show: Show) -> None:
    window = show(list_of(3))
    tabbed(window, 2)
    show(list_of(3, Page.DOCTORS))
    told = told_by(window)
    press_key(Qt.Key.Key_Return)
    press_key(Qt.Key.Key_Space)
    assert told == []


def test_a_finger_leaves_no_ring(show: Show) -> None:
    window = show(list_of(3))
    pressed = button(window, Action.CHOOSE, "1")
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)
    assert pressed.hasFocus()
    assert not pressed.shows_focus


@pytest.mark.parametrize("look", [Look(), Look(language="en")], ids=["zh", "en"])
@pytest.mark.parametrize("screen", [attract(), list_of(40), SEARCH], ids=["attract", "list", "search"])
def test_every_button_has_a_name_and_is_a_button(show: Show, screen: Screen, look: Look) -> None:
    for each in show(screen, look).findChildren(Touch):
        told = QAccessible.queryAccessibleInterface(each)
        assert told.text(QAccessible.Text.Name).strip(), each.objectName()
        assert told.role() == QAccessible.Role.Button
