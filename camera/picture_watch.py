"""The worker's eye on its camera's pictures: looks at one a second, and says when to open the camera again."""

import zlib

import cv2
import numpy as np

from camera.backoff import Backoff, BackoffLimits
from camera.glance import small_grey
from camera.messages import CameraCondition
from camera.picture_judge import Glance, JudgeLimits, PictureFault, PictureJudge
from camera.types import Frame, Image, Luma, Seconds

GLANCE_EVERY_S = 1.0
REOPENING = BackoffLimits(first_s=60.0, factor=2.0, longest_s=1800.0)
_WIDTH_PX = 80
_EDGE_PX = 5
"""Left out of what is measured: a blur mirrors the picture there."""

WORDS: dict[PictureFault, tuple[CameraCondition, str, str]] = {
    PictureFault.FROZEN: (
        CameraCondition.FROZEN,
        "it sends the same picture again and again",
        "Switch the camera off and on. It is opened again by itself from time to time.",
    ),
    PictureFault.BLACK: (
        CameraCondition.BLACK,
        "its picture is black",
        "Check the light at its place and that nothing lies before the lens; then switch the camera off and on.",
    ),
    PictureFault.COVERED: (
        CameraCondition.COVERED,
        "nothing in its picture is sharp: the lens is covered, dirty or out of focus",
        "Look at the camera: take away what covers it, clean the lens, set the focus.",
    ),
}
"""For each fault the condition, why, and a hint."""


class PictureWatch:
    """Lives as long as the worker: what was wrong before the camera was opened again is wrong until seen well."""

    def __init__(self, limits: JudgeLimits | None = None, reopening: BackoffLimits = REOPENING) -> None:
        self._judge = PictureJudge(limits)
        self._reopening = reopening
        self._backoff = Backoff(reopening)
        self._reopen_at: Seconds | None = None
        self._before: tuple[tuple[int, ...], int] | None = None
        self._looked_at: Seconds | None = None

    def see(self, frame: Frame) -> PictureFault | None:
        """What is wrong with the pictures at present."""
        if self._looked_at is None or not 0 <= frame.at - self._looked_at < GLANCE_EVERY_S:
            self._looked_at = frame.at
            self._judge.see(self._glance(frame.luma(), frame.at))
            self._plan(frame.at)
        return self._judge.fault

    def must_reopen(self, at: Seconds) -> bool:
        """Only where it may help and only after a while: a dark lobby is no reason to hang up once a minute."""
        if self._reopen_at is None or at < self._reopen_at:
            return False
        self._reopen_at = at + self._backoff.failed(at)
        return True

    def _plan(self, at: Seconds) -> None:
        if self._judge.fault not in (PictureFault.FROZEN, PictureFault.BLACK):
            self._reopen_at, self._backoff = None, Backoff(self._reopening)
        elif self._reopen_at is None:
            self._reopen_at = at + self._backoff.failed(at)

    def _glance(self, picture: Luma | Image, at: Seconds) -> Glance:
        small = small_grey(picture, _WIDTH_PX)
        inner = np.abs(small - cv2.GaussianBlur(small, (0, 0), 2))[_EDGE_PX:-_EDGE_PX, _EDGE_PX:-_EDGE_PX]
        before, self._before = self._before, (picture.shape, zlib.crc32(np.ascontiguousarray(picture).data))
        return Glance(
            at=at,
            brightness=float(small.mean()),
            detail=float(np.percentile(inner, 98)) if inner.size else float("inf"),
            grain=float(np.median(inner)) if inner.size else 0.0,
            repeated=self._before == before,
        )
