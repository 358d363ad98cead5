"""Frames in, faces out: decides whether to look, and where, and calls the detector there."""

from collections.abc import Callable, Sequence
from typing import Protocol

from camera.attention import Attention, AttentionLimits, Look, cut_by_region, regions
from camera.motion import MotionGate, MotionLimits
from camera.types import Box, Embedding, Face, Frame, Image, Seconds

# Looks at somebody in view that come further apart than this are too few for whoever walks past.
_RARE_S = 1.0
_NEAR = 2.0
_SAME = 0.4


class FaceEngine(Protocol):
    """What the pipeline needs of detector, landmarks and embedder; camera.engine.Engine is one."""

    def faces(self, image: Image, min_face_px: int) -> list[Face]: ...
    def embed(self, image: Image, faces: Sequence[Face]) -> list[Embedding]: ...


class Looker:
    """`clock` measures processor time (time.thread_time) so that a slow machine looks less often and less closely.

    Without a clock, for recordings, what is looked at depends on the frames alone. `cut` are the faces of the last look
    that the edge of a searched region may have cut: good for nothing but to know that somebody is there.
    """

    def __init__(
        self,
        engine: FaceEngine,
        min_face_px: int,
        attention: AttentionLimits,
        motion: MotionLimits,
        clock: Callable[[], Seconds] | None = None,
    ) -> None:
        self._engine = engine
        self._min_face_px = min_face_px
        self._attention = Attention(attention)
        self._gate = MotionGate(motion)
        self._clock = clock
        self._looked_at: Seconds | None = None
        self._gap_s: Seconds | None = None
        self._settled = True
        self.cut: list[Box] = []

    @property
    def slow(self) -> bool:
        """Do looks come too rarely, for whatever reason, or search for larger faces than asked?"""
        return self._attention.coarse > 1 or (self._gap_s or 0.0) > _RARE_S

    def look(self, frame: Frame, expected: Sequence[Box]) -> list[Face] | None:
        """Faces in the frame, or None when it was not looked at. `expected`: where known faces should be."""
        look = self._decided(frame, expected)
        if look is Look.SKIP:
            return None
        self._pace(frame.at, bool(expected))
        self.cut = []
        before = self._clock() if self._clock else 0.0
        faces = self._found(look, frame.image, expected)
        self._settled = len(faces) >= sum(_is_inside(box, frame.image) for box in expected)
        self._attention.looked(look, frame.at, self._clock() - before if self._clock else None)
        return faces

    def _pace(self, at: Seconds, following: bool) -> None:
        """Learn how far apart the looks at somebody in view really come."""
        if self._clock and following and self._looked_at is not None:
            gap_s = at - self._looked_at
            self._gap_s = gap_s if self._gap_s is None else 0.8 * self._gap_s + 0.2 * gap_s
        self._looked_at = at

    def _decided(self, frame: Frame, expected: Sequence[Box]) -> Look:
        look = self._attention.due(frame.at, bool(expected), self._settled)
        if look not in (Look.SCAN, Look.CHECK):
            return look
        # The gate compares with what it saw last, so it sees whatever may be scanned.
        moves = self._gate.moved(frame.luma(), frame.at, [_person(face) for face in expected])
        if look is Look.SCAN:
            return look
        self._attention.looked(Look.CHECK, frame.at)
        following = bool(expected)
        return self._attention.moved(frame.at) if moves else self._attention.unmoved(frame.at, following)

    def _found(self, look: Look, image: Image, expected: Sequence[Box]) -> list[Face]:
        if look is Look.SCAN:
            return self._scan(image)
        followed = self._follow(image, expected)
        if look is Look.FOLLOW:
            return followed
        near = self._scan(image, _NEAR)
        return followed + [one for one in near if all(one.box.overlap(other.box) < _SAME for other in followed)]

    def _scan(self, image: Image, larger: float = 1.0) -> list[Face]:
        return self._engine.faces(image, round(self._min_face_px * self._attention.coarse * larger))

    def _follow(self, image: Image, expected: Sequence[Box]) -> list[Face]:
        height, width = image.shape[:2]
        found: list[Face] = []
        for region in regions(expected, width, height):
            box = region.box
            # A known face does not shrink by half between two looks, so large faces cost no more than small ones.
            min_face_px = max(self._min_face_px, int(region.face_px / 2))
            for face in self._engine.faces(image[box.top : box.bottom, box.left : box.right], min_face_px):
                moved = face.moved(box.left, box.top)
                if cut_by_region(moved.box, box, width, height):
                    self.cut.append(moved.box)
                else:
                    found.append(moved)
        return found


def _is_inside(box: Box, image: Image) -> bool:
    """Who leaves the picture is not lost."""
    return box.clipped(image.shape[1], image.shape[0]) == box


def _person(face: Box) -> Box:
    """Where the movements of somebody with this face are to be expected: head, shoulders, and what is below."""
    return Box(
        face.left - face.width, face.top - face.height // 2, face.right + face.width, face.bottom + 7 * face.height
    )
