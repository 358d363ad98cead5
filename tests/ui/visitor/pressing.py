"""Finding, pressing and reading what stands on the visitor's window; and plain screens to show there."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from kiosk.visit.events import Pressed
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Choice, HeadDrawing, Layout, MirrorGuide, Screen
from kiosk.visit.wording import said
from ui.visitor.touch import Touch
from ui.visitor.window import VisitorWindow


def settle() -> None:
    """What is to be deleted later is deleted, what is to be drawn is drawn."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def visible_words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def button(window: VisitorWindow, action: str, value: str = "") -> Touch:
    found = window.touch_named(f"{action}:{value}")
    assert found is not None, f"no {action}:{value}"
    return found


def press(window: VisitorWindow, action: str, value: str = "") -> None:
    QTest.mouseClick(button(window, action, value), Qt.MouseButton.LeftButton)


def key(pressed: str | Qt.Key) -> None:
    """One key, to whatever has the focus."""
    focused = QApplication.focusWidget()
    assert focused is not None
    if isinstance(pressed, str):
        QTest.keyClicks(focused, pressed)
    else:
        QTest.keyClick(focused, pressed)


def told_by(window: VisitorWindow) -> list[Pressed]:
    """What the window reports from now on."""
    told: list[Pressed] = []
    window.intent.connect(told.append)
    return told


def named(name: str, value: str, is_enabled: bool = True, is_primary: bool = False) -> Choice:
    return Choice(Action.CHOOSE, said("fact.name", name=name), value, is_enabled=is_enabled, is_primary=is_primary)


def list_of(count: int, page: Page = Page.DEPARTMENTS) -> Screen:
    choices = tuple(named(f"科室{place}", str(place)) for place in range(count))
    return Screen(page, Layout.CHOICES, said("departments.title"), choices=choices, back=True)


def attract() -> Screen:
    return Screen(Page.ATTRACT, Layout.ATTRACT, said("attract.title"))


def mirror(filled: float = 0.0, key: str = "turn.left", head: HeadDrawing = HeadDrawing.LEFT) -> Screen:
    guide = MirrorGuide(said(key), head, filled)
    return Screen(Page.CHECK, Layout.MIRROR, said("check.title"), guide=guide, back=True)
