"""A hand lies on the kiosk's camera: the visit goes on without a face, and the staff are told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.engine import build_engine
from camera.leases.mirror import hold_mirror
from camera.leases.protocol import Mirror, OnFrame, OnTold
from camera.leases.shared_camera import SharedCamera
from camera.messages import WorkerSpec
from camera.rehearsal.rtsp_camera import RtspCamera
from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from kiosk.desk.fake import hospital
from kiosk.desk.protocol import Desk
from kiosk.desk.sql.entering import put_person
from kiosk.running.mirror_line import CAMERA
from kiosk.visit.pages import Page
from tests.camera.live_pictures import cover, of_a_day, of_noise_over
from tests.stories.kiosk.house import House
from tests.stories.kiosk.stage import MakeStage, Stage

NOTICED_WITHIN_S = 30.0
SORRY = "摄像头暂时不能用，请再试一次，或到窗口办理"


@pytest.fixture
def lens() -> Iterator[RtspCamera]:
    with RtspCamera(of_a_day(), "kiosk", "loopback") as camera:
        yield camera


@pytest.fixture
def stage(make_stage: MakeStage, tmp_path: Path, lens: RtspCamera) -> Stage:
    models = tmp_path / "models"
    build_engine(models, "hog", "dlib")  # what a first use converts is no part of the story
    spec = WorkerSpec("挂号机 1", lens.url, models, "hog", "dlib", min_face_px=80)
    shared = SharedCamera(spec, linger_s=0.2)

    def open_mirror(on_frame: OnFrame, on_told: OnTold) -> Mirror:
        return hold_mirror(shared, "kiosk", tmp_path / "run", on_frame, on_told)

    def with_a_photograph(house: House) -> Desk:
        put_person(house.open.site, hospital.HELPER, photo=to_jpeg(next(iter(packaged_portraits().values()))))
        return house.desk

    return make_stage(desk_of=with_a_photograph, open_mirror=open_mirror)


def to_the_camera(stage: Stage) -> None:
    stage.place(hospital.OLD_CARD)
    stage.touch("王*（登记的帮办人）")
    stage.touch("预约挂号")
    stage.touch("同意，看摄像头")


def is_told(stage: Stage) -> bool:
    """A computer that is busy with other things may give up the first check before it knows."""
    if stage.page is Page.AGAIN and not stage.sees(SORRY):
        stage.touch("再试一次")
    return stage.page is Page.AGAIN and stage.sees(SORRY)


def test_a_covered_camera_is_told_to_patient_and_staff_until_it_sees_again(stage: Stage, lens: RtspCamera) -> None:
    seeing, lens.film = lens.film, of_noise_over(cover(), 6.0, 25)
    to_the_camera(stage)
    stage.until(lambda: is_told(stage), "the cover noticed", NOTICED_WITHIN_S)
    stage.touch("人工窗口")
    stage.pull()
    stage.waits(60)
    assert stage.page is Page.ATTRACT
    assert stage.sees("请工作人员看一下 · 摄像头")

    lens.film = seeing
    to_the_camera(stage)
    stage.until(lambda: CAMERA not in stage.program.staff.away, "the mirror's picture", NOTICED_WITHIN_S)
