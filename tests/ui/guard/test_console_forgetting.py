"""When a guard leaves, no name and no picture is left on the screen or behind it."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from tests.ui.guard.conftest import REASON, SECRET, Desk, jpeg, settle

LEAVES: dict[str, Callable[[Desk], None]] = {
    "lock": lambda desk: desk.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
    "idle": lambda desk: desk.pass_time(901),
    "over": lambda desk: desk.post.end_sessions(),
    "badge": lambda desk: desk.front.badge("nobody's"),
}


def words_alive() -> str:
    alive = [each for each in gc.get_objects() if isinstance(each, QObject) and isValid(each)]
    words = [each.objectName() for each in alive]
    for widget in {id(one): one for one in (*QApplication.allWidgets(), *alive) if isinstance(one, QWidget)}.values():
        words += [widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle(), widget.toolTip()]
        words += [widget.text()] if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else []
    return "\n".join(words)


def pictures_alive() -> int:
    alive = gc.get_objects()
    pictures = sum(isinstance(one, QPixmap | QImage) and not one.isNull() for one in alive)
    labels = [one for one in QApplication.allWidgets() if isinstance(one, QLabel)]
    return pictures + sum(not label.pixmap().isNull() for label in labels)


def faces_in_memory() -> int:
    """The bytes of a picture, held by anything the collector knows of."""
    faces = {jpeg("red"), jpeg("blue")}
    holders = [one for one in gc.get_objects() if type(one).__name__ in ("PictureTold", "_Place", "dict", "tuple")]
    return sum(any(isinstance(held, bytes) and held in faces for held in gc.get_referents(one)) for one in holders)


@pytest.mark.parametrize("how", sorted(LEAVES))
def test_nothing_is_left(desk: Desk, how: str) -> None:
    gc.collect()
    settle()
    before = pictures_alive()
    desk.log_in()
    alarm_id = desk.ring()
    desk.waits_for(SECRET)
    desk.key(Qt.Key.Key_D)
    desk.waits_for(REASON)
    desk.until(lambda: pictures_alive() >= before + 2)
    assert SECRET in words_alive()
    LEAVES[how](desk)
    desk.until(lambda: desk.front.state.shift is None)
    desk.post._captured[alarm_id] = b""
    settle()
    gc.collect()
    left = words_alive()
    for secret in (SECRET, REASON, alarm_id):
        assert secret not in left
    assert pictures_alive() <= before
    assert faces_in_memory() == 0


def test_a_picture_that_comes_too_late_is_dropped(desk: Desk) -> None:
    desk.log_in()
    desk.ring()
    desk.waits_for(SECRET)
    desk.post.hold()
    desk.front.window.shelf._places.clear()
    desk.front.tick()
    desk.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    desk.post.let_go()
    desk.until(lambda: desk.front.state.heard_at is not None)
    settle()
    assert desk.front.window.shelf._places == {}
