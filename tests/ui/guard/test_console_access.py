"""The console for those who do not see it or use no mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from tests.ui.guard.conftest import SECRET, Desk, settle
from ui.guard.picture_view import PictureView
from ui.guard.press import Press


def role(widget: object) -> QAccessible.Role:
    interface = QAccessible.queryAccessibleInterface(widget)  # type: ignore[arg-type]
    assert interface is not None
    return interface.role()


def test_everything_that_can_be_pressed_is_a_button_with_a_name(desk: Desk) -> None:
    desk.log_in()
    desk.ring()
    desk.waits_for(SECRET)
    assert len(desk.presses()) > 8
    for press in desk.presses():
        assert role(press) in (QAccessible.Role.Button, QAccessible.Role.CheckBox)
        assert press.accessibleName().strip()
    take = desk.front.window.press_named("take:")
    assert take is not None
    assert "Space" in take.accessibleDescription()


def test_a_face_is_a_picture_with_words(desk: Desk) -> None:
    desk.log_in()
    desk.ring()
    views = desk.front.window.findChildren(PictureView)
    desk.until(lambda: any(not view.pixmap().isNull() for view in desk.front.window.findChildren(PictureView)))
    del views
    faces = [v for v in desk.front.window.findChildren(PictureView) if not v.pixmap().isNull() and v.isVisible()]
    assert {role(face) for face in faces} == {QAccessible.Role.Graphic}
    desk.until(lambda: any(SECRET in view.accessibleName() for view in desk.front.window.findChildren(PictureView)))


def test_words_are_text(desk: Desk) -> None:
    desk.log_in()
    labels = [one for one in desk.front.window.findChildren(QLabel) if one.isVisible() and one.text()]
    assert {role(label) for label in labels} == {QAccessible.Role.StaticText}


def test_tab_goes_to_every_button_and_the_ring_is_seen(desk: Desk) -> None:
    desk.log_in()
    desk.ring()
    desk.waits_for(SECRET)
    desk.front.window.activateWindow()
    seen: set[str] = set()
    for _ in range(60):
        desk.key(Qt.Key.Key_Tab)
        focused = desk.front.window.focusWidget()
        if isinstance(focused, Press):
            seen.add(focused.objectName())
    assert seen == {press.objectName() for press in desk.presses() if press.isEnabled()}


def test_the_focus_is_drawn(desk: Desk) -> None:
    desk.log_in()
    press = desk.front.window.press_named("feed:")
    assert press is not None
    desk.until(lambda: press.isVisible() and press.width() > 20)
    before = press.grab().toImage()
    press.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    if press.hasFocus():
        assert press.grab().toImage() != before


@pytest.mark.parametrize("shortcut", ["Space", "1", "2", "3", "D", "H", "M", "L", "T", "Ctrl+L"])
def test_every_shortcut_is_written_on_its_button(desk: Desk, shortcut: str) -> None:
    desk.log_in()
    desk.ring()
    desk.waits_for(SECRET)
    screen = desk.front.window.screen_shown
    assert screen is not None
    assert [button.action for button in screen.buttons if button.key == shortcut]
