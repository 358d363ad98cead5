"""What to look at in each frame: nothing, the regions around known faces, or the whole picture.

Reads no clock and no pixels: time, motion and the detector's measured cost come in as arguments. Without costs
(recordings) the decisions depend on the frames' times alone, so two runs agree.

Where looks are dear they become fewer, then coarser, and only then dearer than their share of a core: whoever looks
too rarely sees nobody twice, and a face seen once is nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from camera.types import Box, Seconds

# Frame times are sums of rounded intervals; without some slack a look slips to the next frame.
_SLACK_S = 0.004
# The smallest face searched for doubles in so many steps. Every step leaves so much of the pixels, and of the work.
_STEPS = 4
_WORK_PER_STEP = 0.5 ** (2 / _STEPS)


class Look(Enum):
    SKIP = "skip"
    CHECK = "check"  # scan when something moves (away from known faces), else what `unmoved` says
    FOLLOW = "follow"
    NEAR = "near"  # follow, and search the rest for large faces
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class AttentionLimits:
    """Intervals between looks. `idle_scan_every_s` is the safety net under the motion gate.

    While all known faces are found, the whole picture is searched every `far_scan_every_s`, and in between every
    `scan_every_s` for faces twice as large, at a quarter of the work, where something moves away from the known ones:
    a newcomer who is still far away is found within a second, which the three votes of an alarm can wait for.

    `core_share` bounds the detector's part of one core: when looks cost more, all intervals stretch alike, but looks
    for movers and at known faces come no further apart than `within_s`, so that three of them meet a walk of 6 s past
    the camera. A scan that then takes more than the share searches for larger faces only, up to twice as large.
    """

    scan_every_s: Seconds = 0.5
    far_scan_every_s: Seconds = 1.0
    follow_every_s: Seconds = 1 / 6
    check_every_s: Seconds = 0.1
    idle_scan_every_s: Seconds = 2.0
    within_s: Seconds = 1.2
    core_share: float = 0.5

    def __post_init__(self) -> None:
        scans = self.scan_every_s, self.far_scan_every_s, self.idle_scan_every_s
        if min(*scans, self.follow_every_s, self.check_every_s, self.within_s) <= 0 or not 0 < self.core_share <= 1:
            raise ValueError("intervals must be above 0 s and core_share above 0 and at most 1")


class Attention:
    """Ask `due` for every frame; tell `looked` what was done about it."""

    def __init__(self, limits: AttentionLimits | None = None) -> None:
        self._limits = limits or AttentionLimits()
        self._scanned: Seconds | None = None
        self._searched: Seconds = 0.0
        self._looked: Seconds = 0.0
        self._checked: Seconds = 0.0
        self._costs: dict[Look, Seconds] = {}
        self._warm = False
        self._steps = 0

    @property
    def coarse(self) -> float:
        """How many times larger than asked the smallest face is that a scan should search for: 1 to 2."""
        return float(2 ** (self._steps / _STEPS))

    def due(self, at: Seconds, following: bool, settled: bool = True) -> Look:
        """`following`: there are faces to follow; `settled`: the last look found them all.

        A first frame, or one from before the last look, is scanned.
        """
        if self._scanned is None or at < self._looked:
            return Look.SCAN
        limits = self._limits
        if following:
            return self._due_while_following(at, settled)
        if _passed(at - self._scanned, limits.idle_scan_every_s * self._stretch()):
            return Look.SCAN
        return Look.CHECK if self._check_due(at) else Look.SKIP

    def moved(self, at: Seconds) -> Look:
        """What is due when a check saw something move."""
        far = self._scanned is None or _passed(at - self._scanned, self._every(self._limits.far_scan_every_s))
        return Look.SCAN if far else Look.NEAR

    def unmoved(self, at: Seconds, following: bool) -> Look:
        """What is due when a check saw nothing move."""
        due = following and _passed(at - self._looked, self._every(self._limits.follow_every_s))
        return Look.FOLLOW if due else Look.SKIP

    def _due_while_following(self, at: Seconds, settled: bool) -> Look:
        if self._scanned is None or _passed(at - self._scanned, self._every(self._limits.far_scan_every_s)):
            return Look.SCAN
        if not settled and _passed(at - self._searched, self._every(self._limits.scan_every_s)):
            return Look.NEAR
        return Look.CHECK if self._check_due(at) else self.unmoved(at, following=True)

    def _check_due(self, at: Seconds) -> bool:
        checked = at < self._checked or _passed(at - self._checked, self._limits.check_every_s)
        return checked and _passed(at - self._searched, self._every(self._limits.scan_every_s))

    def looked(self, look: Look, at: Seconds, cost_s: Seconds | None = None) -> None:
        """`cost_s` is the processor time of the look; None leaves the intervals and the size of faces as they are."""
        if look is Look.CHECK:
            self._checked = at
            return
        self._looked = at
        if look in (Look.SCAN, Look.NEAR):
            self._searched = self._checked = at
        if look is Look.SCAN:
            self._scanned = at
        if cost_s is not None:
            self._learn(look, cost_s)

    def _learn(self, look: Look, cost_s: Seconds) -> None:
        if not self._warm:  # the first look of all also pays for what the detector prepares once
            self._warm = True
            return
        before = self._costs.get(look, cost_s)
        self._costs[look] = 0.8 * before + 0.2 * cost_s
        if look is Look.SCAN:
            self._choose_size(self._costs[look])

    def _choose_size(self, cost_s: Seconds) -> None:
        """One step at a time; back only when the finer scan will clearly be affordable, or the size would swing."""
        affordable_s = self._limits.core_share * self._limits.within_s
        if cost_s > affordable_s and self._steps < _STEPS:
            self._steps += 1
            self._costs[Look.SCAN] = cost_s * _WORK_PER_STEP
        elif self._steps > 0 and cost_s / _WORK_PER_STEP < 0.9 * affordable_s:
            self._steps -= 1
            self._costs[Look.SCAN] = cost_s / _WORK_PER_STEP

    def _every(self, interval_s: Seconds) -> Seconds:
        return min(interval_s * self._stretch(), max(self._limits.within_s, interval_s))

    def _stretch(self) -> float:
        limits, scan_s = self._limits, self._costs.get(Look.SCAN, 0.0)
        # Known faces fill no more than the picture. Where scans come so often that nothing else is due, what following
        # once cost would else never be forgotten.
        follow_s = min(self._costs.get(Look.FOLLOW, 0.0), scan_s * self.coarse**2)
        share = scan_s / limits.scan_every_s + follow_s / limits.follow_every_s
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
