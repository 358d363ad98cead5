"""From entrances and what a screen showed to delays. No clock is read here; all times are on one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from camera.types import Seconds


@dataclass(frozen=True, slots=True)
class Entrance:
    """`at`: the camera sent the first picture in which this person can be found."""

    who: str
    at: Seconds


@dataclass(frozen=True, slots=True)
class Shown:
    """An alarm was on the screen `at`; `raised_at` is the picture that made it ring."""

    who: str
    raised_at: Seconds
    at: Seconds


@dataclass(frozen=True, slots=True)
class Delays:
    """One for each entrance that was shown before the same person entered again."""

    recognised: Sequence[Seconds]
    whole: Sequence[Seconds]
    missed: int

    def as_json(self) -> dict[str, Any]:
        """Without any alarm there are no times."""
        told: dict[str, Any] = {"n": len(self.whole) + self.missed, "missed": self.missed}
        if not self.whole:
            return told | {"p50_s": None, "max_s": None}
        shown = [whole - before for whole, before in zip(self.whole, self.recognised, strict=True)]
        told |= {"p50_s": round(median(self.whole), 2), "max_s": round(max(self.whole), 2)}
        told |= {"recognised_p50_s": round(median(self.recognised), 2), "shown_p50_s": round(median(shown), 2)}
        return told | {"recognised_max_s": round(max(self.recognised), 2), "shown_max_s": round(max(shown), 2)}


def delays(entrances: Sequence[Entrance], shown: Iterable[Shown]) -> Delays:
    known = list(shown)
    found = [(entrance, _shown_of(entrance, entrances, known)) for entrance in entrances]
    pairs = [(entrance, alarm) for entrance, alarm in found if alarm is not None]
    return Delays(
        tuple(alarm.raised_at - entrance.at for entrance, alarm in pairs),
        tuple(alarm.at - entrance.at for entrance, alarm in pairs),
        len(found) - len(pairs),
    )


def first_found(visible: Iterable[Mapping[str, float]], least_px: float) -> dict[str, int]:
    """The number of the first picture with each person's face of at least this width. `visible`: widths by name."""
    first: dict[str, int] = {}
    for number, widths in enumerate(visible):
        for who, width_px in widths.items():
            if width_px >= least_px:
                first.setdefault(who, number)
    return first


def _shown_of(entrance: Entrance, entrances: Sequence[Entrance], shown: Sequence[Shown]) -> Shown | None:
    later = [one.at for one in entrances if one.who == entrance.who and one.at > entrance.at]
    until = min(later, default=float("inf"))
    mine = [one for one in shown if one.who == entrance.who and entrance.at <= one.at < until]
    return min(mine, key=lambda one: one.at, default=None)
