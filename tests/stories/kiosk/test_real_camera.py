"""A whole visit before the real camera program, with the real face check, and with the desk over the network.

The people are drawn: two public-domain portraits on the surface of a head that turns as it is asked.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from camera.leases.mirror import hold_mirror
from camera.leases.protocol import Mirror, OnFrame, OnTold
from camera.leases.run_files import RunFiles
from camera.leases.shared_camera import SharedCamera
from camera.messages import WorkerSpec
from camera.scene.heads.placed import Guise, Placed
from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from kiosk.desk.fake import hospital
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.sql.entering import put_person
from kiosk.desk.values import BookingState
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left, nothing_is_owed, what_was_paid_stands
from tests.stories.kiosk.house import House
from tests.stories.kiosk.served_hub import ServedHub
from tests.stories.kiosk.stage import MakeStage, Stage

CAMERA = "挂号机 1"
CHECK_WITHIN_S = 60.0


class Street:
    """Who stands before the kiosk: `photographs` are on record, `stand` lets somebody step in front of the camera."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.run_dir = folder / "run"
        self._wish = folder / "hand.json"
        self.photographs = [to_jpeg(picture) for picture in packaged_portraits().values()]
        self._files = [folder / f"{place}.jpg" for place, _ in enumerate(self.photographs)]
        for path, photograph in zip(self._files, self.photographs, strict=True):
            path.write_bytes(photograph)
        self.stand(0)
        spec = WorkerSpec(CAMERA, f"fake:stage?hand={self._wish}", folder / "models", "hog", "dlib", min_face_px=80)
        self.shared = SharedCamera(spec, linger_s=0.2)

    def stand(self, who: int) -> None:
        draft = self._wish.with_suffix(".new")
        draft.write_text(Placed(Guise.PERSON, str(self._files[who])).to_json(), encoding="utf-8")
        draft.replace(self._wish)

    def open_mirror(self, on_frame: OnFrame, on_told: OnTold) -> Mirror:
        return hold_mirror(self.shared, "kiosk", self.run_dir, on_frame, on_told)

    def is_empty(self) -> bool:
        """The camera's program has ended."""
        return RunFiles(self.run_dir, CAMERA).read() is None


@pytest.fixture
def street(tmp_path: Path) -> Street:
    return Street(tmp_path / "street")


@pytest.fixture
def visited(make_stage: MakeStage, street: Street) -> Iterator[Stage]:
    """A kiosk that reaches its desk over the network; the old man's helper has the second portrait on record."""
    with ExitStack() as closing:

        def served(house: House) -> HttpDesk:
            put_person(house.open.site, hospital.HELPER, photo=street.photographs[1])
            hub = ServedHub(house)
            closing.callback(hub.stop)
            return closing.enter_context(hub.kiosk_desk())

        yield make_stage(desk_of=served, open_mirror=street.open_mirror)


def test_the_helper_books_for_the_old_man_and_somebody_else_with_the_card_does_not(
    visited: Stage, street: Street
) -> None:
    visited.place(hospital.OLD_CARD)
    visited.touch("王*（登记的帮办人）")
    visited.touch("预约挂号")
    visited.touch("同意，看摄像头")
    visited.comes_to(Page.CHECK)
    visited.until(lambda: visited.page is not Page.CHECK, "the end of the check", CHECK_WITHIN_S)
    assert visited.page is Page.AGAIN
    assert visited.sees("这次没有看清，请再试一次，或到窗口办理")
    assert visited.program.pictures.shown > 10, "the mirror showed who stands there"

    street.stand(1)
    visited.touch("再试一次")
    visited.comes_to(Page.CHECK)
    visited.until(lambda: visited.page is not Page.CHECK, "the end of the check", CHECK_WITHIN_S)
    visited.touch("内科")
    visited.touch("王医生")
    visited.touch("3月3日 周二")
    visited.touch("08:00–08:30")
    visited.touch("确认并支付")
    visited.is_paid()
    visited.comes_to(Page.DONE)
    what_was_paid_stands(visited)
    (booked,) = visited.house.kiosk_bookings(BookingState.BOOKED)
    assert (booked["patient_id"], booked["made_by"]) == (hospital.OLD_MAN.id, hospital.HELPER.id)
    assert booked["code"] in visited.slips()[0]
    visited.pull()
    visited.until(street.is_empty, "the end of the camera's program")
    nothing_is_left(visited, booked["code"], booked["id"])
    nothing_is_owed(visited)
