"""YuNet: small faces, turned faces, masks; needs its model file, no dlib."""

from pathlib import Path

import cv2

from camera.detectors.scaling import WorkingRange, as_bgr, search, without_doubles
from camera.detectors.yunet_network import YuNetNetwork
from camera.errors import ModelError
from camera.types import Face, Image, LandmarkLayout

# YuNet finds faces from about 10 px of its own pixels, but its confidence in a face of 60 px fell from 0.92 to below
# 0.85 where it saw it at 27 px; 24 for the smallest leaves the others room. A picture is never enlarged for it: it
# gains nothing. 1920x1080 takes about 0.05 s.
_RANGE = WorkingRange(smallest_px=24, max_scale=1.0, max_pixels=1920 * 1080)
# Faces larger than the shorter side of such a picture it sees badly: of 122 that filled a picture of 400 px none fell
# below 0.87, at 450 px one to 0.77, at 648 px one was missed. Larger pictures are searched once more, small.
_SEES_ALL_PX = 400
_COARSE_SIDE_PX = 320


class YuNetDetector:
    """Confidence is 0 to 1: clear faces have 0.87 to 0.95, hands and prints on clothing were seen up to 0.81."""

    name: str = "yunet"
    layout: LandmarkLayout = "five-points"

    def __init__(self, model_file: Path) -> None:
        """Raises ModelError when the file cannot be read, or is not YuNet."""
        # Process-wide, and meant so: a worker has one camera and one core.
        cv2.setNumThreads(1)
        try:
            model = model_file.read_bytes()
        except OSError as error:
            raise ModelError(f"{model_file.name} cannot be loaded as YuNet: {error}") from error
        self._network = YuNetNetwork(model, model_file.name)

    def detect(self, image: Image, min_face_px: int) -> list[Face]:
        """Faces in any BGR picture, in its own pixels, most confident first."""
        image = as_bgr(image)
        height, width = image.shape[:2]
        scale = _RANGE.scale(width, height, min_face_px)
        faces = search(image, scale, self._network.find, self.layout)
        if min(width, height) * scale > _SEES_ALL_PX:
            faces += search(image, _COARSE_SIDE_PX / max(width, height), self._network.find, self.layout)
        return without_doubles(faces)
