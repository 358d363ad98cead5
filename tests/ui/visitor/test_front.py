"""The screen and voice, as whoever runs the conversation sees them; and the windows of the demonstration."""

from datetime import UTC
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Choice, Layout, Look, Screen, Text
from ui.shared.placing import EndsWithWindow, Ticker, place_beside, show_window
from ui.shared.sound import FakeSpeaker
from ui.shared.texts import Texts
from ui.visitor.doors import PictureDoor
from ui.visitor.fingers import first_of, press
from ui.visitor.front import NoVoice, VisitorFront
from ui.visitor.hand_window import HandButton, HandWindow
from ui.visitor.sounds import Sounds
from ui.visitor.speech import FakeVoice
from ui.visitor.window import VisitorWindow
from ui.visitor.wording import Wording

TEXTS = Texts.load(Path(__file__).resolve().parents[3] / "ui" / "visitor" / "texts", strict=True)
CHOICES = Screen(
    Page.SERVICES,
    Layout.CHOICES,
    Text("services.title"),
    choices=(
        Choice(Action.CHOOSE, Text("service.book"), "book", is_enabled=False),
        Choice(Action.CHOOSE, Text("service.pay"), "pay"),
    ),
)


@pytest.fixture
def window(qtbot: QtBot) -> VisitorWindow:
    window = VisitorWindow(TEXTS, UTC, motion=False, settle_s=0.0)
    qtbot.addWidget(window)
    window.resize(540, 960)
    window.show()
    return window


def test_it_shows_says_chimes_and_forgets(window: VisitorWindow) -> None:
    forgotten: list[bool] = []
    voice, chimes, pictures = FakeVoice(), FakeSpeaker(), PictureDoor(window.show_frame)
    front = VisitorFront(
        window, pictures, Wording(TEXTS, "zh", UTC), Sounds(voice, chimes), lambda: forgotten.append(True)
    )
    front.show(CHOICES, Look())
    assert window.page is not None
    front.say(Text("service.pay"), "en")
    assert voice.said == [("en", TEXTS.sentence("en", "service.pay"))]
    front.chime()
    assert chimes.is_playing
    assert voice.is_speaking
    pictures.take(np.zeros((2, 2, 3), np.uint8), 1)
    front.forget()
    assert (voice.is_speaking, forgotten) == (False, [True])
    QApplication.processEvents()
    assert pictures.shown == 0


def test_a_kiosk_without_loudspeaker_says_nothing() -> None:
    voice = NoVoice()
    voice.say("words", "zh", "key")
    voice.chime()
    voice.stop()


def test_the_finger_presses_what_can_be_pressed(window: VisitorWindow, qtbot: QtBot) -> None:
    window.show_screen(CHOICES, Look())
    assert not press(window, Action.CHOOSE, "book")
    assert not press(window, Action.CHOOSE, "nothing of the kind")
    assert first_of(window, Action.CHOOSE, "") == "pay"
    with qtbot.waitSignal(window.intent) as told:
        assert press(window, Action.CHOOSE, "pay")
    assert [pressed.value for pressed in told.args or ()] == ["pay"]


@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_a_window_keeps_its_proportions_on_a_small_screen(qtbot: QtBot, layout: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    show_window(window, layout)
    room: QSize = window.screen().availableSize()
    assert window.width() <= room.width()
    assert window.height() <= room.height()
    design = 1080 / 1920 if layout == "portrait" else 1366 / 768
    assert window.width() / window.height() == pytest.approx(design, rel=0.01)


def test_closing_the_kiosks_window_ends_the_program_and_closing_the_hands_does_not(qtbot: QtBot) -> None:
    ended: list[bool] = []

    class Program:
        def quit(self) -> None:
            ended.append(True)

    kiosk, other = QWidget(), QWidget()
    for window in (kiosk, other):
        qtbot.addWidget(window)
        window.show()
    keeper = EndsWithWindow(Program(), kiosk)  # type: ignore[arg-type]
    other.close()
    assert ended == []
    kiosk.close()
    assert ended == [True]
    del keeper


def test_the_ticker_ticks_until_it_is_stopped(qtbot: QtBot) -> None:
    ticks: list[int] = []
    ticker = Ticker(lambda: ticks.append(1), every_ms=5)
    qtbot.waitUntil(lambda: len(ticks) > 2)
    ticker.stop()
    count = len(ticks)
    QApplication.processEvents()
    assert len(ticks) == count


def test_the_hands_buttons_do_what_they_say_and_the_paper_is_shown(qtbot: QtBot) -> None:
    done: list[str] = []
    buttons = [HandButton("one", lambda: done.append("one")), HandButton("two", lambda: done.append("two"))]
    paper = ["nothing yet"]
    hand = HandWindow("hand", [("card", buttons)], lambda: paper[0])
    qtbot.addWidget(hand)
    place_beside(hand, hand)
    for button in hand.findChildren(QPushButton):
        button.click()
    assert done == ["one", "two"]
    paper[0] = "预约成功"
    qtbot.waitUntil(lambda: hand.paper.toPlainText() == "预约成功")
