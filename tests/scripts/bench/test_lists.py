"""`gatehouse bench lists`, with one round, and what it calls a fault."""

import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest

from camera.messages import Heartbeat
from camera.types import Sighting, TrackEnded
from scripts.bench.lists import hubs, run
from scripts.bench.lists.camera import Person, ScriptedCamera
from scripts.bench.lists.door import What
from scripts.bench.lists.figures import Timed, in_words, of_rounds, of_the_loss
from scripts.bench.lists.homes import ListHome
from scripts.bench.lists.run import AtDoors
from scripts.bench.lists.world import World
from scripts.main import DONE
from scripts.main import run as gatehouse
from tests.watchlist.store_hand import NOON, vector
from watchlist.gallery import Gallery
from watchlist.hub.rights import Role
from watchlist.hub.values import LoggedIn
from watchlist.types import PersonId, PhotoId, Template

ADA = Person(PersonId("ada"), "Ada", vector(1))
LIST_SPREADS = ("approval_s", "revocation_s", "own_approval_s", "own_revocation_s")
SPREADS = (*LIST_SPREADS, "ring_s", "own_ring_s")


def test_one_round_on_sqlite_rings_at_every_watch_and_stops(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "LISTENS_S", 0.3)
    monkeypatch.setattr(run, "PAUSE_S", (0.1, 0.3))
    assert (
        gatehouse(
            ["bench", "lists", "--json", "--sqlite", "--rounds", "1", "--listed", "3", "--no-loss"], home=tmp_path
        )
        == DONE
    )
    [told] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told["part"] == "lists"
    assert (told["database"], told["processes"], told["watches"], told["rounds"]) == ("sqlite", 1, 3, 1)
    assert all(0 < told[name]["median"] <= told[name]["max"] for name in SPREADS)
    assert told["approval_s"]["max"] < told["ring_s"]["max"]
    assert told["is_within_2_s"] == (max(told[name]["max"] for name in LIST_SPREADS) <= 2)


@pytest.mark.parametrize(
    "arguments",
    [["--rounds", "0"], ["--postgres", "sqlite:///x"], ["--sqlite", "--postgres", "postgresql+psycopg://x"]],
)
def test_what_cannot_be_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    assert gatehouse(["bench", "lists", *arguments], home=tmp_path) == 2


def test_the_middle_and_the_slowest_round_are_told_and_whether_all_were_in_time() -> None:
    shared = [Timed(0.1 * number, 0.2 * number, 0.3 * number, 0.05) for number in (1, 2, 6)]
    told = of_rounds(shared, [Timed(0.5, 2.5, 1.9, 0.0)])
    assert told["approval_s"] == {"median": 0.2, "max": 0.6}
    assert told["revocation_s"] == {"median": 0.6, "max": 1.8}
    assert told["own_ring_s"] == {"median": 2.5, "max": 2.5}
    assert told["is_within_2_s"], "ringing takes sightings, which are not the list's doing"
    assert not of_rounds(shared, [Timed(0.5, 0.9, 2.1, 0.0)])["is_within_2_s"]


def test_the_words_name_the_figures() -> None:
    told = {"database": "postgresql", "processes": 2, "watches": 3, "rounds": 1}
    told |= of_rounds([Timed(0.61, 1.2, 0.7, 0.6)], [Timed(0.4, 1.0, 0.5, 0.4)])
    assert "authority killed" not in in_words(told)
    words = in_words(told | of_the_loss(Timed(0.81, 1.4, 0.91, 0.8), Timed(4.25, 5.0, 0.7, 0.6)))
    assert all(figure in words for figure in ("2 process", "postgresql", "0.61 s", "0.81 s", "4.25 s"))


class DoorsHand:
    """Three watches that do as they ought to, but for what the test adds to `rang`: a door, and seconds after the
    revocation, or before the approval where they are negative."""

    def __init__(self, *rang: tuple[int, float]) -> None:
        self.shown: list[Person] = []
        self.asked: list[str] = []
        self._rang = rang
        self._came_s = self._left_s = 0.0

    def show(self, person: Person) -> None:
        self.shown.append(person)

    def approve(self, person: Person) -> None:
        self._came_s = time.monotonic()
        self.asked.append(f"approve {person.name}")

    def revoke(self, person: Person) -> None:
        self._left_s = time.monotonic()
        self.asked.append(f"revoke {person.name}")

    def moments(self, what: What, _who: str, doors: Collection[int]) -> dict[int, float]:
        after = {What.IN_FORCE: 0.25, What.RANG: 0.5, What.GONE: 0.75}[what]
        began_s = self._left_s if what is What.GONE else self._came_s
        return dict.fromkeys(doors, began_s + after)

    def hear_for(self, _seconds: float) -> None:
        pass

    def ringing(self, _who: str) -> list[tuple[int, float]]:
        told = [(1, self._left_s + 0.2)]
        return told + [(door, (self._left_s if s > 0 else self._came_s) + s) for door, s in self._rang]


@pytest.mark.parametrize(
    ("rang", "faults"),
    [
        ((), 0),
        (((2, 0.7),), 0),
        (((2, 0.8),), 1),
        (((1, -0.1),), 1),
        (((0, 0.1),), 1),
    ],
    ids=["as it ought to be", "not gone there yet", "gone already", "not approved yet", "a list of others"],
)
def test_whoever_rings_without_being_on_the_list_there_is_a_fault(
    rang: tuple[tuple[int, float], ...], faults: int
) -> None:
    hand: Any = DoorsHand(*rang)
    at_doors = AtDoors(hand)
    timed = at_doors.timed(ADA, hand, (1, 2))
    assert (hand.shown, hand.asked) == ([ADA], ["approve Ada", "revoke Ada"])
    assert len(at_doors.faults) == faults, at_doors.faults
    assert [timed.in_force_s, timed.rang_s, timed.gone_s] == pytest.approx([0.25, 0.5, 0.75], abs=0.05)


def test_the_own_list_goes_on_while_the_authority_is_away() -> None:
    hand: Any = DoorsHand()
    at_doors, told = AtDoors(hand), hand.asked
    hand.kill, hand.start = lambda: told.append("kill"), lambda: told.append("start")
    bo = Person(PersonId("bo"), "Bo", vector(2))
    figures = run.through_a_loss(World(hand, hand, hand), at_doors, ADA, bo)
    assert told == ["kill", "approve Bo", "revoke Bo", "start", "approve Ada", "revoke Ada"]
    assert figures["away_own_approval_s"] == pytest.approx(0.25, abs=0.05)
    assert figures["back_approval_s"] == pytest.approx(0.25, abs=0.05)


class ApproverHand:
    """Whoever is logged in at this address; `asked` is what they asked, in all of them."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def __init__(self, url: str, _token: str) -> None:
        self.url = url

    def __enter__(self) -> "ApproverHand":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def approve(self, person_id: PersonId, _operator: str) -> None:
        self.asked.append((self.url, f"approve {person_id}"))

    def revoke(self, person_id: PersonId, _operator: str, _why: str) -> None:
        self.asked.append((self.url, f"revoke {person_id}"))


def test_a_killed_authority_is_gone_and_begins_again_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, subprocess.Popen[str]]] = []

    @contextmanager
    def sleeper(_home: Path, _option: str, port: str, **_: object) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        command = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
        with subprocess.Popen(command, text=True) as process:
            started.append((port, process))
            yield "", process
            process.kill()

    monkeypatch.setattr(hubs, "hub_process", sleeper)
    monkeypatch.setattr(hubs, "log_in", lambda *_: LoggedIn("token", "", Role.APPROVER, NOON))
    monkeypatch.setattr(hubs, "HubListing", ApproverHand)
    with ExitStack() as running:
        hub = hubs.Hub(ListHome(tmp_path, b"", ADA, (), ""), 2, {}, running)
        hub.start()
        first = [process for _, process in started]
        hub.approve(ADA)
        hub.revoke(ADA)
        assert sorted(ApproverHand.asked) == sorted(zip(hub.urls, ("approve ada", "revoke ada"), strict=True))
        assert all(process.poll() is None for process in first)
        hub.kill()
        assert all(process.poll() is not None for process in first)
        hub.start()
        assert sorted(port for port, _ in started[:2]) == sorted(port for port, _ in started[2:])
        assert all(process.poll() is None for _, process in started[2:])
    assert all(process.poll() is not None for _, process in started)


def test_the_scripted_camera_sees_one_face_again_and_again_and_tells_when_the_list_has_it() -> None:
    ours, theirs = multiprocessing.Pipe()
    orders: Any = theirs  # of another class on each system
    other = Template(PersonId("bo"), PhotoId("1"), vector(2), "m")
    without = Gallery.of([other], "m", 128)
    with_ada = Gallery.of([other, Template(ADA.person_id, PhotoId("2"), ADA.vector, "m")], "m", 128)
    gallery = [without]
    told: list[tuple[str, bool]] = []
    camera = ScriptedCamera(orders, lambda: gallery[-1], lambda person, is_so: told.append((person.name, is_so)))
    poll = partial(camera.poll, 0.0)
    assert [type(one) for one in poll()] == [Heartbeat]
    ours.send(ADA)
    assert TrackEnded in [type(one) for one in poll()]
    assert [type(one) for one in poll()] == [Heartbeat, Sighting]
    assert told == []
    for now in (with_ada, with_ada, without, without):
        gallery.append(now)
        poll()
    assert told == [("Ada", True), ("Ada", False)]
    assert not camera.all_ended
    ours.close()
    poll()
    assert camera.all_ended
