"""A detector that plays a script: for tests, and for a demonstration without any model."""

from collections.abc import Callable, Iterable, Iterator

from camera.types import Face, Image, LandmarkLayout


class ScriptedDetector:
    """Answers with the next entry of its script, and with nothing once that has ended.

    `calls` remembers height, width and min_face_px of every picture it was shown.
    """

    name: str = "scripted"

    def __init__(self, script: Iterable[list[Face]], layout: LandmarkLayout = "five-points") -> None:
        self.layout: LandmarkLayout = layout
        self.calls: list[tuple[int, int, int]] = []
        self._script: Iterator[list[Face]] = iter(script)

    def detect(self, image: Image, min_face_px: int) -> list[Face]:
        self.calls.append((image.shape[0], image.shape[1], min_face_px))
        return list(next(self._script, []))


class SeeingDetector:
    """Answers with what a function sees: a stand-in that depends on the picture alone."""

    name: str = "seeing"

    def __init__(self, see: Callable[[Image, int], list[Face]], layout: LandmarkLayout = "five-points") -> None:
        self.layout: LandmarkLayout = layout
        self._see = see

    def detect(self, image: Image, min_face_px: int) -> list[Face]:
        return self._see(image, min_face_px)
