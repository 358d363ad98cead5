"""Nothing of the last patient is left on the screen or behind it."""

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from shiboken6 import isValid

from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Alphabet, Choice, Fact, Keypad, Layout, Screen
from kiosk.visit.wording import said
from tests.ui.visitor.conftest import Show
from tests.ui.visitor.pressing import attract, mirror, settle

SECRET = "张伟7788"
NAMED = said("fact.name", name=SECRET)


def told_everywhere(layout: Layout) -> Screen:
    """The patient's name in every place a screen has."""
    choice = Choice(Action.CHOOSE, NAMED, SECRET, detail=NAMED, trailing=NAMED)
    return Screen(
        Page.CONFIRM,
        layout,
        NAMED,
        body=(NAMED,) * 3,
        choices=(choice,) * 30,
        days=(choice,) * 30,
        facts=(Fact(NAMED, NAMED),) * 3,
        big=NAMED,
        qr_text=SECRET,
        keypad=Keypad(Alphabet.LETTERS, SECRET),
        caution=NAMED,
    )


def words_alive() -> str:
    """All that any living object of Qt's says, shown or not."""
    alive = [each for each in gc.get_objects() if isinstance(each, QObject) and isValid(each)]
    widgets = {id(each): each for each in (*QApplication.allWidgets(), *(a for a in alive if isinstance(a, QWidget)))}
    words = [each.objectName() for each in alive]
    for widget in widgets.values():
        words += [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle(), widget.toolTip()]
        words += [widget.text()] if isinstance(widget, QLabel | QAbstractButton) else []
    return "\n".join([*words, QApplication.clipboard().text()])


@pytest.mark.parametrize("layout", list(Layout))
def test_no_object_says_a_patients_name_after_the_visit(show: Show, layout: Layout) -> None:
    window = show(told_everywhere(layout))
    assert SECRET in words_alive()
    page = weakref.ref(window.page)
    show(attract())
    assert SECRET not in words_alive()
    assert page() is None, "the page and the screen it was built from are still held"


def test_the_last_picture_of_the_mirror_is_let_go(show: Show) -> None:
    window = show(mirror())
    picture = np.full((480, 640, 3), 7, np.uint8)
    held = weakref.ref(picture)
    window.show_frame(picture)
    settle()
    del picture
    assert held() is not None
    show(attract())
    assert held() is None


def test_a_newer_picture_lets_the_older_one_go(show: Show) -> None:
    window = show(mirror())
    old = np.full((480, 640, 3), 7, np.uint8)
    held = weakref.ref(old)
    window.show_frame(old)
    window.show_frame(np.zeros((480, 640, 3), np.uint8))
    del old
    assert held() is None
