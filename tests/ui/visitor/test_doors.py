"""What comes from the kiosk's threads reaches the screen's own thread, in its order, and only the newest picture."""

from collections import deque
from collections.abc import Callable
from threading import Event, Thread, current_thread, main_thread

import numpy as np
import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from ui.visitor.doors import EventDoor, PictureDoor
from ui.visitor.mirror_view import Picture


def in_a_thread(work: Callable[[], object]) -> None:
    thread = Thread(target=work)
    thread.start()
    thread.join()


def test_events_are_handled_on_the_screens_thread_in_their_order(qtbot: QtBot) -> None:
    handled: list[tuple[object, bool]] = []
    door = EventDoor(lambda event: handled.append((event, current_thread() is main_thread())))
    in_a_thread(lambda: deque(map(door.post, range(50))))
    assert handled == []
    qtbot.waitUntil(lambda: len(handled) == 50)
    assert handled == [(number, True) for number in range(50)]


def test_a_bug_of_another_thread_is_raised_in_the_event_loop(qtbot: QtBot) -> None:
    door = EventDoor(lambda _event: None)
    with capture_exceptions() as caught:
        in_a_thread(lambda: door.crash(ZeroDivisionError("bug")))
        qtbot.waitUntil(lambda: bool(caught))
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_a_slow_screen_shows_the_newest_picture_only(qtbot: QtBot) -> None:
    shown: list[int] = []
    door = PictureDoor(lambda picture: shown.append(int(picture[0, 0, 0])))
    in_a_thread(lambda: deque(map(door.take, map(picture, range(20)), range(20))))
    qtbot.waitUntil(lambda: bool(shown))
    door.take(picture(30), 30)
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown == [19, 30]
    assert door.shown == 2


def test_what_was_on_its_way_when_the_visit_ended_is_not_shown(qtbot: QtBot) -> None:
    shown: list[int] = []
    door = PictureDoor(lambda picture: shown.append(int(picture[0, 0, 0])))
    door.take(picture(1), 1)
    door.forget()
    later = Event()
    EventDoor(lambda _event: later.set()).post("after it")
    door.take(picture(2), 2)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [2]


def picture(number: int) -> Picture:
    return np.full((2, 2, 3), number, np.uint8)


@pytest.mark.parametrize("count", [3])
def test_each_picture_is_let_go_of_when_it_was_shown(qtbot: QtBot, count: int) -> None:
    door = PictureDoor(lambda _picture: None)
    for number in range(count):
        door.take(picture(number), number)
        qtbot.waitUntil(lambda number=number: door.shown == number + 1)  # type: ignore[misc]
    assert door._newest is None
