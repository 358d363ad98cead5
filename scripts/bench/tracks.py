"""Whether two ways of looking saw the same people: detections into tracks, and which tracks the other side met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from camera.tracker import FaceTracker
from camera.types import Box, Face, Landmarks, Seconds, TrackId

LEAST_HITS = 3
"""A detector's slips last for a frame or two; a track worth the name has more faces."""

_OVERLAP = 0.3
_WITHIN_S = 0.2
"""Whoever looks less often than every frame sees a face a little earlier or later, and a little elsewhere."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A face in one frame of a recording."""

    at: Seconds
    box: Box


def linked(seen: Iterable[tuple[Seconds, Sequence[Box]]], least_hits: int = LEAST_HITS) -> list[list[Seen]]:
    """The faces of each frame, in the order of time, as tracks of at least `least_hits` faces."""
    tracker = FaceTracker()
    tracks: dict[TrackId, list[Seen]] = {}
    for at, boxes in seen:
        tracker.tick(at)
        for track in tracker.update([_face(box) for box in boxes], at):
            tracks.setdefault(track.track_id, []).append(Seen(at, track.face.box))
    return [track for track in tracks.values() if len(track) >= least_hits]


def is_met(track: Sequence[Seen], others: Sequence[Seen]) -> bool:
    """Does one of these faces lie where the track is at about that time?"""
    return any(
        abs(mine.at - other.at) <= _WITHIN_S and mine.box.overlap(other.box) >= _OVERLAP
        for other in others
        for mine in track
    )


def _face(box: Box) -> Face:
    """The tracker looks at boxes alone."""
    return Face(box, 1.0, Landmarks(np.full((5, 2), box.centre, np.float32), "eye-corners"))
