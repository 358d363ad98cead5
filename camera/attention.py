"""What to look at in each frame: nothing, the regions around known faces, or the whole picture.

Reads no clock and no pixels: time, motion and the detector's measured cost come in as arguments. Without costs
(recordings) the decisions depend on the frames' times alone, so two runs agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from camera.types import Box, Seconds

# Frame times are sums of rounded intervals; without some slack a look slips to the next frame.
_SLACK_S = 0.004


class Look(Enum):
    SKIP = "skip"
    CHECK = "check"  # scan when something moves, else skip
    FOLLOW = "follow"
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class AttentionLimits:
    """Intervals between looks. `idle_scan_every_s` is the safety net under the motion gate.

    `core_share` bounds the detector's part of one core: when looks cost more, all intervals stretch alike.
    """

    scan_every_s: Seconds = 0.5
    follow_every_s: Seconds = 1 / 6
    check_every_s: Seconds = 0.1
    idle_scan_every_s: Seconds = 2.0
    core_share: float = 0.5

    def __post_init__(self) -> None:
        intervals = self.scan_every_s, self.follow_every_s, self.check_every_s, self.idle_scan_every_s
        if min(intervals) <= 0 or not 0 < self.core_share <= 1:
            raise ValueError("intervals must be above 0 s and core_share above 0 and at most 1")


class Attention:
    """Ask `due` for every frame; tell `looked` what was done about it."""

    def __init__(self, limits: AttentionLimits | None = None) -> None:
        self._limits = limits or AttentionLimits()
        self._scanned: Seconds | None = None
        self._looked: Seconds = 0.0
        self._checked: Seconds = 0.0
        self._costs: dict[Look, Seconds] = {}

    def due(self, at: Seconds, following: bool) -> Look:
        """`following`: there are faces to follow. A first frame, or one from before the last look, is scanned."""
        if self._scanned is None or at < self._looked:
            return Look.SCAN
        limits, stretch = self._limits, self._stretch()
        if following:
            return self._due_while_following(at, stretch)
        if _passed(at - self._scanned, limits.idle_scan_every_s * stretch):
            return Look.SCAN
        checked = at < self._checked or _passed(at - self._checked, limits.check_every_s)
        return Look.CHECK if checked and _passed(at - self._scanned, limits.scan_every_s * stretch) else Look.SKIP

    def _due_while_following(self, at: Seconds, stretch: float) -> Look:
        if self._scanned is None or _passed(at - self._scanned, self._limits.scan_every_s * stretch):
            return Look.SCAN
        return Look.FOLLOW if _passed(at - self._looked, self._limits.follow_every_s * stretch) else Look.SKIP

    def looked(self, look: Look, at: Seconds, cost_s: Seconds | None = None) -> None:
        """`cost_s` is the processor time of the look; None leaves the intervals as they are."""
        if look is Look.CHECK:
            self._checked = at
            return
        self._looked = self._checked = at
        if look is Look.SCAN:
            self._scanned = at
        if cost_s is not None:
            before = self._costs.get(look, cost_s)
            self._costs[look] = 0.8 * before + 0.2 * cost_s

    def _stretch(self) -> float:
        limits = self._limits
        share = self._costs.get(Look.SCAN, 0.0) / limits.scan_every_s
        share += self._costs.get(Look.FOLLOW, 0.0) / limits.follow_every_s
        return max(share / limits.core_share, 1.0)


def _passed(since: Seconds, interval: Seconds) -> bool:
    return since >= interval - _SLACK_S


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture and the size of the smallest face expected in it."""

    box: Box
    face_px: float


def regions(faces: Sequence[Box], width_px: int, height_px: int, grow: float = 1.0) -> list[Region]:
    """Where to look for these faces again: each grown by `grow` of its size each way, overlapping ones united."""
    united: list[Region] = []
    for face in faces:
        box = face.grown(grow).clipped(width_px, height_px)
        if box is not None:
            united = _with(united, Region(box, face.area**0.5))
    return united


def _with(united: list[Region], region: Region) -> list[Region]:
    for other in united:
        if region.box.overlap(other.box) > 0:
            rest = [one for one in united if one is not other]
            return _with(rest, Region(_around(region.box, other.box), min(region.face_px, other.face_px)))
    return [*united, region]


def _around(one: Box, other: Box) -> Box:
    left, top = min(one.left, other.left), min(one.top, other.top)
    return Box(left, top, max(one.right, other.right), max(one.bottom, other.bottom))


def cut_by_region(face: Box, region: Box, width_px: int, height_px: int) -> bool:
    """True when the region's edge, not the picture's, may have cut this face: the next scan sees it whole."""
    return (
        (0 < region.left >= face.left)
        or (0 < region.top >= face.top)
        or (face.right >= region.right < width_px)
        or (face.bottom >= region.bottom < height_px)
    )
