"""A lease of the kiosk's camera as a worker's line: joined, lost, taken again."""

import time
from collections.abc import Callable, Iterator
from multiprocessing import Pipe
from pathlib import Path

import pytest

from camera.leases.line import Line
from camera.messages import CameraCondition, CameraState, FromWorker, Heartbeat, ShowPictures, Stop, WorkerSpec
from camera.types import PipelineCounts
from scripts.command import Context
from scripts.entrance.settings import CameraSettings
from scripts.errors import SettingsError
from scripts.watch.command import _borrowed, _chosen
from scripts.watch.supervisor import Supervisor

BEAT = Heartbeat("kiosk A", 1.0, PipelineCounts(), 0, 0.0)
REFUSED = CameraState("kiosk A", CameraCondition.LOST, 1.0, "it has other settings", "Give both the same.")


class Lease:
    """A borrowed worker whose other end the test holds."""

    pid: int | None = None
    hint = "It is taken again."

    def __init__(self) -> None:
        self.line: Line[Stop | ShowPictures, FromWorker]
        self.line, self.theirs = Pipe()
        self.ended = False

    def end(self) -> str:
        self.ended = True
        self.line.close()
        return "its lease ended"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, wait_s: float) -> None:
        self.now += wait_s


@pytest.fixture
def leases() -> Iterator[list[Lease]]:
    taken: list[Lease] = []
    yield taken
    for lease in taken:
        lease.theirs.close()
        lease.line.close()


def supervisor(leases: list[Lease], clock: Clock) -> Supervisor:
    def begin() -> Lease:
        leases.append(Lease())
        return leases[-1]

    return Supervisor([], clock, clock.sleep, [("kiosk A", begin)])


def test_what_the_lease_tells_is_heard(leases: list[Lease]) -> None:
    supervised = supervisor(leases, Clock())
    supervised.poll(0.0)
    leases[0].theirs.send(BEAT)
    assert supervised.poll(1.0) == [BEAT]
    assert supervised.pids == {}
    assert not supervised.all_ended


def test_a_lease_that_ended_is_told_of_and_taken_again_after_a_while(leases: list[Lease]) -> None:
    clock = Clock()
    supervised = supervisor(leases, clock)
    supervised.poll(0.0)
    leases[0].theirs.close()
    [lost] = supervised.poll(1.0)
    assert isinstance(lost, CameraState)
    assert lost.condition is CameraCondition.LOST
    assert "lease ended" in lost.why
    assert leases[0].ended
    supervised.poll(0.01)
    assert len(leases) == 1
    clock.now += 60
    supervised.poll(0.0)
    assert len(leases) == 2


def test_a_lease_that_said_itself_why_is_not_talked_over(leases: list[Lease]) -> None:
    supervised = supervisor(leases, Clock())
    supervised.poll(0.0)
    leases[0].theirs.send(REFUSED)
    leases[0].theirs.close()
    heard: list[FromWorker] = []
    while not leases[0].ended:
        heard += supervised.poll(1.0)
    assert heard == [REFUSED]


def test_stopping_hears_the_leases_last_words(leases: list[Lease]) -> None:
    supervised = supervisor(leases, Clock())
    supervised.poll(0.0)
    leases[0].theirs.send(BEAT)
    leases[0].theirs.close()
    assert supervised.stop() == [BEAT]
    assert leases[0].ended


def context(folder: Path, text: str) -> Context:
    (folder / "gatehouse.toml").write_text(text, encoding="utf-8")
    return Context(folder)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("[kiosk]\nname = 'A'", []),
        ("[kiosk]\nname = 'A'\nwatch_looks = true", ["kiosk A"]),
    ],
)
def test_the_kiosks_camera_is_borrowed_where_the_site_allows_it(tmp_path: Path, text: str, names: list[str]) -> None:
    assert [name for name, _ in _borrowed(context(tmp_path, text), None, None)] == names


def test_another_detector_than_the_settings_leaves_the_kiosk_alone(tmp_path: Path) -> None:
    allowed = context(tmp_path, "[kiosk]\nwatch_looks = true")
    assert _borrowed(allowed, "hog", None) == []


def test_a_kiosk_alone_is_enough_to_watch_and_its_name_is_taken(tmp_path: Path) -> None:
    assert _chosen(Context(tmp_path), (), ["kiosk A"]) == []
    with pytest.raises(SettingsError, match="the same name"):
        _chosen(Context(tmp_path), ("kiosk A=usb:1",), ["kiosk A"])
    assert _chosen(Context(tmp_path), ("door=usb:1",), []) == [CameraSettings("door", "usb:1")]


def test_our_own_workers_and_borrowed_ones_are_stopped_together(tmp_path: Path, leases: list[Lease]) -> None:
    def begin() -> Lease:
        leases.append(Lease())
        return leases[-1]

    own = WorkerSpec("door", "fake:entrance?loop=1", tmp_path / "models", "hog", "dlib", min_face_px=80)
    supervised = Supervisor([own], time.monotonic, borrowed=[("kiosk A", begin)])
    hear_of(supervised, lambda heard: any(each.camera == "door" for each in heard))
    leases[0].theirs.close()
    supervised.stop()
    assert supervised.pids == {}
    assert leases[0].ended


def test_pictures_are_asked_of_our_own_workers_and_not_of_a_borrowed_camera(
    leases: list[Lease], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They would show who stands at the kiosk to the guards."""

    class Own(Lease):
        pid = 7

    owned: list[Own] = []

    def begin_own(_spec: WorkerSpec) -> Own:
        owned.append(Own())
        leases.append(owned[-1])
        return owned[-1]

    def borrow() -> Lease:
        leases.append(Lease())
        return leases[-1]

    monkeypatch.setattr("scripts.watch.supervisor.OwnWorker", begin_own)
    spec = WorkerSpec("door", "fake:entrance", tmp_path / "models", "hog", "dlib", min_face_px=80)
    supervised = Supervisor([spec], Clock(), borrowed=[("kiosk A", borrow)])
    supervised.poll(0.0)
    supervised.show_pictures(until=5.0)
    [own], [borrowed] = owned, [lease for lease in leases if lease not in owned]
    assert own.theirs.poll(1.0)
    assert own.theirs.recv() == ShowPictures(5.0)
    assert not borrowed.theirs.poll(0.0)


def hear_of(supervised: Supervisor, wanted: Callable[[list[FromWorker]], bool]) -> None:
    heard: list[FromWorker] = []
    deadline = time.monotonic() + 60
    while not wanted(heard):
        assert time.monotonic() < deadline
        heard += supervised.poll(0.2)
