"""Finds THE face in every frame, cheaply: around where it was, and in the whole picture twice a second."""

from dataclasses import dataclass

import numpy as np

from camera.closer import CloserLook
from camera.engine import Engine
from camera.facecheck.guiding import PictureSize, chosen, comparable
from camera.facecheck.limits import CheckLimits
from camera.liveness.continuity import Observation
from camera.pose import axes, pose
from camera.tracker import FaceTracker
from camera.types import Face, Frame, Image, Landmarks, Seconds, TrackId

_POSE_PX = 144
"""YuNet's points of a face this large followed simulated nods twice as far as those of a face of 64 px."""

_EYES_AND_MOUTH = 0.63
"""From eye to eye and from eyes to mouth, as two sides of a right angle: its long side, in face widths."""

_KNOWN_FOR_S = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A frame and the face in it; `others`: somebody else of comparable size is there too."""

    frame: Frame
    face: Face
    track: TrackId
    others: bool
    picture: PictureSize

    def observation(self) -> Observation:
        looks, (x, y) = pose(self.face.landmarks), self.face.box.centre
        width = face_width_px(self.face.landmarks)
        return Observation(self.frame.at, self.track, looks.yaw_deg, looks.pitch_deg, x, y, width, self.others)


def face_width_px(landmarks: Landmarks) -> float:
    """From the landmarks: HOG's boxes come in steps of a fifth, which would look like somebody coming closer."""
    lines = axes(landmarks)
    return max(float(np.hypot(np.hypot(*lines.across), np.hypot(*(lines.mouth - lines.eyes)))) / _EYES_AND_MOUTH, 1.0)


class Sight:
    """Feed it every frame in the order of their times."""

    def __init__(self, engine: Engine, limits: CheckLimits) -> None:
        self._engine = engine
        self._limits = limits
        self._tracker = FaceTracker()
        self._closer = CloserLook(engine.detector, _POSE_PX) if engine.detector.layout == "five-points" else None
        self._known: Seen | None = None
        self._scanned_at: Seconds | None = None
        self._others = False

    def look(self, frame: Frame, only: TrackId | None = None) -> Seen | None:
        """`only`: of this track and no other, once the check has begun with it."""
        picture = PictureSize(frame.image.shape[1], frame.image.shape[0])
        self._tracker.tick(frame.at)
        tracks = {track.track_id: track.face for track in self._tracker.update(self._faces(frame, picture), frame.at)}
        face = chosen(list(tracks.values()), picture) if only is None else tracks.get(only)
        if face is None:
            return None
        track = next(track for track, one in tracks.items() if one is face)
        if self._scanned_at == frame.at:
            self._others = comparable(face, [one for one in tracks.values() if one is not face], self._limits)
        seen = Seen(frame, self._closely(frame.image, face), track, self._others, picture)
        self._known = seen
        return seen

    def _faces(self, frame: Frame, picture: PictureSize) -> list[Face]:
        known = self._known
        fresh = known is not None and 0 <= frame.at - known.frame.at <= _KNOWN_FOR_S and known.picture == picture
        due = self._scanned_at is None or not 0 <= frame.at - self._scanned_at < self._limits.scan_every_s
        if known is None or not fresh or due:
            self._scanned_at = frame.at
            return self._engine.faces(frame.image, round(self._limits.searched_face * picture.shorter_px))
        return self._around(frame.image, known.face)

    def _around(self, image: Image, face: Face) -> list[Face]:
        part = face.box.grown(0.6).clipped(image.shape[1], image.shape[0])
        if part is None:
            return []
        smallest = max(round(0.6 * face.box.area**0.5), 1)
        found = self._engine.faces(image[part.top : part.bottom, part.left : part.right], smallest)
        return [one.moved(part.left, part.top) for one in found]

    def _closely(self, image: Image, face: Face) -> Face:
        if self._closer is None:
            return face
        return Face(face.box, face.confidence, self._closer.landmarks(image, face))
