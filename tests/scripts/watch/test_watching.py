"""The loop of a watch: in the store first, then told; the list followed; nothing lost at the end."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from camera.messages import CameraCondition, CameraState, Heartbeat
from camera.types import PipelineCounts, TrackEnded, TrackId
from scripts.entrance.settings import Settings
from tests.scripts.watch.hand import (
    LISTED_FACE,
    MODEL,
    START,
    STRANGERS_FACE,
    HandContext,
    entrance_of,
    live,
    seen,
    walks_past,
    watch,
)
from tests.watchlist.store_hand import photo
from watchlist.operating_points import OperatingPoint
from watchlist.store import WatchlistStore
from watchlist.types import Entry

UNTIL = date(2027, 1, 1)


def enrol(context: HandContext, name: str = "张三", face: int = LISTED_FACE) -> Entry:
    with context.open_store() as store:
        return store.list_person(name, "sold slots", UNTIL, "operator", [photo(face, MODEL)])


@pytest.fixture
def context(tmp_path: Path) -> HandContext:
    return HandContext(tmp_path / "home")


def test_a_listed_person_rings_once_and_a_stranger_never(context: HandContext) -> None:
    enrol(context)
    watch(context, [walks_past(STRANGERS_FACE, 0, track=1), walks_past(LISTED_FACE, 2, track=2)])
    [alarm] = context.events("alarm")
    assert (alarm["person"], alarm["camera"], alarm["track"]) == ("张三", "door", 2)
    assert alarm["at"] == (START + timedelta(seconds=2.5)).isoformat()


def test_an_alarm_says_how_rare_it_is_where_that_was_measured(context: HandContext) -> None:
    for listed, one_in in ((1, 65), (0, None)):
        point = OperatingPoint(0.5, 0.04, one_in=65, listed=listed) if listed else OperatingPoint(0.5, 0.04)
        context.settings = Settings(operating_points={MODEL: point})
        if listed:
            enrol(context)
        watch(context, [walks_past(LISTED_FACE, 0)], wall_at=START + timedelta(hours=1 - listed))
        with context.open_store() as store:
            assert store.alarms(1)[0].one_in == one_in


def test_a_list_that_grew_beyond_what_was_measured_says_no_more(context: HandContext) -> None:
    context.settings = Settings(operating_points={MODEL: OperatingPoint(0.5, 0.04, one_in=65, listed=1)})
    enrol(context)

    def enrol_another(event: dict[str, Any]) -> None:
        if event["event"] == "camera":
            enrol(context, "李四", face=7)

    context.listen = enrol_another
    watch(context, [[live("door")], [], [], walks_past(LISTED_FACE, 5)])
    with context.open_store() as store:
        assert store.alarms(1)[0].one_in is None


def test_the_alarm_is_in_the_store_before_anybody_hears_of_it(context: HandContext) -> None:
    enrol(context)
    kept_when_told: list[int] = []

    def look(event: dict[str, Any]) -> None:
        if event["event"] == "alarm":
            with context.open_store() as other:
                kept_when_told.append(len(other.alarms()))
                assert other.picture(event["id"], "tester").startswith(b"\xff\xd8")

    context.listen = look
    watch(context, [walks_past(LISTED_FACE, 0)])
    assert kept_when_told == [1]


def test_a_restart_in_the_middle_of_a_visit_does_not_ring_again(context: HandContext) -> None:
    enrol(context)
    watch(context, [walks_past(LISTED_FACE, 0)])
    watch(context, [walks_past(LISTED_FACE, 0)], wall_at=START + timedelta(minutes=5))
    assert len(context.events("alarm")) == 1
    assert context.events("update")[-1]["id"] == context.events("alarm")[0]["id"]


def test_a_restart_after_a_long_visit_does_not_ring_again(context: HandContext) -> None:
    """What was kept of the visit is when it was last seen, not when it began."""
    enrol(context)
    stays = [walks_past(LISTED_FACE, minute * 60.0, track=minute) for minute in range(0, 16, 5)]
    watch(context, stays)
    watch(context, [walks_past(LISTED_FACE, 0)], wall_at=START + timedelta(minutes=22))
    assert len(context.events("alarm")) == 1


def test_the_next_visit_rings_again(context: HandContext) -> None:
    enrol(context)
    watch(context, [walks_past(LISTED_FACE, 0)])
    watch(context, [walks_past(LISTED_FACE, 0)], wall_at=START + timedelta(minutes=15))
    assert len(context.events("alarm")) == 2


def test_what_a_worker_still_had_to_say_when_it_was_stopped_counts(context: HandContext) -> None:
    enrol(context)
    workers = watch(context, [[live("door")]], last_words=walks_past(LISTED_FACE, 0))
    assert workers.stopped == 1
    assert len(context.events("alarm")) == 1


def test_somebody_enrolled_while_watching_rings_without_a_restart(context: HandContext) -> None:
    with context.open_store():
        pass

    def enrol_when_live(event: dict[str, Any]) -> None:
        if event["event"] == "camera":
            enrol(context)

    context.listen = enrol_when_live
    watch(context, [walks_past(LISTED_FACE, 0), [live("door")], [], [], walks_past(LISTED_FACE, 9, track=2)])
    assert [alarm["track"] for alarm in context.events("alarm")] == [2]


def test_somebody_erased_while_watching_no_longer_rings(context: HandContext) -> None:
    entry = enrol(context)

    def erase_when_live(event: dict[str, Any]) -> None:
        if event["event"] == "camera":
            with context.open_store() as store:
                store.erase(entry.person_id, "operator", "listed by mistake")

    context.listen = erase_when_live
    watch(context, [[live("door")], walks_past(LISTED_FACE, 1)])
    assert context.events("alarm") == []


def test_a_lost_camera_is_told_with_its_reason_and_hint(context: HandContext) -> None:
    lost = CameraState("door", CameraCondition.LOST, 3.0, "no picture for 10 s", "Check the cable.")
    watch(context, [[live("door"), lost]])
    told = context.events("camera")
    assert [event["condition"] for event in told] == ["live", "lost"]
    assert (told[1]["why"], told[1]["hint"]) == ("no picture for 10 s", "Check the cable.")


def test_a_camera_that_is_tried_again_and_again_is_told_once_until_something_changes(context: HandContext) -> None:
    def state(condition: CameraCondition, at: float, why: str) -> CameraState:
        return CameraState("door", condition, at, why, "Look at it.")

    lost = [state(CameraCondition.LOST, at, "nobody listens") for at in (1.0, 2.0, 4.0)]
    refused = state(CameraCondition.LOST, 8.0, "refuses the password")
    frozen = state(CameraCondition.FROZEN, 20.0, "the same picture")
    watch(context, [[live("door"), *lost, refused, live("door", 9.0), frozen, live("door", 30.0)]])
    told = [(event["condition"], event.get("why")) for event in context.events("camera")]
    assert told == [
        *(("live", None), ("lost", "nobody listens"), ("lost", "refuses the password"), ("live", None)),
        *(("frozen", "the same picture"), ("live", None)),
    ]


def test_the_summary_adds_up_the_cameras(context: HandContext) -> None:
    beats = [
        Heartbeat(camera, 1.0, PipelineCounts(10, 4, 3, 2, 1, {"small": 1}), 5, 0.5) for camera in ("north", "south")
    ]
    watch(context, [[*beats, TrackEnded("north", TrackId(1), 1.0)]])
    [summary] = context.events("summary")
    assert (summary["cameras"], summary["frames"], summary["frames_dropped"]) == (2, 20, 10)
    assert summary["refused"] == {"small": 2}


def test_old_alarms_go_when_their_time_is_over(context: HandContext) -> None:
    enrol(context)
    watch(context, [walks_past(LISTED_FACE, 0)])
    with entrance_of(context) as entrance:
        assert len(_alarms(entrance.store)) == 1
    watch(context, [[seen(STRANGERS_FACE, 1)]], wall_at=START + timedelta(days=31))
    with context.open_store() as store:
        assert _alarms(store) == []


def _alarms(store: WatchlistStore) -> list[str]:
    return [alarm.alarm_id for alarm in store.alarms()]


def test_a_list_that_rings_for_nobody_is_told(context: HandContext, capsys: pytest.CaptureFixture[str]) -> None:
    with entrance_of(context):
        assert "nobody on the list" in capsys.readouterr().err


def test_a_restored_visit_knows_when_it_rang_and_when_it_was_last_seen(context: HandContext) -> None:
    """The quiet of a tie is counted from its alarm, that of a named visit from its last sighting."""
    enrol(context)
    watch(context, [walks_past(LISTED_FACE, 0), walks_past(LISTED_FACE, 300, track=2)])
    with entrance_of(context, now=1000.0, wall_at=START + timedelta(seconds=400)) as entrance:
        [visit] = entrance.ringer.lookout._policy.open_visits()
    assert visit.rang_at == pytest.approx(600.5, abs=0.01)
    assert visit.last_seen == pytest.approx(900.5, abs=1.0)
