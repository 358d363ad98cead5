"""MiniFASNet: how much one picture of a face looks like a living one. Opened only where its file is installed."""

import cv2
import numpy as np
from numpy.typing import NDArray

from camera.embedders.session import ORT_ERRORS, one_thread_session
from camera.errors import ModelError
from camera.models.catalogue import MINIFASNET
from camera.models.store import ModelStore
from camera.types import Box, Image

INPUT_PX = 80
CROP_SCALE = 2.7
_LIVE = 1
_HINT = "Import the file again: 'gatehouse models import FILE'."


class PassiveLiveness:
    """Scores of 0 to 1. Raises ModelError when the network cannot be loaded, or answers nonsense."""

    def __init__(self, model: bytes) -> None:
        self._session = one_thread_session(model, MINIFASNET.name)
        self._input = self._session.get_inputs()[0].name
        self.score(np.zeros((INPUT_PX, INPUT_PX, 3), np.uint8), Box(20, 20, 60, 60))

    def score(self, image: Image, face: Box) -> float:
        """How living the face in this BGR picture looks."""
        blob = passive_crop(image, face).astype(np.float32).transpose(2, 0, 1)[None]  # 0 to 255, as it was trained
        try:
            answer = self._session.run(None, {self._input: blob})[0]
        except ORT_ERRORS as error:
            raise ModelError(f"{MINIFASNET.name} cannot be computed: {error}", _HINT) from error
        row = np.asarray(answer, np.float64).ravel()
        if row.shape != (3,) or not np.isfinite(row).all():
            raise ModelError(f"{MINIFASNET.name} answers {row.tolist()}, not three numbers", _HINT)
        return float(_softmax(row)[_LIVE])


def open_passive(store: ModelStore) -> PassiveLiveness | None:
    """None where the file is not installed. Raises ModelError: damaged, or it does not compute."""
    there = {model.name: model for model in store.of_kind("liveness")}
    return PassiveLiveness(there[MINIFASNET.name].content()) if MINIFASNET.name in there else None


def passive_crop(image: Image, face: Box) -> Image:
    """The face with its surroundings, 2.7 times its box, less where the picture is smaller, pushed inside it."""
    height, width = image.shape[:2]
    scale = min(CROP_SCALE, (height - 1) / face.height, (width - 1) / face.width)
    x, y = face.centre
    across, down = face.width * scale, face.height * scale
    left = min(max(x - across / 2, 0.0), width - 1 - across)
    top = min(max(y - down / 2, 0.0), height - 1 - down)
    part = image[int(top) : int(top + down) + 1, int(left) : int(left + across) + 1]
    return np.asarray(cv2.resize(part, (INPUT_PX, INPUT_PX)), np.uint8)


def _softmax(row: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(row - row.max())
    return np.asarray(raised / raised.sum(), np.float64)
