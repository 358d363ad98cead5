"""What is a bad picture, and what only looks like one."""

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from camera.backoff import BackoffLimits
from camera.picture_judge import Glance, PictureFault, PictureJudge
from camera.picture_watch import GLANCE_EVERY_S, PictureWatch
from camera.sources.video_file import VideoFile
from camera.types import Frame, Image, Seconds
from tests.camera.live_pictures import SMALL, black, cover, lobby, noisy

FPS = 5


def glances(first_s: Seconds, seconds: int, **facts: Any) -> list[Glance]:
    return [
        Glance(**{"at": first_s + s, "brightness": 120.0, "detail": 20.0, "grain": 1.0, "repeated": False, **facts})
        for s in range(seconds)
    ]


def told(judge: PictureJudge, seen: Iterable[Glance]) -> list[PictureFault | None]:
    return [judge.see(one) for one in seen]


@pytest.mark.parametrize(
    ("facts", "fault", "within_s"),
    [
        ({"repeated": True}, PictureFault.FROZEN, 13),
        ({"detail": 0.3, "brightness": 16.0}, PictureFault.BLACK, 9),
        ({"detail": 0.3, "brightness": 16.0, "repeated": True}, PictureFault.BLACK, 9),
        ({"detail": 2.0, "grain": 0.5, "brightness": 60.0}, PictureFault.COVERED, 9),
        ({"detail": 5.0, "grain": 1.5, "brightness": 60.0}, PictureFault.COVERED, 9),
    ],
)
def test_a_fault_counts_once_it_has_lasted_and_until_it_is_over(
    facts: dict[str, Any], fault: PictureFault, within_s: int
) -> None:
    judge = PictureJudge()
    assert set(told(judge, glances(0, 10))) == {None}
    bad = told(judge, glances(10, 40, **facts))
    assert bad[: within_s - 2] == [None] * (within_s - 2)
    assert set(bad[within_s:]) == {fault}
    well = told(judge, glances(50, 10))
    assert well[0] is fault
    assert set(well[3:]) == {None}


def test_a_moment_is_no_fault_and_a_moment_of_movement_none_is_no_health() -> None:
    judge = PictureJudge()
    for start in range(0, 100, 10):
        assert set(told(judge, [*glances(start, 7, detail=0.1), *glances(start + 7, 3)])) == {None}
    told(judge, glances(100, 20, repeated=True))
    assert set(told(judge, [*glances(120, 1), *glances(121, 9, repeated=True)])) == {PictureFault.FROZEN}


def test_features_that_come_and_go_at_the_limit_do_not_flicker() -> None:
    judge = PictureJudge()
    told(judge, glances(0, 20, detail=2.0, grain=0.5))
    assert set(told(judge, glances(20, 30, detail=2.6, grain=0.5))) == {PictureFault.COVERED}


def test_looks_far_apart_say_nothing_about_the_time_between() -> None:
    judge = PictureJudge()
    assert {judge.see(one) for one in glances(0, 60, repeated=True)[::6]} == {None}


def seen(pictures: Iterable[Image], watch: PictureWatch | None = None, fps: float = FPS) -> list[PictureFault | None]:
    watch = watch or PictureWatch()
    return [watch.see(Frame.of(picture, k / fps, k)) for k, picture in enumerate(pictures)]


def noise_over(picture: Image, sigma: float, seconds: int = 20) -> Iterator[Image]:
    grainy = [noisy(picture, seed, sigma) for seed in range(7)]
    return (grainy[k % len(grainy)] for k in range(seconds * FPS))


@pytest.mark.parametrize(("light", "sigma"), [(1.0, 0.6), (1.0, 3.0), (0.15, 3.0), (0.15, 8.0)])
def test_an_empty_lobby_is_well_by_day_and_by_night(light: float, sigma: float) -> None:
    assert set(seen(noise_over(lobby(light=light), sigma))) == {None}


@pytest.mark.parametrize(
    ("picture", "sigma", "fault"),
    [
        (black(), 0.0, PictureFault.BLACK),
        (black(), 6.0, PictureFault.BLACK),
        (cover(), 0.0, PictureFault.COVERED),
        (cover(), 8.0, PictureFault.COVERED),
        (np.full_like(cover(), 200), 3.0, PictureFault.COVERED),
        (lobby(), 0.0, PictureFault.FROZEN),
    ],
)
def test_what_shows_nothing_is_found_under_its_noise(picture: Image, sigma: float, fault: PictureFault) -> None:
    assert set(seen(noise_over(picture, sigma))[14 * FPS :]) == {fault}


def through_h264(pictures: Iterable[Image], options: dict[str, str], bit_rate: int | None) -> Iterator[Frame]:
    """As they come out of a camera's encoder and our decoder, 25 a second."""
    encoder: Any = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height = SMALL
    encoder.pix_fmt, encoder.framerate, encoder.thread_count = "yuv420p", 25, 1
    encoder.options = {"preset": "veryfast", "tune": "zerolatency", "g": "50", **options}
    encoder.bit_rate = bit_rate or 0
    decoder: Any = av.CodecContext.create("h264", "r")
    for k, picture in enumerate(pictures):
        for packet in encoder.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")):
            for decoded in decoder.decode(packet):
                yield Frame.of(decoded.to_ndarray(format="gray"), k / 25, k)


CONSTANT_QUALITY = [({"crf": "23"}, None), ({"crf": "40"}, None)]


@pytest.mark.parametrize(("options", "bit_rate"), [*CONSTANT_QUALITY, ({}, 300_000)])
@pytest.mark.parametrize("sigma", [1.0, 3.0])
def test_a_still_place_is_not_frozen_whatever_its_encoder_saves(
    options: dict[str, str], bit_rate: int | None, sigma: float
) -> None:
    watch = PictureWatch()
    pictures = [noisy(lobby(), seed, sigma) for seed in range(7)]
    shown = (pictures[k % len(pictures)] for k in range(16 * 25))
    assert {watch.see(frame) for frame in through_h264(shown, options, bit_rate)} == {None}


@pytest.mark.parametrize(("options", "bit_rate"), CONSTANT_QUALITY)
def test_one_picture_again_and_again_is_frozen_whatever_its_encoder_refines(
    options: dict[str, str], bit_rate: int | None
) -> None:
    watch, still = PictureWatch(), noisy(lobby(), 1)
    faults = [watch.see(frame) for frame in through_h264([still] * (20 * 25), options, bit_rate)]
    assert faults[-1] is PictureFault.FROZEN


def test_another_size_starts_over() -> None:
    small, large = [lobby()] * (10 * FPS), [lobby((1280, 720))] * (10 * FPS)
    assert set(seen([*small, *large])) == {None}


@pytest.mark.parametrize("name", ["again", "book", "eat", "milk"])
@pytest.mark.parametrize("light", [1.0, 0.15])
def test_real_clips_are_well_also_in_the_dark(shared_data: Path, name: str, light: float) -> None:
    video = list(islice(VideoFile(shared_data / "clips" / f"{name}.mkv", name), 60))
    pictures = [np.asarray(frame.image * light, np.uint8) for frame in video] * 3
    assert set(seen(pictures, fps=5.0)) == {None}


def test_a_real_clip_that_stops_is_frozen(shared_data: Path) -> None:
    video = [frame.image for frame in islice(VideoFile(shared_data / "clips" / "again.mkv", "again"), 20)]
    assert seen([*video, *video[-1:] * (14 * FPS)])[-1] is PictureFault.FROZEN


def reopenings(picture: Image, seconds: int) -> list[Seconds]:
    watch = PictureWatch(reopening=BackoffLimits(first_s=60, factor=2, longest_s=240))
    found = []
    for k in range(seconds):
        watch.see(Frame.of(picture, float(k), k))
        if watch.must_reopen(float(k)):
            found.append(float(k))
    return found


def test_a_camera_is_hung_up_on_with_growing_waits_while_its_picture_stays_frozen_or_black() -> None:
    for picture in (lobby(), black()):
        times = reopenings(picture, 1200)
        waits = [round(b - a) for a, b in pairwise(times)]
        assert 60 <= times[0] < 80
        assert waits == [120, 240, 240, 240, 240]


def test_a_covered_camera_is_left_alone() -> None:
    watch, covered = PictureWatch(), [noisy(cover(), seed, 6.0) for seed in range(2)]
    for k in range(600):
        watch.see(Frame.of(covered[k % 2], float(k), k))
        assert not watch.must_reopen(float(k))


def test_a_look_costs_one_glance_a_second() -> None:
    made = []

    def luma(number: int) -> Image:
        made.append(number)
        return lobby()

    watch = PictureWatch()
    for k in range(250):
        watch.see(Frame(lobby, k / 25, k, lambda k=k: luma(k)))  # type: ignore[misc]
    assert len(made) == pytest.approx(10 / GLANCE_EVERY_S, abs=1)
