"""`gatehouse bench latency`: what counts as an entrance, what as shown, and one entrance through the real programs."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from camera.rehearsal.rtsp_camera import RtspCamera
from scripts.bench import latency, latency_run
from scripts.bench.latency_delays import Delays, Entrance, Shown, delays, first_found
from scripts.bench.latency_run import DECIDES_AFTER_S, PATIENCE_S, Door
from scripts.main import run
from watchlist.alarms.life import Life
from watchlist.post.values import AlarmView, CandidateView
from watchlist.types import AlarmId, PersonId

HERE, THERE = "Eileen Collins", "Grace Hopper"


@dataclass
class SendingCamera:
    sent_at: dict[int, float] = field(default_factory=dict)


def door(camera: SendingCamera, count: int = 2) -> Door:
    return Door(cast("RtspCamera", camera), {HERE: 25, THERE: 137}, count)


def alarm(who: str) -> AlarmView:
    now = datetime.now(UTC)
    candidate = CandidateView(PersonId("p"), who, 0.9)
    return AlarmView(AlarmId("a"), (candidate,), "door", now, now, now, "door", 0, 0.9, None, None, Life(), 1)


def test_an_entrance_waits_for_its_own_person_and_not_longer_than_until_the_next_one() -> None:
    entrances = [Entrance(HERE, 10.0), Entrance(THERE, 15.0), Entrance(HERE, 20.0)]
    shown = [Shown(THERE, 15.5, 16.0), Shown(HERE, 20.4, 21.0), Shown(HERE, 9.0, 9.5)]
    found = delays(entrances, shown)
    assert (found.whole, found.missed) == ((1.0, 1.0), 1)
    assert found.recognised == pytest.approx((0.5, 0.4))


def test_of_two_alarms_for_one_entrance_the_first_counts() -> None:
    assert delays([Entrance(HERE, 1.0)], [Shown(HERE, 4.0, 5.0), Shown(HERE, 1.5, 2.0)]).whole == (1.0,)


def test_what_is_told_tells_half_and_most_and_where_the_time_went() -> None:
    told = Delays((0.5, 0.6, 1.0), (0.75, 0.9, 1.2), 1).as_json()
    assert told == {
        "n": 4,
        "missed": 1,
        "p50_s": 0.9,
        "max_s": 1.2,
        "recognised_p50_s": 0.6,
        "shown_p50_s": 0.25,
        "recognised_max_s": 1.0,
        "shown_max_s": 0.3,
    }
    assert Delays((), (), 2).as_json() == {"n": 2, "missed": 2, "p50_s": None, "max_s": None}


def test_a_person_enters_with_the_first_picture_whose_face_is_large_enough() -> None:
    assert first_found([{}, {HERE: 39.0}, {HERE: 40.0, THERE: 66.0}, {HERE: 50.0}], 40) == {HERE: 2, THERE: 2}


def test_only_who_enters_while_the_guard_watches_counts_and_each_entrance_once() -> None:
    camera = SendingCamera()
    seen = door(camera)
    seen.look(is_watched=True)
    camera.sent_at[25] = 1.0
    seen.look(is_watched=False)
    seen.look(is_watched=True)
    assert seen.entrances == []
    camera.sent_at[137] = 5.5
    seen.look(is_watched=True)
    camera.sent_at[25] = 11.0
    seen.look(is_watched=True)
    camera.sent_at[137] = 15.5
    seen.look(is_watched=True)
    assert seen.entrances == [Entrance(THERE, 5.5), Entrance(HERE, 11.0)]


def test_it_is_over_when_the_last_one_was_shown_or_never_will_be() -> None:
    camera = SendingCamera({25: 1.0})
    seen = door(camera, count=1)
    assert not seen.is_over(1e9)
    seen.look(is_watched=True)
    assert not seen.is_over(1.0 + PATIENCE_S)
    assert seen.is_over(1.1 + PATIENCE_S)
    seen.seen(alarm(THERE), 2.0)
    assert not seen.is_over(2.0)
    seen.seen(alarm(HERE), 2.0)
    assert seen.is_over(2.0)


def test_a_guard_decides_what_was_on_the_screen_for_a_while() -> None:
    seen, here = door(SendingCamera()), alarm(HERE)
    assert not seen.is_looked_at(here, 50.0)
    seen.seen(here, 50.0)
    assert not seen.is_looked_at(here, 49.9 + DECIDES_AFTER_S)
    assert seen.is_looked_at(here, 50.0 + DECIDES_AFTER_S)
    assert not seen.is_looked_at(None, 60.0)


def test_the_drawn_scene_lets_each_of_its_people_in_once() -> None:
    frames = latency.first_pictures()
    assert set(frames) == {HERE, THERE}
    assert 0 < frames[HERE] < frames[THERE] < latency.WITH_PEOPLE


def test_one_entrance_goes_through_the_real_programs(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(latency, "WITHOUT", 10)
    monkeypatch.setattr(latency, "WITH_PEOPLE", 140)
    monkeypatch.setattr(latency_run, "PATIENCE_S", 4.0)
    assert run(["bench", "latency", "-n", "1", "--json"], home=tmp_path) == 0
    (line,) = capsys.readouterr().out.splitlines()
    told: dict[str, Any] = json.loads(line)
    assert (told["part"], told["n"], told["detector"]) == ("latency", 1, "hog")
    assert told["p50_s"] == told["max_s"]
