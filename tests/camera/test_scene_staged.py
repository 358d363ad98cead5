"""The staged camera: who is placed is seen, obeys what is asked, and a face check takes people for people."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from camera.detectors.hog import HogDetector
from camera.errors import CameraError
from camera.liveness.turns import Turn
from camera.scene.heads.placed import Guise, Placed
from camera.scene.heads.staged import CALM, StagedCamera, scene_of, staged_camera
from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from camera.sources.opening import open_source
from camera.types import Frame, Seconds


class Time:
    """Sleeping is all that lets it pass."""

    def __init__(self) -> None:
        self.now: Seconds = 50.0

    def __call__(self) -> Seconds:
        return self.now

    def sleep(self, wait_s: Seconds) -> None:
        self.now += wait_s


class Stage:
    def __init__(self, folder: Path) -> None:
        self.hand = folder / "hand.json"
        self.portrait = folder / "portrait.jpg"
        self.portrait.write_bytes(to_jpeg(packaged_portraits()["Eileen Collins"]))
        self.time = Time()
        self.camera = StagedCamera(self.hand, "kiosk", self.time, self.time.sleep)
        self._frames: Iterator[Frame] = iter(self.camera)

    def place(self, guise: Guise) -> None:
        placed = Placed(guise, "" if guise is Guise.NOBODY else str(self.portrait))
        before = self.hand.stat().st_mtime_ns if self.hand.exists() else 0
        self.hand.write_text(placed.to_json(), encoding="utf-8")
        if self.hand.stat().st_mtime_ns == before:
            self.hand.touch()

    def after(self, wait_s: Seconds) -> Frame:
        until = self.time.now + wait_s
        frame = next(self._frames)
        while frame.at < until:
            frame = next(self._frames)
        return frame

    def faces(self, frame: Frame) -> int:
        return len(HogDetector().detect(frame.image, 110))


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_nobody_stands_there_before_the_hand_has_written(stage: Stage) -> None:
    assert stage.faces(stage.after(0.5)) == 0


@pytest.mark.parametrize(("guise", "faces"), [(Guise.PERSON, 1), (Guise.PRINT, 1), (Guise.NOBODY, 0)])
def test_who_is_placed_is_seen_soon(stage: Stage, guise: Guise, faces: int) -> None:
    stage.place(guise)
    assert stage.faces(stage.after(0.5)) == faces


def test_half_a_wish_changes_nothing(stage: Stage) -> None:
    stage.place(Guise.PERSON)
    stage.after(0.5)
    stage.hand.write_text('{"guise": "per', encoding="utf-8")
    assert stage.faces(stage.after(0.5)) == 1


@pytest.mark.parametrize("guise", [Guise.PERSON, Guise.MASK, Guise.PRINT])
def test_who_is_placed_moves_when_asked_and_only_then(stage: Stage, guise: Guise) -> None:
    asked, left_alone = (scene_of(Placed(guise, str(stage.portrait))) for _ in range(2))
    asked.ask(Turn.LEFT, 1.0)
    on_the_way = 1.0 + CALM.reacts_s + 0.8 * CALM.goes_s
    assert np.array_equal(asked.picture(1.0), left_alone.picture(1.0))
    moved = asked.picture(on_the_way).astype(np.int16) - left_alone.picture(on_the_way)
    assert np.abs(moved)[100:350, 200:440].mean() > 3


def test_what_is_asked_for_long_is_done_once_more(stage: Stage) -> None:
    stage.place(Guise.PERSON)
    stage.after(0.5)
    moved: list[float] = []
    rest = stage.after(0.1).image.astype(np.int16)
    for _ in range(40):
        stage.camera.ask(Turn.RIGHT)
        moved.append(float(np.abs(stage.after(0.25).image.astype(np.int16) - rest)[100:350, 200:440].mean()))
    is_turned = [one > 0.7 * max(moved) for one in moved]
    assert sum(now and not before for before, now in pairwise(is_turned)) >= 2


@pytest.mark.parametrize("query", ["", "hend=x", "hand=x&who=1"])
def test_other_options_are_refused(query: str) -> None:
    with pytest.raises(CameraError, match="not understood"):
        staged_camera(query, "kiosk", Time())


def test_its_address_opens_it(tmp_path: Path) -> None:
    source = open_source(f"fake:stage?hand={tmp_path / 'hand.json'}", "kiosk")
    try:
        assert next(iter(source)).image.shape == (480, 640, 3)
    finally:
        source.close()


def test_a_wish_is_read_as_it_was_written() -> None:
    placed = Placed(Guise.MASK, "photographs/李娜.jpg")
    assert Placed.from_json(placed.to_json()) == placed
    with pytest.raises(ValueError, match="nobody has no portrait"):
        Placed(Guise.NOBODY, "x.jpg")
