"""From a key to what it presses: the shortcut that is written on a button, and a few that need no button."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from watchlist.post.console.entering import IN_NUMBERS
from watchlist.post.console.events import Pressed
from watchlist.post.console.pages import Action, Page
from watchlist.post.console.screen import LoginPad, Screen

NAMES = {
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_PageDown: "PgDn",
}
HELD = {Qt.KeyboardModifier.ControlModifier: "Ctrl", Qt.KeyboardModifier.AltModifier: "Alt"}
MOVES = {Qt.Key.Key_Up: Action.PREVIOUS, Qt.Key.Key_Down: Action.NEXT}


def name_of_key(event: QKeyEvent) -> str:
    """As it is written on a button."""
    key = Qt.Key(event.key())
    if key in NAMES:
        return NAMES[key]
    letter = chr(key) if Qt.Key.Key_0 <= key <= Qt.Key.Key_Z else ""
    for modifier, held in HELD.items():
        if event.modifiers() & modifier:
            return f"{held}+{letter}"
    return letter


def pressed_by(event: QKeyEvent, screen: Screen) -> Pressed | None:
    """None: the key means nothing here. A button that is switched off is not pressed by its key either."""
    key = Qt.Key(event.key())
    if key in MOVES:
        return Pressed(MOVES[key])
    name = name_of_key(event)
    typed = _typed(event, screen)
    if typed is not None:
        return typed
    able = next((button for button in screen.buttons if name and button.key == name and button.enabled), None)
    if able is not None:
        return Pressed(able.action, able.value)
    # Going back and taking are the same keys everywhere, also where their buttons are not in sight.
    if name == "Space" and screen.page is not Page.LOGIN:
        return Pressed(Action.TAKE)
    return Pressed(Action.BACK) if name == "Esc" else None


def _typed(event: QKeyEvent, screen: Screen) -> Pressed | None:
    """What goes into a number or a PIN; which of the two, the console knows."""
    if not isinstance(screen.main, LoginPad):
        return None
    if Qt.Key(event.key()) is Qt.Key.Key_Backspace:
        return Pressed(Action.ERASE)
    name, written = name_of_key(event), event.text().lower()
    if name.isdigit():
        return Pressed(Action.DIGIT, name)
    is_held = any(event.modifiers() & modifier for modifier in HELD)
    takes = screen.main.takes_letters and not is_held and len(written) == 1 and written in IN_NUMBERS
    return Pressed(Action.DIGIT, written) if takes else None
