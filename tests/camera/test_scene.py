import itertools
import time
from pathlib import Path

import dlib
import numpy as np
import pytest

from camera.errors import CameraLost, CameraPackageError
from camera.scene import portraits
from camera.scene.cast import Person
from camera.scene.entrance import FPS, EntranceScene
from camera.scene.portraits import packaged_people, packaged_portraits
from camera.scene.source import FakeOptions, LiveScene, SceneRecording, fake_camera
from camera.scene.video import write_video
from camera.sources.opening import open_source
from camera.sources.video_file import VideoFile
from camera.types import Box

COLLINS, HOPPER = "Eileen Collins", "Grace Hopper"


@pytest.fixture(scope="module")
def scene() -> EntranceScene:
    return EntranceScene(packaged_people())


class FakeClock:
    """A clock that sleeping moves, and that the test may push on."""

    def __init__(self) -> None:
        self.now_s = 50.0

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


def times(scene: EntranceScene, step_s: float = 0.2) -> list[float]:
    return [round(number * step_s, 3) for number in range(int(scene.length_s / step_s))]


def live(scene: EntranceScene, clock: FakeClock, **options: float | bool) -> LiveScene:
    return LiveScene(scene, "door", clock, clock.sleep, FakeOptions(**options))  # type: ignore[arg-type]


def test_the_same_moment_is_always_the_same_picture(scene: EntranceScene) -> None:
    again = EntranceScene(packaged_people())
    other = EntranceScene(packaged_people(), seed=8)
    for at_s in (7.4, 0.0, 12.3):
        assert np.array_equal(scene.frame(at_s), again.frame(at_s))
        assert not np.array_equal(scene.frame(at_s), other.frame(at_s))
    assert scene.frame(1.0).shape == (scene.height_px, scene.width_px, 3)


def test_two_people_walk_alone_and_together_and_cross_once(scene: EntranceScene) -> None:
    seen = {at_s: dict(scene.visible(at_s)) for at_s in times(scene)}
    alone = {name: sum(set(faces) == {name} for faces in seen.values()) * 0.2 for name in (COLLINS, HOPPER)}
    together = {at_s: faces for at_s, faces in seen.items() if len(faces) == 2}
    assert min(alone.values()) > 1
    assert len(together) * 0.2 > 2
    first = [faces for at_s, faces in together.items() if at_s < 9.5]
    sides = [faces[COLLINS].centre[0] < faces[HOPPER].centre[0] for faces in first]
    covered = scene.visible(6.6)  # while one passes behind the other only the nearer is seen
    assert [name for name, _ in covered] == [COLLINS]
    assert sides == sorted(sides)


def test_faces_have_the_sizes_recognition_needs_and_some_it_must_refuse(scene: EntranceScene) -> None:
    widths = [box.width for at_s in times(scene) for _, box in scene.visible(at_s)]
    assert min(widths) < 60
    assert max(widths) > 95
    assert sum(width > 70 for width in widths) > 0.25 * len(widths)


def test_the_ground_truth_is_where_the_portrait_was_drawn(scene: EntranceScene) -> None:
    empty = EntranceScene([Person.of("nobody", np.zeros((100, 100, 3), np.uint8))])
    for at_s in (3.0, 5.0):
        [(name, box)] = scene.visible(at_s)
        face = scene.frame(at_s)[box.top : box.bottom, box.left : box.right]
        black = empty.frame(at_s)[box.top : box.bottom, box.left : box.right]
        assert name == COLLINS
        assert face.mean() > black.mean() + 60


def test_there_is_always_a_drawn_face_and_sometimes_one_that_walks(scene: EntranceScene) -> None:
    counts = [len(scene.decoys(at_s)) for at_s in times(scene)]
    assert min(counts) >= 1
    assert max(counts) >= 3


def test_the_hog_detector_finds_the_real_faces_and_falls_for_a_drawn_one(scene: EntranceScene) -> None:
    detector = dlib.get_frontal_face_detector()
    fooled = 0
    for at_s in (3.0, 8.6, 12.3):
        image = np.ascontiguousarray(scene.frame(at_s)[:, :, ::-1])
        found = [Box(face.left(), face.top(), face.right(), face.bottom()) for face in detector(image, 1)]
        for name, box in scene.visible(at_s):
            assert any(box.overlap(hit) > 0.3 for hit in found), (at_s, name)
        fooled += any(decoy.overlap(hit) > 0.3 for decoy in scene.decoys(at_s) for hit in found)
    assert fooled


def test_drawing_is_cheap(scene: EntranceScene) -> None:
    started = time.process_time()
    for at_s in times(scene, 0.5):
        scene.frame(at_s)
    assert (time.process_time() - started) / len(times(scene, 0.5)) < 0.025


def test_a_plain_portrait_is_enough_for_a_walker() -> None:
    portrait = np.full((250, 250, 3), (120, 150, 200), np.uint8)
    own = EntranceScene([Person.of("person-1", portrait)])
    assert own.visible(4.0)[0][0] == "person-1"
    assert own.length_s < 20


def test_without_the_demonstration_packages_the_way_to_get_them_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portraits, "find_spec", lambda package: None)
    with pytest.raises(CameraPackageError) as caught:
        packaged_portraits()
    assert "uv sync --group demo" in caught.value.hint


def test_portraits_to_enrol_are_head_and_shoulders() -> None:
    found = packaged_portraits()
    assert set(found) == {COLLINS, HOPPER}
    assert all(min(image.shape[:2]) >= 200 for image in found.values())


def test_the_live_scene_keeps_the_pace_of_the_clock(scene: EntranceScene) -> None:
    clock = FakeClock()
    frames = list(itertools.islice(live(scene, clock), 26))
    assert frames[25].at - frames[0].at == pytest.approx(1.0)
    assert [frame.number for frame in frames] == list(range(26))


def test_a_slow_reader_misses_frames_and_is_never_late(scene: EntranceScene) -> None:
    clock = FakeClock()
    frames = iter(live(scene, clock))
    first = next(frames)
    clock.sleep(2.0)
    late = next(frames)
    assert late.number == 50
    assert late.at - first.at == pytest.approx(2.0)
    assert np.array_equal(late.image, scene.frame(2.0))


def test_the_live_scene_ends_as_a_lost_camera_or_begins_again(scene: EntranceScene) -> None:
    clock = FakeClock()
    with pytest.raises(CameraLost, match="has ended"):
        for frame in live(scene, clock, speed=10.0):
            last = frame.number
    assert last == pytest.approx(scene.length_s * FPS / 10, abs=1)
    looping = list(itertools.islice(live(scene, clock, speed=10.0, loop=True), last * 3))
    assert np.array_equal(looping[last + 1].image, scene.frame((last + 1) / FPS * 10 % scene.length_s))
    with pytest.raises(CameraLost, match="as asked"):
        list(live(scene, clock, speed=10.0, lost_at_s=5.0))


def test_a_closed_scene_ends_in_silence(scene: EntranceScene) -> None:
    source = live(scene, FakeClock())
    for frame in source:
        if frame.number == 3:
            source.close()
    assert frame.number == 3


def test_the_recording_gives_every_frame_of_the_scene(scene: EntranceScene) -> None:
    frames = list(SceneRecording(scene, "tape"))
    assert len(frames) == round(scene.length_s * FPS)
    assert frames[100].at == 4.0


def test_fake_addresses_choose_camera_or_recording() -> None:
    assert open_source("fake:entrance", "door").live
    assert not fake_camera("entrance?live=0&seed=3", "door").live


@pytest.mark.parametrize("name", ["演示.mp4", "a.mkv"])
def test_a_scene_written_to_a_file_plays_back(tmp_path: Path, scene: EntranceScene, name: str) -> None:
    drawn = [scene.frame(4 + number / FPS) for number in range(6)]
    size = (scene.width_px, scene.height_px)
    assert write_video(tmp_path / name, FPS, size, drawn) == 6
    played = list(VideoFile(tmp_path / name, "tape"))
    assert len(played) == 6
    assert played[5].at == pytest.approx(5 / FPS, abs=0.001)
    assert np.abs(played[3].image.astype(int) - drawn[3]).mean() < 6


def test_a_video_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CameraPackageError, match="cannot be written"):
        write_video(tmp_path / "nowhere" / "a.mp4", 25, (64, 64), [])
    with pytest.raises(CameraPackageError, match="cannot be written"):
        write_video(tmp_path / "a.unknown", 25, (64, 64), [])
    with pytest.raises(ValueError, match="even"):
        write_video(tmp_path / "a.mp4", 25, (63, 64), [])
