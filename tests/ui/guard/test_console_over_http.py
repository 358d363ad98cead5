"""The console before the real post: a store, a server on loopback, the client."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.guard.conftest import ZONE
from tests.watchlist.post.worlds import GUARD, KEY, NAMES, PINS, served_world
from ui.guard.front import GuardFront
from ui.shared.sound import FakeSpeaker
from ui.shared.texts import Texts
from watchlist.alarms.life import Verdict
from watchlist.post.console.state import SiteRules
from watchlist.post.http.client import HttpPost


@pytest.mark.qt_log_ignore("JPEG")
def test_a_guard_logs_in_takes_and_decides(qtbot: QtBot, texts: Texts, tmp_path: Path) -> None:
    with served_world(tmp_path) as (world, _, url):
        post = HttpPost(url, KEY)
        front = GuardFront(post, SiteRules(), texts, ZONE, time.monotonic, FakeSpeaker(), lambda: True, listens_s=0.05)
        qtbot.addWidget(front.window)
        front.window.resize(1366, 768)
        front.window.show()
        front.start()
        try:
            _live_a_shift(qtbot, front, world.ring)
            life = world.store.open_alarms()
            assert life == []
            assert world.store.alarms()[0].life.verdict is Verdict.CONFIRMED
        finally:
            front.close()
            post.close()


def _live_a_shift(qtbot: QtBot, front: GuardFront, ring) -> None:  # type: ignore[no-untyped-def]
    window = front.window

    def key(code: Qt.Key) -> None:
        QTest.keyClick(window.focusWidget() or window, code)

    qtbot.waitUntil(lambda: front.state.overview is not None)
    while front.state.login.guard_id != GUARD:
        key(Qt.Key.Key_Down)
    for digit in PINS[GUARD]:
        key(Qt.Key(int(Qt.Key.Key_0) + int(digit)))
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.state.shift is not None and front.state.shift.has_all)
    ring(NAMES[0])
    qtbot.waitUntil(lambda: any(label.text() == NAMES[0] for label in window.findChildren(QLabel)))
    key(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: front.state.shift is not None and front.state.shift.open_alarms[0].life.owner == GUARD)
    qtbot.waitUntil(lambda: _decides(front, key))


def _decides(front: GuardFront, key) -> bool:  # type: ignore[no-untyped-def]
    key(Qt.Key.Key_1)
    shift = front.state.shift
    return shift is not None and not shift.open_alarms
