"""A scanner that types, on the real window, told from a person by the real rules."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hardware.scanners.wedge import Wedge
from kiosk.visit.events import Pressed
from kiosk.visit.pages import Action
from tests.ui.visitor.conftest import Show
from tests.ui.visitor.pressing import button, key, list_of, told_by
from ui.visitor.wedge_filter import WedgeFilter

CODE = "6901234 567892"


class Hand:
    """Presses keys so many seconds apart."""

    def __init__(self, apart_s: float) -> None:
        self._apart_s = apart_s
        self._now_s = 100.0

    def clock(self) -> float:
        return self._now_s

    def types(self, text: str) -> None:
        for character in text:
            self._now_s += self._apart_s
            key(character)
        self._now_s += self._apart_s
        key(Qt.Key.Key_Return)


@pytest.mark.parametrize(("apart_s", "is_scan"), [(0.004, True), (0.3, False)], ids=["scanner", "person"])
def test_a_scanners_typing_is_one_scan_and_presses_nothing(
    show: Show, qapp: QApplication, apart_s: float, is_scan: bool
) -> None:
    window = show(list_of(3))
    button(window, Action.CHOOSE, "1").setFocus(Qt.FocusReason.TabFocusReason)
    scans: list[str] = []
    told, hand = told_by(window), Hand(apart_s)
    wedge = WedgeFilter(qapp, Wedge(), hand.clock)
    wedge.scanned.connect(scans.append)
    hand.types(CODE)
    wedge.close()
    assert scans == ([CODE] if is_scan else [])
    assert (told == []) == is_scan
    assert set(told) <= {Pressed(Action.CHOOSE, "1")}


def test_a_key_that_comes_by_the_windows_own_handle_counts_once(show: Show, qapp: QApplication, qtbot: QtBot) -> None:
    window = show(list_of(3))
    window.activateWindow()
    scans: list[str] = []
    wedge = WedgeFilter(qapp, Wedge(), lambda: 1.0)
    wedge.scanned.connect(scans.append)
    for character in CODE:
        QTest.keyClick(window.windowHandle(), ord(character))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    wedge.close()
    assert scans == [CODE]


def test_a_filter_that_is_closed_hears_nothing(show: Show, qapp: QApplication) -> None:
    show(list_of(3))
    scans: list[str] = []
    wedge = WedgeFilter(qapp, Wedge(), lambda: 1.0)
    wedge.scanned.connect(scans.append)
    wedge.close()
    wedge.close()
    Hand(0.001).types(CODE)
    assert scans == []
