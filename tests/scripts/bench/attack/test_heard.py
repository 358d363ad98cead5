"""What programs tell becomes what is watched, what rang, what is open and who decided."""

import pytest

from scripts.bench.attack.eyes import Eyes
from scripts.bench.attack.heard import Heard, SeatTold
from tests.scripts.bench.attack.hand import moment, stretch
from watchlist.types import AlarmId

ONE = AlarmId("a1")


def of_camera(condition: str, at_s: float) -> dict[str, str]:
    return {"event": "camera", "camera": "door", "condition": condition, "at": moment(at_s).isoformat()}


@pytest.mark.parametrize("condition", ["lost", "frozen", "black", "covered"])
def test_a_camera_is_watched_from_live_to_whatever_else_it_becomes(condition: str) -> None:
    heard, eyes = Heard(), Eyes(["door"])
    heard.watch_told(of_camera("live", 3.0), eyes)
    heard.watch_told(of_camera(condition, 9.0), eyes)
    assert eyes.stretches(moment(60)) == [stretch(3, 9)]
    assert heard.troubles == {f"camera {condition}": 1}


def test_alarms_and_troubles_are_kept() -> None:
    heard, eyes = Heard(), Eyes(["door"])
    heard.watch_told({"event": "alarm", "id": "a1"}, eyes)
    heard.watch_told({"event": "trouble", "why": "the disk is full"}, eyes)
    heard.watch_told({"event": "update", "id": "a1"}, eyes)
    assert heard.alarms == [ONE]
    assert heard.troubles == {"the disk is full": 1}


def test_an_alarm_is_open_until_a_screen_shows_it_as_over() -> None:
    heard = Heard()
    heard.screen_told(SeatTold("open", ONE))
    assert heard.open == {ONE}
    heard.screen_told(SeatTold("asked", ONE, "note"))
    assert (heard.asked, heard.decided) == ({"note": ONE}, {})
    heard.screen_told(SeatTold("decided", ONE, "note"))
    heard.screen_told(SeatTold("over", ONE))
    assert heard.decided == {"note": ONE}
    assert (heard.open, heard.seen) == (set(), {ONE})
