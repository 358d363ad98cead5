"""A computer whose looks take long, played by a clock that charges for them: whoever walks past is still seen."""

import itertools
from collections.abc import Callable

import pytest

from camera.pipeline import FacePipeline
from camera.types import Face, Frame, Image, Seconds, Sighting, TrackEnded
from tests.camera.test_pipeline import LIMITS, BrightSquares, film, scene, square

SIZE = (1280, 720)
WALK_S = 6.0

Charge = Callable[[Image, int], Seconds]


def flat(cost_s: Seconds) -> Charge:
    """Every look costs the same, however small it is made."""
    return lambda image, min_face_px: cost_s


def by_pixels(cost_s: Seconds) -> Charge:
    """As a detector costs that works at the size at which the smallest face is just found."""
    return lambda image, min_face_px: cost_s * image.shape[0] * image.shape[1] / (1280 * 720) * (40 / min_face_px) ** 2


class SlowSquares(BrightSquares):
    """Its looks take processor time, which is also a clock; `load` other programs share the processor with it."""

    def __init__(self, charge: Charge, load: float = 1.0) -> None:
        super().__init__()
        self.asked: list[tuple[tuple[int, ...], int]] = []
        self.spent_s = 0.0
        self.load = load
        self._charge = charge

    def faces(self, image: Image, min_face_px: int) -> list[Face]:
        self.asked.append((image.shape[:2], min_face_px))
        self.spent_s += self._charge(image, min_face_px)
        return super().faces(image, min_face_px)

    def clock(self) -> Seconds:
        return self.spent_s

    def pipeline(self) -> FacePipeline:
        return FacePipeline(self, "door", LIMITS, clock=self.clock)


def live(engine: SlowSquares, pipeline: FacePipeline, frames: list[Frame]) -> list[Sighting | TrackEnded]:
    """As a live camera is read: what comes while a look is under way is lost."""
    told: list[Sighting | TrackEnded] = []
    free_at = 0.0
    for frame in frames:
        if frame.at >= free_at:
            before_s = engine.spent_s
            told += pipeline.feed(frame)
            free_at = frame.at + (engine.spent_s - before_s) * engine.load
    return told


def passing(enters_at: Seconds, side_px: int = 80) -> Callable[[Seconds], Image]:
    """An empty hall, and then somebody who crosses the picture within six seconds."""

    def picture(at: Seconds) -> Image:
        walked_s = at - enters_at
        inside = 0 <= walked_s < WALK_S
        return scene(*([square(20 + round(190 * walked_s), 300, side_px)] if inside else []), size=SIZE)

    return picture


def can_ring(sightings: list[Sighting]) -> bool:
    """Three votes a gap apart, spread in time, all fresh, on one track."""
    tracks = {one.track: [two.at for two in sightings if two.track == one.track] for one in sightings}
    return any(
        len(times) >= 3
        and times[-1] - times[0] >= 0.3
        and times[2] - times[0] <= 10
        and min(later - at for at, later in itertools.pairwise(times)) >= 0.1
        for times in tracks.values()
    )


@pytest.mark.parametrize("enters_at", [8.0, 8.4, 9.1, 9.7])
@pytest.mark.parametrize(
    ("charge", "load"),
    [(flat(0.9), 1.0), (flat(2.0), 1.0), (by_pixels(0.9), 1.0), (by_pixels(2.0), 1.0), (flat(0.3), 5.0)],
    ids=["0.9 s", "2 s", "0.9 s by pixels", "2 s by pixels", "0.3 s under load"],
)
def test_somebody_who_walks_past_for_six_seconds_can_ring(charge: Charge, load: float, enters_at: float) -> None:
    engine = SlowSquares(charge, load)
    pipeline = engine.pipeline()
    told = live(engine, pipeline, film(passing(enters_at), seconds=enters_at + 14, fps=15))
    sightings = [event for event in told if isinstance(event, Sighting)]
    assert can_ring(sightings), [(one.track, one.at) for one in sightings]
    assert len({one.track for one in sightings}) == 1
    assert len([event for event in told if isinstance(event, TrackEnded)]) == 1


def test_two_who_pass_each_other_keep_their_tracks_though_looks_are_rare() -> None:
    def both(at: Seconds) -> Image:
        return scene(square(20 + round(90 * at), 100), square(1180 - round(90 * at), 400), size=SIZE)

    engine = SlowSquares(flat(0.9))
    told = live(engine, engine.pipeline(), film(both, seconds=6, fps=15))
    sightings = [event for event in told if isinstance(event, Sighting)]
    assert {one.track for one in sightings} == {1, 2}
    for track in (1, 2):
        assert can_ring([one for one in sightings if one.track == track])


def test_dear_scans_search_for_larger_faces_until_they_fit_their_share() -> None:
    engine = SlowSquares(by_pixels(0.9))
    live(engine, engine.pipeline(), film(passing(2.0), seconds=12, fps=15))
    scans = [min_face_px for size, min_face_px in engine.asked if size == (720, 1280)]
    assert scans[0] == 40
    assert 50 < scans[-1] < 80
    assert 40 in {min_face_px for size, min_face_px in engine.asked if size != (720, 1280)}, "known faces as before"
    assert engine.spent_s <= 0.5 * 12 * 1.2


@pytest.mark.parametrize(
    ("charge", "load", "slow"),
    [
        (flat(0.05), 1.0, False),
        (flat(0.25), 1.0, False),
        (flat(0.9), 1.0, True),
        (by_pixels(0.9), 1.0, True),
        (flat(0.25), 6.0, True),
    ],
)
def test_a_computer_that_cannot_keep_up_says_so(charge: Charge, load: float, slow: bool) -> None:
    engine = SlowSquares(charge, load)
    pipeline = engine.pipeline()
    live(engine, pipeline, film(passing(2.0), seconds=9, fps=15))
    assert pipeline.counts.slow is slow


def test_a_computer_that_is_free_again_takes_it_back() -> None:
    cost_s = 0.9
    engine = SlowSquares(lambda image, min_face_px: cost_s)
    pipeline = engine.pipeline()
    frames = film(lambda at: scene(square(600, 300), size=SIZE), seconds=40, fps=15)
    live(engine, pipeline, frames[:150])
    assert pipeline.counts.slow
    cost_s = 0.02
    live(engine, pipeline, frames[150:])
    assert not pipeline.counts.slow


def test_a_recording_is_never_slow_and_charges_nothing() -> None:
    engine = SlowSquares(flat(2.0))
    pipeline = FacePipeline(engine, "recording", LIMITS)
    for frame in film(passing(1.0), seconds=7, fps=2):
        pipeline.feed(frame)
    assert not pipeline.counts.slow
    assert {min_face_px for size, min_face_px in engine.asked if size == (720, 1280)} <= {40, 80}


def test_a_recording_that_was_cut_ends_its_tracks_by_time_alone() -> None:
    pipeline = FacePipeline(SlowSquares(flat(0.0)), "recording", LIMITS)
    still = scene(square(600, 300), size=SIZE)
    for frame in film(lambda at: still, seconds=1, fps=15):
        pipeline.feed(frame)
    [end, *_] = pipeline.feed(Frame.of(still, 3.1, 99))
    assert isinstance(end, TrackEnded)


def test_a_face_before_an_outage_of_the_camera_is_not_continued_after_it() -> None:
    engine = SlowSquares(flat(0.02))
    pipeline = engine.pipeline()
    still = scene(square(600, 300), size=SIZE)
    live(engine, pipeline, film(lambda at: still, seconds=1, fps=15))
    after = live(engine, pipeline, film(lambda at: still, seconds=1, fps=15, start=7.0))
    assert after[0] == TrackEnded("door", after[0].track, 7.0)
    assert {event.track for event in after if isinstance(event, Sighting)} == {2}
