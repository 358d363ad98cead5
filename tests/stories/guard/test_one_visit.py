"""A listed person in a house with several cameras is one alarm, however often the programs are started anew."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from camera.messages import FromWorker
from camera.types import Seconds, Sighting
from scripts.entrance.settings import Settings
from scripts.watch.guarding import guards_post
from scripts.watch.watching import Watching
from tests.scripts.watch.hand import MODEL, START, HandContext, ScriptedWorkers, entrance_of, seen
from tests.watchlist.store_hand import photo
from watchlist.alarms.life import Decide, GuardId, Stage, Take, Verdict
from watchlist.alarms.record import AlarmRecord
from watchlist.post.http.client import HttpPost
from watchlist.post.run_file import post_file, read_card
from watchlist.post.values import Changes, Pin, Session

WEI, PIN = GuardId("wei"), "482913"
SELLER, PARTNER = 1, 3
DOORS = ("north door", "stairs", "lift")


def passes(face: int, camera: str, from_s: Seconds, for_s: Seconds, track: int = 1) -> list[Sighting]:
    return [seen(face, from_s + step / 4, camera, track) for step in range(int(for_s * 4))]


@dataclass
class House:
    """What happens on `path` outside of a `watches` nobody saw."""

    context: HandContext
    path: list[Sighting] = field(default_factory=list)

    def watches(self, from_s: Seconds, to_s: Seconds) -> None:
        """One life of the watch with its post. Its own clock begins at 0, as after a start of the computer."""
        polls = range(round((to_s - from_s) * 2))
        workers = ScriptedWorkers([self._seen(from_s, from_s + poll / 2) for poll in polls])
        began = START + timedelta(seconds=from_s)

        def wall(at: Seconds) -> datetime:
            return began + timedelta(seconds=at)

        with (
            entrance_of(self.context, wall_at=began) as entrance,
            guards_post(self.context, entrance, DOORS, None, wall, lambda _until: None) as post,
        ):
            Watching(self.context, entrance, workers, lambda: workers.now, wall, post).run(lambda: False)

    def alarms(self) -> list[AlarmRecord]:
        with self.context.open_store() as store:
            return store.alarms()

    def led_to(self, alarm: AlarmRecord) -> list[tuple[str, float]]:
        with self.context.open_store() as store:
            return [(stay.camera, (stay.from_at - START).total_seconds()) for stay in store.stays(alarm.alarm_id)]

    def _seen(self, began_s: Seconds, from_s: Seconds) -> list[FromWorker]:
        now = [one for one in self.path if from_s <= one.at < from_s + 0.5]
        return [replace(one, at=one.at - began_s, first_at=one.first_at - began_s) for one in now]


@pytest.fixture
def house(tmp_path: Path) -> House:
    context = HandContext(tmp_path / "home")
    context.settings = Settings()
    with context.open_store() as store:
        for name, face in (("张三", SELLER), ("李四", PARTNER)):
            store.list_person(name, "sold slots", date(2027, 1, 1), "op", [photo(face, MODEL)])
        store.accounts.add(WEI, "王伟", "guard", PIN, "op", datetime.now(UTC))
    return House(context)


TEN_MINUTES = [
    *passes(SELLER, "north door", 10.0, 4.0),
    *passes(SELLER, "stairs", 200.0, 6.0),
    *passes(SELLER, "lift", 420.0, 3.0),
    *passes(SELLER, "north door", 590.0, 4.0, track=9),
]


@pytest.mark.parametrize("restarts", [(), (100.0,), (12.0, 202.0, 421.0), (11.0, 150.0, 201.0, 300.0, 591.0)])
def test_one_person_past_three_cameras_in_ten_minutes_is_one_alarm(house: House, restarts: tuple[Seconds, ...]) -> None:
    """The computer may be started anew at any moment, also while the person stands before a camera."""
    house.path = TEN_MINUTES
    for from_s, to_s in zip((0.0, *restarts), (*restarts, 600.0), strict=True):
        house.watches(from_s, to_s)
    [alarm] = house.alarms()
    assert alarm.camera == "north door"
    assert alarm.last_camera == "north door"
    assert alarm.updates >= 3
    assert [camera for camera, _ in house.led_to(alarm)] == ["north door", "stairs", "lift", "north door"]
    came_s = [at for _, at in house.led_to(alarm)]
    assert came_s == pytest.approx([11.0, 200.0, 420.0, 590.0], abs=2.0)
    assert len(house.context.events("alarm")) == 1


def test_the_same_person_rings_again_when_they_come_back_after_the_quiet_time(house: House) -> None:
    house.path = [*passes(SELLER, "lift", 10.0, 2.0), *passes(SELLER, "lift", 640.0, 2.0)]
    house.watches(0.0, 300.0)
    house.watches(320.0, 650.0)
    assert len(house.alarms()) == 2


@pytest.mark.parametrize("restarts", [(), (21.0,), (20.4, 22.0)])
def test_two_listed_people_side_by_side_are_two_alarms(house: House, restarts: tuple[Seconds, ...]) -> None:
    house.path = [*passes(SELLER, "stairs", 20.0, 5.0, track=1), *passes(PARTNER, "stairs", 20.0, 5.0, track=2)]
    for from_s, to_s in zip((0.0, *restarts), (*restarts, 60.0), strict=True):
        house.watches(from_s, to_s)
    alarms = house.alarms()
    assert len(alarms) == 2
    assert len({alarm.person_id for alarm in alarms}) == 2


def test_a_console_that_was_there_before_the_restart_goes_on_with_the_same_alarm(house: House) -> None:
    house.path = TEN_MINUTES
    house.watches(0.0, 15.0)
    context = house.context
    with HttpPost.of_this_pc(post_file(context.home)) as console:

        def serve() -> tuple[AlarmRecord, Changes]:
            with (
                entrance_of(context, wall_at=START + timedelta(seconds=20)) as entrance,
                guards_post(context, entrance, DOORS, None, lambda _at: START, lambda _until: None),
            ):
                while read_card(post_file(context.home)) is None:
                    pass
                session = sessions[-1] if sessions else console.log_in(Pin(WEI, PIN))
                sessions.append(session)
                [alarm] = console.changes(session, 0).alarms
                console.act(session, alarm.alarm_id, Take() if len(sessions) == 1 else Decide(Verdict.CONFIRMED))
                return entrance.store.alarm(alarm.alarm_id), console.changes(session, alarm.revision)

        sessions: list[Session] = []
        before, _ = serve()
        house.watches(150.0, 250.0)
        after, news = serve()
    assert (before.life.stage, after.life.stage) == (Stage.TAKEN, Stage.DECIDED)
    assert after.life.owner == WEI
    assert [alarm.alarm_id for alarm in news.alarms] == [before.alarm_id]
    assert "stairs" in {camera for camera, _ in house.led_to(after)}
