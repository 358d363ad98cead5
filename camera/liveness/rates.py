"""How often a rule took an attack for a person, and a person for an attack: with n and an interval. Pure.

The words are those of ISO/IEC 30107-3 (APCER, BPCER); the measurements follow no protocol of it, and nothing here
claims that anything conforms to it.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from camera.liveness.facts import ChallengeEnd, Depth
from camera.liveness.scores import DOUBT_BELOW
from camera.liveness.trial import REAL_CLIPS, SIMULATED, Trial

_Z95 = 1.96

NOT_MEASURED = (
    "real people who are asked to turn, nod or come closer",
    "real prints, bent or cut, and real screens before a real camera",
    "masks of paper worn on the head, of silicone, resin or latex",
    "deep fakes, face swaps, and films that answer what is asked",
    "films fed into the computer in place of the camera",
    "twins, and people who look alike",
)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927); for k = 0 its end lies near the rule of three, 3 / n."""
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"k of n wanted, not {k} of {n}")
    share, spread = k / n, _Z95**2 / n
    middle = (share + spread / 2) / (1 + spread)
    reach = _Z95 / (1 + spread) * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def _passive(trial: Trial) -> bool:
    return trial.live_score is None or trial.live_score >= DOUBT_BELOW


def _challenge(trial: Trial) -> bool:
    return trial.challenge is ChallengeEnd.PASSED


RULES: Mapping[str, Callable[[Trial], bool]] = {
    "depth alone": lambda trial: trial.depth is Depth.SOLID,
    "passive alone": _passive,
    "challenge alone": _challenge,
    "challenge and depth": lambda trial: _challenge(trial) and trial.depth is not Depth.FLAT,
    "challenge, depth, passive": lambda t: _challenge(t) and t.depth is not Depth.FLAT and _passive(t),
}
"""Who is taken for a living person. Depth alone must be sure of it; after a challenge it must not speak against it."""

_WITHOUT_TURNS = ("depth alone", "passive alone")
_WITH_SCORE = ("passive alone", "challenge, depth, passive")


@dataclass(frozen=True, slots=True)
class Rate:
    """`wrong` of `n` presentations went to the wrong side: an attack taken for a person, or a person not taken for one.

    `unknown` of them are people about whom depth could say nothing; they count as wrong for "depth alone" only.
    """

    species: str
    rule: str
    wrong: int
    n: int
    unknown: int = 0

    @property
    def is_attack(self) -> bool:
        return self.species not in (SIMULATED, REAL_CLIPS)

    def as_json(self) -> dict[str, Any]:
        low, high = wilson(self.wrong, self.n)
        return {
            "part": "attacks",
            "species": self.species,
            "rule": self.rule,
            "rate": "APCER" if self.is_attack else "BPCER",
            "wrong": self.wrong,
            "n": self.n,
            "share": round(self.wrong / self.n, 4),
            "interval_95": [round(low, 4), round(high, 4)],
            "depth_unknown": self.unknown,
            "simulated": self.species != REAL_CLIPS,
        }

    def as_text(self) -> str:
        low, high = wilson(self.wrong, self.n)
        kind = "APCER" if self.is_attack else "BPCER"
        counted = f"{self.wrong:>3} of {self.n:<3}"
        return f"{self.species:<28}{self.rule:<27}{kind}  {counted}  {low:>4.0%} to {high:<4.0%}"


def rates(found: Iterable[Trial]) -> list[Rate]:
    """Every species under every rule it can be judged by: without a passive score none that wants one.

    What could not be compared was no presentation.
    """
    by_species: dict[str, list[Trial]] = {}
    for trial in found:
        if trial.obstacle is None:
            by_species.setdefault(trial.species, []).append(trial)
    return [
        _rate(species, rule, each)
        for species, each in by_species.items()
        for rule in RULES
        if species != REAL_CLIPS or rule in _WITHOUT_TURNS
        if rule not in _WITH_SCORE or any(one.live_score is not None for one in each)
    ]


def _rate(species: str, rule: str, each: Sequence[Trial]) -> Rate:
    judged = [one for one in each if rule != "passive alone" or one.live_score is not None]
    taken = sum(RULES[rule](one) for one in judged)
    is_attack = species not in (SIMULATED, REAL_CLIPS)
    unknown = sum(one.depth is Depth.UNKNOWN for one in judged)
    return Rate(species, rule, taken if is_attack else len(judged) - taken, len(judged), unknown)
