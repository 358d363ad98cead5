import itertools
from pathlib import Path

import numpy as np
import pytest

from camera.detectors.hog import HogDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.facecheck.check import FaceCheck
from camera.leases.messages import CheckFacts, CheckProgress, StartCheck
from camera.liveness.attacks import Species, attack, drawn_head
from camera.liveness.clip_trials import clip_trials
from camera.liveness.facts import ChallengeEnd, Depth
from camera.liveness.rates import RULES
from camera.liveness.subjects import Subject, subjects_in
from camera.liveness.trial import REAL_CLIPS, SIMULATED, Trial
from camera.liveness.trials import run_trial
from camera.scene.portraits import packaged_portraits
from camera.sources.video_file import VideoFile
from camera.types import Frame
from tests.camera.liveness.films import REST, texture


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(HogDetector(), lambda _image, face: face.landmarks, ScriptedEmbedder(layout="eye-corners"))


@pytest.fixture(scope="module")
def subject() -> Subject:
    return Subject(texture(1), list(packaged_portraits().values())[1], texture(0))


def tried(name: str, engine: Engine, subject: Subject) -> Trial:
    thing = drawn_head(subject.texture) if name == SIMULATED else attack(Species(name), subject.texture, subject.other)
    return run_trial(name, thing, subject, lambda o, at: FaceCheck(engine, None, o, at), np.random.default_rng(4))


def test_a_drawn_head_does_as_asked_and_is_taken_for_a_person(engine: Engine, subject: Subject) -> None:
    trial = tried(SIMULATED, engine, subject)
    assert (trial.challenge, trial.depth, trial.obstacle) == (ChallengeEnd.PASSED, Depth.SOLID, None)
    assert trial.decided_in_s <= 1.0


def test_a_flat_print_moved_as_asked_is_not(engine: Engine, subject: Subject) -> None:
    trial = tried(Species.FLAT_PRINT.value, engine, subject)
    assert trial.similarity is not None
    assert not RULES["depth alone"](trial)
    assert not RULES["challenge and depth"](trial)


def test_the_same_trial_comes_to_the_same(engine: Engine, subject: Subject) -> None:
    class Looks:
        """Remembers what it was shown, and ends after ten frames."""

        def __init__(self, check: FaceCheck) -> None:
            self.check, self.seen = check, list[bytes]()

        def feed(self, frame: Frame) -> CheckProgress | CheckFacts:
            self.seen.append(frame.image.tobytes())
            if len(self.seen) == 10:
                self.check.forget()
            return self.check.feed(frame)

    looks: list[Looks] = []

    def make(order: StartCheck, at: float) -> Looks:
        looks.append(Looks(FaceCheck(engine, None, order, at)))
        return looks[-1]

    for _ in range(2):
        run_trial(SIMULATED, drawn_head(subject.texture), subject, make, np.random.default_rng(4))
    assert looks[0].seen == looks[1].seen


@pytest.mark.parametrize("species", list(Species))
def test_every_attack_shows_a_picture_and_moves(species: Species) -> None:
    thing = attack(species, texture(1), texture(0))
    first, later = np.full((2, 480, 640, 3), 90, np.uint8)
    thing.draw(first, thing.pose(REST, 0.0, None, 0.0), 0.0)
    thing.draw(later, thing.pose(REST, 1.5, None, 0.0), 1.5)
    assert (first != 90).mean() > 0.05
    assert not np.array_equal(first, later)


def test_a_real_person_in_a_clip_is_never_called_flat(engine: Engine, shared_data: Path) -> None:
    clip = VideoFile(shared_data / "clips" / "again.mkv", "again")
    frames = [Frame.of(one.image, one.at, one.number) for one in itertools.islice(clip, 62)]
    found = list(clip_trials(frames, engine, None))
    assert found
    assert {one.species for one in found} == {REAL_CLIPS}
    assert Depth.FLAT not in {one.depth for one in found}


def test_the_packaged_portraits_are_two_subjects(engine: Engine) -> None:
    one, other = subjects_in(None, engine, 20)
    assert np.array_equal(one.texture, other.other)


def test_people_are_a_folder_each_with_two_pictures(engine: Engine, tmp_path: Path) -> None:
    assert subjects_in(tmp_path, engine, 5) == []
    (tmp_path / "张伟").mkdir()
    (tmp_path / "张伟" / "a.jpg").write_bytes(b"no picture")
    assert subjects_in(tmp_path, engine, 5) == []
