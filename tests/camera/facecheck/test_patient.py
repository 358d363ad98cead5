"""`fake:patient`, seen by a real detector: what the demonstration lives on."""

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest

from camera.detectors.hog import HogDetector
from camera.detectors.protocol import Detector
from camera.detectors.yunet import YuNetDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.errors import CameraError, CameraPackageError, NotAPicture
from camera.facecheck.check import FaceCheck
from camera.facecheck.sight import face_width_px
from camera.leases.messages import CheckFacts, StartCheck
from camera.liveness.facts import ChallengeEnd, Depth
from camera.liveness.turns import Turn
from camera.pose import pose
from camera.scene.heads.patient import CYCLE, DrawnPatient, PatientCamera
from camera.scene.portraits import packaged_portraits
from camera.sources.opening import open_source
from camera.types import Face
from tests.camera.liveness.films import texture


@pytest.fixture(scope="module", params=["hog", "yunet"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "hog":
        return HogDetector()
    shared: Path = request.getfixturevalue("shared_data")
    return YuNetDetector(shared / "models" / "face_detection_yunet_2023mar.onnx")


def engine(detector: Detector) -> Engine:
    return Engine(detector, lambda _image, face: face.landmarks, ScriptedEmbedder(layout=detector.layout))


def test_a_patient_who_hears_what_is_asked_passes_a_check(detector: Detector) -> None:
    portrait = list(packaged_portraits().values())[1]
    reference = bytes(cv2.imencode(".jpg", portrait)[1].tobytes())
    camera = open_source("fake:patient?live=0&who=1", "kiosk")
    assert isinstance(camera, PatientCamera)
    check = FaceCheck(engine(detector), None, StartCheck("c", reference, (Turn.RIGHT, Turn.NOD)), 0.0)
    for frame in itertools.islice(camera, 0, 500, 3):
        told = check.feed(frame)
        if isinstance(told, CheckFacts):
            break
        camera.ask(told.turn)
    assert isinstance(told, CheckFacts)
    assert told.liveness.challenge is ChallengeEnd.PASSED
    assert told.liveness.depth is Depth.SOLID
    assert told.similarity is not None


@pytest.mark.parametrize("turn", [None, *Turn])
def test_the_detector_sees_the_patient_turn_as_asked(detector: Detector, turn: Turn | None) -> None:
    patient = DrawnPatient(texture(), cycles=False)
    patient.ask(turn, 0.0)
    before, after = (max(detector.detect(patient.picture(at), 60), key=_size) for at in (0.0, 1.1))
    yaw = pose(after.landmarks).yaw_deg - pose(before.landmarks).yaw_deg
    wanted = {Turn.LEFT: 1, Turn.RIGHT: -1}.get(turn, 0) if turn else 0
    assert np.sign(round(yaw / 20)) == wanted
    grown = face_width_px(after.landmarks) / face_width_px(before.landmarks)
    assert (grown > 1.2) == (turn is Turn.CLOSER)


def _size(face: Face) -> int:
    return face.box.area


def test_whoever_is_asked_nothing_turns_by_themselves_and_can_be_told_not_to() -> None:
    idle, alone = DrawnPatient(texture(), cycles=False), DrawnPatient(texture())
    seen = dict.fromkeys(CYCLE, False)
    for tenth in range(40, 180):
        at = tenth / 10
        assert abs(idle.pose(at).yaw_deg) < 3
        pose_now = alone.pose(at)
        seen[Turn.LEFT] |= pose_now.yaw_deg > 25
        seen[Turn.RIGHT] |= pose_now.yaw_deg < -25
        seen[Turn.NOD] |= pose_now.pitch_deg > 20
        seen[Turn.CLOSER] |= pose_now.face_px > 180
    assert all(seen.values())


def test_a_turn_that_is_asked_again_and_again_goes_on() -> None:
    patient = DrawnPatient(texture())
    for tenth in range(12):
        patient.ask(Turn.LEFT, tenth / 10)
    assert patient.pose(1.2).yaw_deg > 25


def test_the_same_moment_is_the_same_picture() -> None:
    one, other = DrawnPatient(texture()), DrawnPatient(texture())
    assert np.array_equal(one.picture(5.0), other.picture(5.0))


class Clock:
    """Only sleeping lets time pass."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


def test_a_live_patient_comes_at_25_frames_a_second_and_ends_when_closed() -> None:
    clock = Clock()
    camera = PatientCamera(DrawnPatient(texture()), "kiosk", clock, clock.sleep)
    frames = []
    for frame in camera:
        frames.append(frame)
        if len(frames) == 26:
            camera.close()
    assert len(frames) == 26
    assert frames[-1].at - frames[0].at == pytest.approx(1.0)


def test_a_portrait_of_a_file_is_put_on_the_head(tmp_path: Path) -> None:
    file = tmp_path / "张伟.png"
    file.write_bytes(cv2.imencode(".png", next(iter(packaged_portraits().values())))[1].tobytes())
    (frame,) = itertools.islice(open_source(f"fake:patient?live=0&portrait={file}", "kiosk"), 1)
    assert len(HogDetector().detect(frame.image, 60)) == 1


@pytest.mark.parametrize(
    ("address", "error", "words"),
    [
        ("fake:patient?portait=a.png", CameraError, "did you mean 'portrait'"),
        ("fake:patient?live=yes", CameraError, "0 or 1"),
        ("fake:patient?who=-1", CameraError, "0 or more"),
        ("fake:patient?who=9", CameraPackageError, "2 packaged people"),
        ("fake:patient?portrait=none.png", NotAPicture, "no such picture"),
        ("fake:pateint", CameraError, "did you mean 'patient'"),
    ],
)
def test_what_is_not_understood_is_told(address: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        open_source(address, "kiosk")
