"""The audit of the pictures finds what it is there for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.shared.audit import faint_words, misplaced
from ui.shared.fonts import font


def labelled(window: QWidget) -> QLabel:
    label = QLabel("请放上您的卡", window)
    label.setFont(font(40))
    label.setGeometry(20, 20, 400, 70)
    return label


def pressable(window: QWidget, left: int) -> QPushButton:
    button = QPushButton("好", window)
    button.setAccessibleName("好")
    button.setGeometry(left, 200, 96, 96)
    return button


def well(window: QWidget) -> None:
    labelled(window)
    pressable(window, 20)
    pressable(window, 140)


def too_narrow(window: QWidget) -> None:
    labelled(window).resize(120, 70)


def too_low(window: QWidget) -> None:
    label = labelled(window)
    label.setWordWrap(True)
    label.resize(150, 70)


def out_of_the_window(window: QWidget) -> None:
    labelled(window).move(400, 20)


def over_each_other(window: QWidget) -> None:
    labelled(window)
    labelled(window).move(100, 40)


def small(window: QWidget) -> None:
    pressable(window, 20).resize(95, 96)


def near(window: QWidget) -> None:
    pressable(window, 20)
    pressable(window, 138)


def nameless(window: QWidget) -> None:
    pressable(window, 20).setAccessibleName("")


FAULTY: list[tuple[Callable[[QWidget], None], str]] = [
    *((too_narrow, "clipped text"), (too_low, "clipped text"), (out_of_the_window, "sticks out")),
    *((over_each_other, "overlap"), (small, "small target"), (near, "crowded"), (nameless, "no name")),
]


def shown(qtbot: QtBot, draw: Callable[[QWidget], None]) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    window.resize(600, 400)
    draw(window)
    window.show()
    return window


def test_a_window_without_fault_has_none(qtbot: QtBot) -> None:
    window = shown(qtbot, well)
    assert misplaced(window, 96, 24) == []
    assert faint_words(window, window.grab().toImage(), 4.5) == []


@pytest.mark.parametrize(("draw", "kind"), FAULTY, ids=lambda value: getattr(value, "__name__", value))
def test_a_fault_is_found(qtbot: QtBot, draw: Callable[[QWidget], None], kind: str) -> None:
    assert kind in {fault.kind for fault in misplaced(shown(qtbot, draw), 96, 24)}


@pytest.mark.parametrize(("ink", "is_faint"), [("#777777", True), ("#767676", False), ("#FFFFFF", True)])
def test_faint_ink_is_found_in_the_picture(qtbot: QtBot, ink: str, is_faint: bool) -> None:
    def draw(window: QWidget) -> None:
        palette = window.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor("#FFFFFF"))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        window.setPalette(palette)
        labelled(window)

    window = shown(qtbot, draw)
    assert bool(faint_words(window, window.grab().toImage(), 4.5)) == is_faint
