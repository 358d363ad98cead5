"""Whether programs keep the memory they have while nobody kills anything. PURE.

During the kills they may not: whoever logs in anew makes the watch check a PIN, and the first two of these checks leave
20 MB each with its allocator.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from camera.types import Seconds

WARM_UP_S: Seconds = 60.0
JUDGED_S: Seconds = 90.0
"""A life is judged that went on for so long after it was warm."""
MOST_GROWTH_MB = 6.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The resident memory of one process; `kind` is the program's name."""

    at: Seconds
    kind: str
    pid: int
    mb: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Of one life: the middle of its first quarter after the warm-up and of its last."""

    begin_mb: float
    end_mb: float
    over_s: Seconds

    @property
    def mb(self) -> float:
        return self.end_mb - self.begin_mb

    @property
    def is_flat(self) -> bool:
        return self.mb <= MOST_GROWTH_MB


def in_calm(samples: Iterable[Sample], calm_from: Seconds, never_killed: str) -> list[Sample]:
    """What is judged: the time after the last kill, and all of whoever is never killed and talks to all the others."""
    return [one for one in samples if one.at >= calm_from or one.kind == never_killed]


def growths(samples: Iterable[Sample]) -> dict[str, list[Growth]]:
    """By kind, of the lives that went on for long enough."""
    lives: dict[tuple[str, int], list[Sample]] = {}
    for sample in samples:
        lives.setdefault((sample.kind, sample.pid), []).append(sample)
    found: dict[str, list[Growth]] = {}
    for (kind, _), life in lives.items():
        warm = [one for one in life if one.at - life[0].at >= WARM_UP_S]
        if warm and warm[-1].at - warm[0].at >= JUDGED_S:
            found.setdefault(kind, []).append(_growth(warm))
    return found


def memory_faults(found: Mapping[str, Sequence[Growth]], wanted: Iterable[str]) -> list[str]:
    """`wanted` are the kinds of which a life must have been long enough."""
    faults = [f"no {kind} lived for long enough to judge its memory" for kind in wanted if kind not in found]
    return faults + [
        f"the memory of {kind} grew from {one.begin_mb:.1f} to {one.end_mb:.1f} MB in {one.over_s:.0f} s"
        for kind, lives in found.items()
        for one in lives
        if not one.is_flat
    ]


def memory_figures(found: Mapping[str, Sequence[Growth]]) -> dict[str, str]:
    """Of each kind the life that grew most."""
    told = {}
    for kind, lives in sorted(found.items()):
        worst = max(lives, key=lambda one: one.mb)
        told[f"rss {kind} MB"] = (
            f"{worst.begin_mb:.1f} -> {worst.end_mb:.1f} in {worst.over_s:.0f} s unkilled; {len(lives)} such lives"
        )
    return told


def _growth(warm: Sequence[Sample]) -> Growth:
    quarter = max(len(warm) // 4, 1)
    over_s = warm[-1].at - warm[0].at
    return Growth(_middle(warm[:quarter]), _middle(warm[-quarter:]), over_s)


def _middle(samples: Sequence[Sample]) -> float:
    return sorted(one.mb for one in samples)[len(samples) // 2]
