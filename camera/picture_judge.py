"""Is what the camera shows a picture of this place, now? Judged by a few numbers about it, about once a second. PURE.

A look is of one of four kinds, and the kind counts when it has lasted:

- *featureless*: nothing in it is sharper than grain. Dark it is BLACK (no light, a cap, a dead sensor), else COVERED (a
  hand, tape, spray, fog on the lens). A lobby at night is neither: its noise is evened out by averaging, its door frame
  and floor line are not. Measured on 80 x 45 pixels: 3.3 and more for a drawn lobby lit to 20 of 255 levels under noise
  of 5, 4 and more for real clips darkened to a tenth, 1.8 and less for covers and for noise of up to 6 alone.
- *repeated*: every pixel of the whole picture is the same as at the look before. FROZEN: the camera sends the same
  picture again and again. A still place is not repeated: H.264 always keeps some of a sensor's noise. Measured at
  0.07 to 5 Mbit/s: with noise as small as 0.3 levels at most 3 pictures in a row are equal, of a frozen picture at
  constant quality all are, key frames included. Not noticed: an encoder that spends a given rate on refining it.
- anything else is well.
"""

from dataclasses import dataclass
from enum import StrEnum

from camera.types import Seconds


class PictureFault(StrEnum):
    FROZEN = "frozen"
    BLACK = "black"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Glance:
    """Of one look, in grey levels. `brightness` is the mean; `detail` the 98th percentile, `grain` the median of what
    blurring takes away; `repeated`: it equals the look before.
    """

    at: Seconds
    brightness: float
    detail: float
    grain: float
    repeated: bool


@dataclass(frozen=True, slots=True)
class JudgeLimits:
    """`sharper` is the factor between losing and regaining features; noise alone has a detail of 3.4 times its grain.

    Looks further apart than `gap_s` say nothing about the time between them.
    """

    detail: float = 2.4
    sharper: float = 1.25
    noise_factor: float = 3.6
    dark: float = 32.0
    featureless_after_s: Seconds = 8.0
    frozen_after_s: Seconds = 12.0
    well_after_s: Seconds = 2.0
    gap_s: Seconds = 5.0


class PictureJudge:
    """`fault` is what is wrong with the pictures at present, None when nothing is."""

    def __init__(self, limits: JudgeLimits | None = None) -> None:
        self._limits = limits or JudgeLimits()
        self.fault: PictureFault | None = None
        self._kind: PictureFault | None = None
        self._since: Seconds | None = None
        self._at: Seconds = 0.0

    def see(self, glance: Glance) -> PictureFault | None:
        """The fault after this look."""
        kind = self._kind_of(glance)
        if self._since is None or kind is not self._kind or not 0 <= glance.at - self._at <= self._limits.gap_s:
            self._kind, self._since = kind, glance.at
        self._at = glance.at
        if glance.at - self._since >= self._needed_s(kind):
            self.fault = kind
        return self.fault

    def _kind_of(self, glance: Glance) -> PictureFault | None:
        limits = self._limits
        lost = self.fault in (PictureFault.BLACK, PictureFault.COVERED)
        detail = limits.detail * (limits.sharper if lost else 1.0)
        if glance.detail < max(detail, limits.noise_factor * glance.grain):
            return PictureFault.BLACK if glance.brightness < limits.dark else PictureFault.COVERED
        return PictureFault.FROZEN if glance.repeated else None

    def _needed_s(self, kind: PictureFault | None) -> Seconds:
        if kind is None:
            return self._limits.well_after_s
        return self._limits.frozen_after_s if kind is PictureFault.FROZEN else self._limits.featureless_after_s
