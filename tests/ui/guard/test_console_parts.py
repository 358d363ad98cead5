"""Sounds by priority, pictures that come and go, keys, and what the audit finds on a squeezed console."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.guard.conftest import ZONE, jpeg
from ui.guard import window
from ui.guard.keys import name_of_key, pressed_by
from ui.guard.picture_view import middle
from ui.guard.pictures import SIZES, Photographer, Shot
from ui.guard.ringer import EVERY_S, TONES, Ringer
from ui.guard.shelf import ASKS_AGAIN_S, THUMBNAIL_FOR_S, Shelf
from ui.guard.wording import TEXTS
from ui.shared.sound import FakeSpeaker
from ui.shared.texts import Texts
from watchlist.post.console.drawing import screen_of
from watchlist.post.console.events import Pressed
from watchlist.post.console.examples import examples
from watchlist.post.console.pages import Action, Ring
from watchlist.post.console.picture_keys import CapturedKey, ThumbnailKey
from watchlist.types import AlarmId

AT = datetime(2025, 11, 24, 10, 11, tzinfo=UTC)
FACE, DOOR = CapturedKey(AlarmId("a")), ThumbnailKey("door")


def test_louder_is_heard_at_once_and_the_rest_in_its_time() -> None:
    speaker = FakeSpeaker()
    ringer = Ringer(speaker)
    for ring, now_s in ((Ring.ALARM, 0.0), (Ring.ALARM, 3.9), (Ring.ALARM, 4.1), (Ring.ESCALATED, 4.2)):
        ringer.sound(ring, now_s)
    assert len(speaker.played) == 3
    ringer.sound(Ring.SILENT, 4.3)
    assert not speaker.is_playing


def test_each_priority_sounds_different_longer_and_louder() -> None:
    loudness = [TONES[ring][1] for ring in (Ring.ATTENTION, Ring.ALARM, Ring.ESCALATED)]
    assert loudness == sorted(set(loudness))
    assert EVERY_S[Ring.ATTENTION] > EVERY_S[Ring.ALARM] > EVERY_S[Ring.ESCALATED]
    for ring, (tones, _) in TONES.items():
        assert sum(length for _, length in tones) < EVERY_S[ring]


def test_a_shelf_asks_once_and_lets_go_what_is_not_seen(qapp: QApplication) -> None:
    shelf = Shelf()
    assert shelf.wanted([FACE], 0) == [FACE]
    assert shelf.wanted([FACE], 1) == []
    assert shelf.wanted([FACE], ASKS_AGAIN_S) == [FACE], "the question was lost"
    assert shelf.put(FACE, jpeg("red"))
    assert shelf.get(FACE) is not None
    assert shelf.wanted([FACE], 100) == []
    assert shelf.wanted([], 101) == []
    assert shelf.get(FACE) is None
    assert not shelf.put(FACE, jpeg("red")), "nobody waits for it any more"


def test_a_camera_is_looked_at_again_and_again(qapp: QApplication) -> None:
    shelf = Shelf()
    shelf.wanted([DOOR], 0)
    shelf.put(DOOR, jpeg("red"))
    assert shelf.wanted([DOOR], THUMBNAIL_FOR_S - 0.1) == []
    assert shelf.wanted([DOOR], THUMBNAIL_FOR_S) == [DOOR]
    assert shelf.get(DOOR) is not None, "the older one is seen until the newer comes"


@pytest.mark.parametrize("data", [None, b"", b"no picture"])
def test_what_is_no_picture_is_none(qapp: QApplication, data: bytes | None) -> None:
    shelf = Shelf()
    shelf.wanted([FACE], 0)
    shelf.put(FACE, data)
    assert shelf.get(FACE) is None
    assert not shelf.is_waited_for(FACE)


def test_both_faces_are_cut_alike() -> None:
    frame = QSize(100, 100)
    assert middle(QSize(200, 100), frame).getRect() == (50, 0, 100, 100)
    assert middle(QSize(100, 300), frame).getRect() == (0, 100, 100, 100)


def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, code, modifier)


def test_a_key_presses_what_it_is_written_on() -> None:
    states = {one.name: one.state for one in examples(AT)}
    mine, new, login = (screen_of(states[name], AT) for name in ("alarm-mine", "alarm-new", "login"))
    assert pressed_by(key(Qt.Key.Key_2), mine) == Pressed(Action.REJECT)
    assert pressed_by(key(Qt.Key.Key_R), mine) == Pressed(Action.RELEASE)
    assert pressed_by(key(Qt.Key.Key_R), new) is None
    assert pressed_by(key(Qt.Key.Key_Space), new) == Pressed(Action.TAKE)
    assert pressed_by(key(Qt.Key.Key_2), login) == Pressed(Action.DIGIT, "2")
    assert pressed_by(key(Qt.Key.Key_Backspace), login) == Pressed(Action.ERASE)
    assert pressed_by(key(Qt.Key.Key_Space), login) is None
    assert pressed_by(key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier), mine) == Pressed(Action.LOCK)
    acting = screen_of(states["alarm-acting"], AT)
    assert pressed_by(key(Qt.Key.Key_1), acting) is None, "a button that is off is not pressed by its key"
    assert name_of_key(key(Qt.Key.Key_Shift)) == ""


def test_the_audit_finds_parts_that_have_no_room(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "SIDE_PX", 1000)
    photographer = Photographer(Texts.load(TEXTS), ZONE, lambda _key: None)
    state = next(one.state for one in examples(AT) if one.name == "alarm-new")
    faults = photographer.look_at(state, AT, Shot("", "en", dark=False, size=SIZES[0]))
    photographer.close()
    assert {"clipped text", "too large"} & {fault.kind for fault in faults}
