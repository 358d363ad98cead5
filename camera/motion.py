"""Does anything move? A look at a very small grey picture that saves the detector's work in an empty hall."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.types import Image, Seconds


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
        self._background: NDArray[np.float32] | None = None
        self._noise: float | None = None
        self._at: Seconds = 0.0

    def moved(self, image: Image, at: Seconds) -> bool:
        """True also for the first picture and for one of another size or an earlier time than the last."""
        small = self._small(image)
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
        return int(np.count_nonzero(size > limit)) >= self._limits.pixels

    def _small(self, image: Image) -> NDArray[np.float32]:
        height, width = image.shape[:2]
        size = self._limits.width_px, max(round(height * self._limits.width_px / width), 1)
        # Averaging areas is what takes the sensor's noise away.
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        grey = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        return np.asarray(grey, np.float32)
