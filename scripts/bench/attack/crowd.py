"""Four faces out of the two packaged portraits, which every embedder tells apart. Nothing is loaded but the portraits.

Highest cosine between two of them: 0.915 with dlib's embedder, which rings at 0.973, and 0.457 with MobileFaceNet,
which rings at 0.528.
"""

import numpy as np
from numpy.typing import NDArray

from camera.scene.portraits import packaged_portraits
from camera.types import Image


def four_faces() -> dict[str, Image]:
    """By name. Raises CameraPackageError without the packages that bring the portraits."""
    (first, collins), (second, hopper) = packaged_portraits().items()
    height, width = collins.shape[:2]
    like_collins = hopper[_spread(hopper.shape[0], height)][:, _spread(hopper.shape[1], width)]
    mixed = ((collins.astype(np.uint16) + like_collins) // 2).astype(np.uint8)
    return {
        first: collins,
        second: hopper,
        "Narrow": np.asarray(collins[:, _bent(width, 0.75)], np.uint8),
        "Long": np.asarray(mixed[_bent(height, 1.5)], np.uint8),
    }


def _spread(source: int, target: int) -> NDArray[np.intp]:
    return (np.arange(target) * source // target).astype(np.intp)


def _bent(length: int, power: float) -> NDArray[np.intp]:
    """What is in the middle drawn larger with a power above 1, smaller below."""
    places = np.linspace(-1.0, 1.0, length)
    bent = np.sign(places) * np.abs(places) ** power
    return np.rint((bent + 1) / 2 * (length - 1)).astype(np.intp)
