"""Borrows the camera while the conversation wants it, and lets go of every picture when it does not any more."""

from camera.errors import CameraPackageError
from camera.leases.messages import CheckFacts, CheckProgress, MirrorClosed
from camera.leases.messages import StartCheck as CheckOrder
from camera.leases.protocol import Mirror, OnFrame, OpenMirror, Told
from camera.liveness.challenge import Dice, draw_challenge
from camera.types import Image
from kiosk.running.hands import Crash, Hands, Post
from kiosk.running.staff import Staff
from kiosk.visit.effects import StartCheck
from kiosk.visit.events import CameraLost, CheckEnded, CheckTold

CAMERA = "camera"


class MirrorLine:
    """`dice` draw the turns that are asked: whoever could guess them could film them beforehand.

    A lost camera is told to the staff; the visit hears of it by the end of its check (camera.leases.protocol.Mirror).
    """

    def __init__(
        self, open_mirror: OpenMirror, on_frame: OnFrame, dice: Dice, post: Post, staff: Staff, crash: Crash
    ) -> None:
        self._open_mirror = open_mirror
        self._on_frame = on_frame
        self._dice = dice
        self._post = post
        self._staff = staff
        self._hands = Hands("mirror", crash)
        self._mirror: Mirror | None = None
        self._wanted = False

    def open(self) -> None:
        self._wanted = True
        self._hands.begin(self._take)

    def start(self, check: StartCheck) -> None:
        order = CheckOrder(check.check_id, check.reference, draw_challenge(self._dice))

        def begin() -> None:
            if self._mirror is not None:
                self._mirror.start_check(order)

        self._hands.begin(begin)

    def stop(self) -> None:
        self._hands.begin(self._stop)

    def give_back(self) -> None:
        self._wanted = False
        self._hands.begin(self._let_go)

    def close(self) -> None:
        self.give_back()
        self._hands.finish()

    def _take(self) -> None:
        if self._mirror is not None:
            return
        try:
            self._mirror = self._open_mirror(self._show, self._told)
        except CameraPackageError as error:
            self._staff.lost(CAMERA, str(error), error.hint)
            self._post(CameraLost())

    def _stop(self) -> None:
        if self._mirror is not None:
            self._mirror.stop_check()

    def _let_go(self) -> None:
        mirror, self._mirror = self._mirror, None
        if mirror is not None:
            mirror.close()

    def _show(self, image: Image, number: int) -> None:
        if self._wanted:  # a frame on its way when the lease is given back is not shown any more
            self._staff.back(CAMERA)
            self._on_frame(image, number)

    def _told(self, told: Told) -> None:
        match told:
            case CheckProgress():
                self._post(CheckTold(told))
            case CheckFacts():
                self._post(CheckEnded(told))
            case MirrorClosed():
                self._staff.lost(CAMERA, told.why, told.hint)
