"""Does anything move? A look at a very small grey picture that saves the detector's work in an empty hall."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from camera.glance import Small, small_grey
from camera.types import Box, Image, Luma, Seconds


@dataclass(frozen=True, slots=True)
class MotionLimits:
    """`width_px` of the small picture; a pixel moves when it differs from the background by more than both `step`
    grey levels and `noise_factor` times the picture's own noise; `pixels` such pixels are motion.
    `adapt_s` is the time constant of the background: what stands still for a while belongs to it.
    """

    width_px: int = 80
    step: float = 6.0
    noise_factor: float = 6.0
    pixels: int = 6
    adapt_s: float = 3.0


class MotionGate:
    """Compares every picture with a slowly adapting background. Deterministic: time comes in as an argument."""

    def __init__(self, limits: MotionLimits | None = None) -> None:
        self._limits = limits or MotionLimits()
        self._background: Small | None = None
        self._noise: float | None = None
        self._at: Seconds = 0.0

    def moved(self, picture: Luma | Image, at: Seconds, known: Sequence[Box] = ()) -> bool:
        """True also for the first picture and for one of another size or an earlier time than the last.

        `known`: what moves in these parts of the picture does not count.
        """
        small = small_grey(picture, self._limits.width_px, quick=True)
        background, since = self._background, at - self._at
        self._at = at
        if background is None or background.shape != small.shape or since < 0:
            self._background, self._noise = small, None
            return True
        difference = small - background
        # A camera that adjusts its exposure changes every pixel alike; that is no motion.
        difference -= np.median(difference)
        size = np.abs(difference)
        noise = 1.4826 * float(np.median(size))
        self._noise = noise if self._noise is None else 0.8 * self._noise + 0.2 * noise
        weight = np.float32(1 - np.exp(-since / self._limits.adapt_s))
        self._background = background + weight * (small - background)
        limit = max(self._limits.step, self._limits.noise_factor * self._noise)
        moving = size > limit
        for box in known:
            moving[_part(box, small.shape[1] / picture.shape[1])] = False
        return int(np.count_nonzero(moving)) >= self._limits.pixels


def _part(box: Box, scale: float) -> tuple[slice, slice]:
    left, top, right, bottom = (max(round(side * scale), 0) for side in (box.left, box.top, box.right, box.bottom))
    return slice(top, bottom), slice(left, right)
