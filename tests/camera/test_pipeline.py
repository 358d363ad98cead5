"""The way of a frame, with a scripted engine: what is told, when, and what it costs."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from camera.pipeline import Analysed, FacePipeline, PipelineLimits
from camera.quality import QualityLimits
from camera.shots import ShotLimits
from camera.types import Box, Embedding, Face, Frame, Image, Landmarks, Seconds, Sighting, TrackEnded

FIVE = np.array([[0.34, 0.46], [0.66, 0.46], [0.5, 0.64], [0.38, 0.82], [0.62, 0.82]], np.float32)
ANYBODY = np.array([1, 0, 0, 0], np.float32)
SOMEBODY_ELSE = np.array([0, 1, 0, 0], np.float32)
# The drawn faces are too simple for the gate of pixels; its rules have tests of their own.
LIMITS = PipelineLimits(quality=QualityLimits(min_sharpness=0, min_contrast=0))


def drawn_face(picture: Image, box: Box) -> None:
    """A bright square with eyes and a mouth, for engines that see bright squares."""
    picture[box.top : box.bottom, box.left : box.right] = 200
    height, width = box.height, box.width
    for x, y, wide in ((0.34, 0.46, 0.1), (0.66, 0.46, 0.1), (0.5, 0.82, 0.2)):
        top, left = box.top + round(y * height), box.left + round(x * width)
        reach = round(wide * width)
        picture[top - 2 : top + 2, left - reach : left + reach] = 60


class BrightSquares:
    """Finds every bright square on a dark ground in what it is shown; embeds by a function of place."""

    def __init__(self, who: Callable[[Face], np.ndarray] = lambda face: ANYBODY) -> None:
        self.shown: list[tuple[int, int]] = []
        self.embedded = 0
        self.confidence = 0.93
        self._who = who

    def faces(self, image: Image, min_face_px: int) -> list[Face]:
        self.shown.append((image.shape[1], image.shape[0]))
        bright = image[:, :, 0] > 30
        columns = np.flatnonzero(bright.any(axis=0))
        groups = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1) if columns.size else []
        return [self._face(bright, group) for group in groups if len(group) >= min_face_px]

    def _face(self, bright: np.ndarray, columns: np.ndarray) -> Face:
        rows = np.flatnonzero(bright[:, columns].any(axis=1))
        box = Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        points = FIVE * [box.width, box.height] + np.array([box.left, box.top], np.float32)
        return Face(box, self.confidence, Landmarks(points.astype(np.float32), "five-points"))

    def embed(self, image: Image, faces: Sequence[Face]) -> list[Embedding]:
        self.embedded += len(faces)
        return [Embedding(self._who(face), "drawn") for face in faces]


def scene(*boxes: Box, size: tuple[int, int] = (640, 480)) -> Image:
    picture = np.full((size[1], size[0], 3), 10, np.uint8)
    for box in boxes:
        drawn_face(picture, box)
    return picture


def square(left: int, top: int, side: int = 80) -> Box:
    return Box(left, top, left + side, top + side)


def film(picture: Callable[[Seconds], Image], seconds: float, fps: float = 30.0, start: float = 0.0) -> list[Frame]:
    times = [start + k / fps for k in range(round(seconds * fps))]
    return [Frame(lambda at=at: picture(at), at, k) for k, at in enumerate(times)]  # type: ignore[misc]


def walking(at: Seconds) -> Image:
    return scene(square(100 + round(60 * at), 150))


def played(pipeline: FacePipeline, frames: Sequence[Frame]) -> list[Sighting | TrackEnded]:
    told = [event for frame in frames for event in pipeline.feed(frame)]
    return told + pipeline.finish(frames[-1].at)


def test_a_walk_is_one_track_with_several_shots_and_an_end() -> None:
    engine = BrightSquares()
    pipeline = FacePipeline(engine, "entrance", LIMITS)
    told = played(pipeline, film(walking, seconds=3))
    sightings = [event for event in told if isinstance(event, Sighting)]
    assert {event.track for event in told} == {1}
    assert [one.shots for one in sightings[:5]] == [1, 2, 3, 4, 5]
    assert sightings[0].at <= 0.25
    assert all(one.first_at == sightings[0].at for one in sightings)
    assert told[-1] == TrackEnded("entrance", sightings[0].track, 89 / 30)
    assert pipeline.counts.tracks == 1
    assert pipeline.counts.frames == 90
    assert pipeline.counts.frames_analysed <= len(engine.shown) < 25
    assert pipeline.counts.embedded == engine.embedded == len(sightings) <= 8


def test_boxes_told_are_where_the_face_is_whether_scanned_or_followed() -> None:
    engine, seen = BrightSquares(), list[Analysed]()
    played(FacePipeline(engine, "c", LIMITS, observer=seen.append), film(walking, seconds=2))
    assert len(set(engine.shown)) > 1
    assert all(one.box == square(100 + round(60 * one.at), 150) for one in seen)


def test_the_portrait_shows_the_face_with_surroundings_and_holds_no_frame() -> None:
    told = played(FacePipeline(BrightSquares(), "c", LIMITS), film(lambda at: scene(square(200, 100, 240)), seconds=1))
    [sighting, *_] = [event for event in told if isinstance(event, Sighting)]
    assert sighting.portrait.shape[0] == 320
    assert sighting.portrait.base is None
    assert sighting.portrait.mean() > 40


def test_an_empty_hall_costs_a_scan_every_two_seconds() -> None:
    engine = BrightSquares()
    assert played(FacePipeline(engine, "c", LIMITS), film(lambda at: scene(), seconds=10)) == []
    assert len(engine.shown) == 5


def test_somebody_who_enters_an_empty_hall_is_seen_within_half_a_second() -> None:
    seen: list[Analysed] = []
    pipeline = FacePipeline(BrightSquares(), "c", LIMITS, observer=seen.append)
    played(pipeline, film(lambda at: scene(square(300, 200)) if at > 5.2 else scene(), seconds=8))
    assert 5.2 < seen[0].at < 5.7


def test_a_track_ends_two_seconds_after_its_last_face() -> None:
    pipeline = FacePipeline(BrightSquares(), "c", LIMITS)
    told = played(pipeline, film(lambda at: walking(at) if at < 2 else scene(), seconds=6))
    [end] = [event for event in told if isinstance(event, TrackEnded)]
    assert 3.8 < end.at < 4.3


@pytest.mark.parametrize(
    ("box", "confidence", "reason"),
    [
        (Box(300, 200, 340, 238), 0.93, "small"),
        (square(0, 200), 0.93, "cut off"),
        (square(300, 200), 0.70, "unsure"),
    ],
)
def test_refused_faces_are_counted_and_never_embedded(box: Box, confidence: float, reason: str) -> None:
    engine, seen = BrightSquares(), list[Analysed]()
    engine.confidence = confidence
    pipeline = FacePipeline(engine, "c", LIMITS, observer=seen.append)
    assert played(pipeline, film(lambda at: scene(box), seconds=2)) == []
    assert set(pipeline.counts.refused) == {reason}
    assert pipeline.counts.refused[reason] == pipeline.counts.faces == len(seen) > 5
    assert {one.refused for one in seen} == {reason}
    assert engine.embedded == 0


def test_another_person_under_the_same_track_becomes_a_new_track() -> None:
    engine = BrightSquares(lambda face: ANYBODY if face.box.left < 160 else SOMEBODY_ELSE)
    limits = replace(LIMITS, shots=ShotLimits(same_from=0.2, renew_after_s=0.5))
    told = played(FacePipeline(engine, "c", limits), film(walking, seconds=3))
    assert [event.track for event in told if isinstance(event, TrackEnded)] == [1, 2]
    for event in told:
        if isinstance(event, Sighting):
            assert event.embedding.vector.tolist() == (ANYBODY if event.track == 1 else SOMEBODY_ELSE).tolist()


def test_a_picture_that_changes_its_size_ends_the_tracks_and_goes_on() -> None:
    def half_way(at: Seconds) -> Image:
        return walking(at) if at < 1.5 else scene(square(190, 150), size=(320, 240))

    told = played(FacePipeline(BrightSquares(), "c", LIMITS), film(half_way, seconds=3))
    assert {event.track for event in told if isinstance(event, Sighting)} == {1, 2}
    assert [event.track for event in told if isinstance(event, TrackEnded)] == [1, 2]


def test_two_runs_over_one_recording_tell_the_same() -> None:
    def run() -> list[tuple[object, ...]]:
        told = played(FacePipeline(BrightSquares(), "c", LIMITS), film(walking, seconds=3, fps=23.976))
        return [
            (event.track, event.at, event.shots, event.box, event.embedding.vector.tobytes(), event.portrait.tobytes())
            if isinstance(event, Sighting)
            else (event,)
            for event in told
        ]

    assert run() == run()


def test_a_slow_machine_looks_less_often() -> None:
    class Clock:
        """Every look takes 0.3 s of processor time."""

        now = 0.0

        def __call__(self) -> Seconds:
            self.now += 0.15
            return self.now * 2

    engine = BrightSquares()
    pipeline = FacePipeline(engine, "c", LIMITS, clock=Clock())
    played(pipeline, film(walking, seconds=8))
    assert pipeline.counts.frames_analysed * 0.3 < 0.5 * 8 * 1.4


def test_a_broken_engine_is_not_an_empty_hall() -> None:
    class Broken(BrightSquares):
        def faces(self, image: Image, min_face_px: int) -> list[Face]:
            raise RuntimeError("model gone")

    with pytest.raises(RuntimeError, match="model gone"):
        FacePipeline(Broken(), "c", LIMITS).feed(Frame.of(scene(), 0.0, 0))


def test_pixels_of_frames_that_are_not_looked_at_are_never_made() -> None:
    made: list[Seconds] = []

    def picture(at: Seconds) -> Image:
        made.append(at)
        return walking(at)

    pipeline = FacePipeline(BrightSquares(), "c", LIMITS)
    played(pipeline, film(picture, seconds=4))
    assert pipeline.counts.frames_analysed <= len(made) < 30


def test_the_first_look_counts_once_a_second_one_confirms_the_face() -> None:
    """A face that is hidden again after half a second has been seen by then as often as it was looked at."""
    pipeline = FacePipeline(BrightSquares(), "c", LIMITS)
    told = played(pipeline, film(lambda at: walking(at) if at < 0.4 else scene(), seconds=3))
    times = [event.at for event in told if isinstance(event, Sighting)]
    assert times[0] == 0.0
    assert len(times) == 3
    assert times[-1] - times[0] >= 0.3


def test_a_first_look_that_nothing_confirms_is_forgotten() -> None:
    engine = BrightSquares()
    told = played(FacePipeline(engine, "c", LIMITS), film(lambda at: walking(at) if at < 0.1 else scene(), seconds=3))
    assert told == []
    assert engine.embedded == 0
