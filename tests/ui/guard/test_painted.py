"""An alarm counts as seen once it was painted with all of its pictures, and only once."""

import pytest

from tests.ui.guard.conftest import Desk, settle
from ui.guard.painted import AlarmsPainted
from watchlist.post.console.picture_keys import CapturedKey, EnrolledKey
from watchlist.types import AlarmId, PersonId


def test_an_alarm_is_told_once_when_it_was_painted_with_both_pictures(desk: Desk) -> None:
    told: list[str] = []
    painted = AlarmsPainted(desk.front.window, told.append)
    desk.log_in()
    alarm_id = desk.ring()
    desk.until(lambda: bool(told))
    desk.front.window.repaint()
    desk.pass_time(1)
    settle()
    assert told == [alarm_id]
    del painted


def test_an_alarm_that_lacks_a_picture_is_not_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    painted = AlarmsPainted(desk.front.window, told.append)
    desk.log_in()
    monkeypatch.setattr(desk.post, "enrolled", lambda _session, _alarm, _person: None)
    alarm_id = desk.ring()
    shelf = desk.front.window.shelf
    desk.until(lambda: shelf.get(CapturedKey(alarm_id)) is not None)
    desk.until(lambda: not shelf.is_waited_for(EnrolledKey(AlarmId(alarm_id), PersonId("hopper"))))
    desk.front.window.repaint()
    settle()
    assert told == []
    del painted
