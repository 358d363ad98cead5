"""Which face is the one from a moment ago? Positions and seconds in, numbers out; who it is belongs elsewhere.

Seconds, not frames: the rate depends on the load. Where it may become very low, a face that was not looked for is not
missing: such a track waits for looks as well. A face is expected where its speed carries it, and all faces of a
frame are given to all tracks at once, at the least total distance.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from camera.assignment import assign
from camera.types import Box, Face, Seconds, TrackId

_LOOKS_IN_VAIN = 2


@dataclass(frozen=True, slots=True)
class TrackerLimits:
    """Distances are in face sizes (root of the box's area), so near and far faces obey the same rules.

    `reach` is how far from its expected place a face may be found, plus `reach_per_s` for every second unseen;
    a track of one sighting has no speed yet and reaches `first_reach_per_s` (walking past at 1.4 m/s is 8 a second).
    `coast_s` is how long a hidden face is thought to keep its speed. A track ends `forget_after_s` after its last
    face, one that was never confirmed by a second face `forget_first_after_s`.
    `longest_gap_s` bounds how long a face that nobody looks for is thought to keep its speed, by a paced tracker.
    """

    forget_after_s: Seconds = 2.0
    forget_first_after_s: Seconds = 0.8
    reach: float = 0.9
    reach_per_s: float = 1.0
    first_reach_per_s: float = 6.0
    size_weight: float = 1.0
    coast_s: Seconds = 1.0
    longest_gap_s: Seconds = 2.5

    def __post_init__(self) -> None:
        if min(self.forget_after_s, self.forget_first_after_s, self.reach, self.longest_gap_s) <= 0:
            raise ValueError("times and reach must be above 0")


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A face over time. `velocity` in pixels a second; `hits` counts the faces it was made of.

    `misses` counts the looks since its last face, all in vain, and `missed_at` is the time of the first of them.
    """

    track_id: TrackId
    face: Face
    first_at: Seconds
    at: Seconds
    hits: int
    velocity: tuple[float, float] = (0.0, 0.0)
    misses: int = 0
    missed_at: Seconds | None = None

    @property
    def confirmed(self) -> bool:
        return self.hits >= 2


class FaceTracker:
    """The caller owns the loop and the clock; times must not go backwards.

    `paced` is for live cameras: a slow computer's looks may come seconds apart. A track then lives until it was looked
    for twice in vain, though no longer than two of the longest gaps, and a face keeps its speed until it is missed.
    """

    def __init__(self, limits: TrackerLimits | None = None, *, paced: bool = False) -> None:
        self._limits = limits or TrackerLimits()
        self._paced = paced
        self._tracks: list[Track] = []
        self._last_id = 0

    def update(self, faces: Sequence[Face], at: Seconds) -> list[Track]:
        """The track of each face, in the order of the faces: a known one continued, or a new one."""
        reaches = [self._reach(track, at) for track in self._tracks]
        costs = [
            [self._cost(track, face, at) / reach for face in faces]
            for track, reach in zip(self._tracks, reaches, strict=True)
        ]
        continued = {column: self._tracks[row] for row, column in assign(costs, 1.0)}
        seen = [
            _continued(continued[k], face, at) if k in continued else self._new(face, at)
            for k, face in enumerate(faces)
        ]
        ids = {track.track_id for track in seen}
        self._tracks = [_missed(track, at) for track in self._tracks if track.track_id not in ids] + seen
        return seen

    def tick(self, at: Seconds) -> list[Track]:
        """Let time pass: the tracks that end now. Call it also while no face is in view."""
        ended = [track for track in self._tracks if self._is_over(track, at)]
        self._tracks = [track for track in self._tracks if track not in ended]
        return ended

    def end_all(self) -> list[Track]:
        ended, self._tracks = self._tracks, []
        return ended

    def live(self, at: Seconds, seen_within_s: Seconds) -> list[Track]:
        """Tracks whose last face is at most `seen_within_s` old, and those that still wait for a look."""
        return [track for track in self._tracks if at - track.at <= seen_within_s or self._waits(track, at)]

    def expected(self, track: Track, at: Seconds) -> Box:
        """Where the track's face should be at this time."""
        dx, dy = self._drift(track, at)
        return track.face.box.moved(round(dx), round(dy))

    def split(self, track: Track) -> Track:
        """The same face under a new number, because it turned out to be another person's. The old number is over."""
        fresh = replace(track, track_id=self._next_id(), first_at=track.at)
        self._tracks = [fresh if one.track_id == track.track_id else one for one in self._tracks]
        return fresh

    def _new(self, face: Face, at: Seconds) -> Track:
        return Track(self._next_id(), face, at, at, 1)

    def _next_id(self) -> TrackId:
        self._last_id += 1
        return TrackId(self._last_id)

    def _is_over(self, track: Track, at: Seconds) -> bool:
        patience_s = self._limits.forget_after_s if track.confirmed else self._limits.forget_first_after_s
        return at - track.at > patience_s and not self._waits(track, at)

    def _waits(self, track: Track, at: Seconds) -> bool:
        """Is it too early to give the track up, however much time has passed?"""
        return self._paced and track.misses < _LOOKS_IN_VAIN and at - track.at <= 2 * self._limits.longest_gap_s

    def _reach(self, track: Track, at: Seconds) -> float:
        per_s = self._limits.reach_per_s if track.confirmed else self._limits.first_reach_per_s
        return self._limits.reach + per_s * self._carried_s(track, at)

    def _carried_s(self, track: Track, at: Seconds) -> Seconds:
        """How long the track's face is thought to have kept its speed by now."""
        longest_s = self._limits.coast_s
        if self._paced:
            unlooked_s = (at if track.missed_at is None else track.missed_at) - track.at
            longest_s = max(longest_s, min(unlooked_s, self._limits.longest_gap_s))
        return min(max(at - track.at, 0.0), longest_s)

    def _drift(self, track: Track, at: Seconds) -> tuple[float, float]:
        carried_s = self._carried_s(track, at)
        return track.velocity[0] * carried_s, track.velocity[1] * carried_s

    def _cost(self, track: Track, face: Face, at: Seconds) -> float:
        before, now = _size(track.face), _size(face)
        x, y = track.face.box.centre
        dx, dy = self._drift(track, at)
        away = math.hypot(face.box.centre[0] - x - dx, face.box.centre[1] - y - dy) / (0.5 * (before + now))
        return away + self._limits.size_weight * abs(math.log(now / before))


def _continued(track: Track, face: Face, at: Seconds) -> Track:
    hits, velocity = track.hits + 1, _velocity(track, face, at)
    return replace(track, face=face, at=at, hits=hits, velocity=velocity, misses=0, missed_at=None)


def _missed(track: Track, at: Seconds) -> Track:
    return replace(track, misses=track.misses + 1, missed_at=at if track.missed_at is None else track.missed_at)


def _velocity(track: Track, face: Face, at: Seconds) -> tuple[float, float]:
    """Smoothed over about a quarter of a second: a detector's boxes jump by some pixels from frame to frame."""
    passed = at - track.at
    if passed <= 0:
        return track.velocity
    weight = 1.0 if track.hits == 1 else 1 - math.exp(-passed / 0.25)
    (x, y), (old_x, old_y) = face.box.centre, track.face.box.centre
    vx, vy = track.velocity
    return vx + weight * ((x - old_x) / passed - vx), vy + weight * ((y - old_y) / passed - vy)


def _size(face: Face) -> float:
    return math.sqrt(face.box.area)
