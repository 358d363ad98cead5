"""A finger for the demonstration: presses what stands on the kiosk's window, as a visitor would."""

from PySide6.QtGui import QPixmap

from kiosk.visit.pages import Action
from ui.visitor.touch import Touch
from ui.visitor.window import VisitorWindow


def press(window: VisitorWindow, action: Action, value: str = "") -> bool:
    """False when it is not there, cannot be pressed, or was not taken yet."""
    for button in window.findChildren(Touch, f"{action}:{value}"):
        if button.isVisible() and button.isEnabled():
            button.click()
            return True
    return False


def first_of(window: VisitorWindow, action: Action, starts: str) -> str | None:
    """The value of the first that can be pressed and begins like this."""
    wanted = f"{action}:{starts}"
    for button in window.findChildren(Touch):
        if button.objectName().startswith(wanted) and button.isVisible() and button.isEnabled():
            return button.objectName().partition(":")[2]
    return None


def photograph(window: VisitorWindow) -> QPixmap:
    """As it looks now; `save` writes it."""
    return window.grab()
