"""What a model can do on these people: misses at a wanted share of false alarms, and where to put its threshold.

Everybody is on the list once, with one photograph or with three, and everybody walks past, with one still or with two
fused. Strangers are the same people searched without their own rows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from watchlist.accuracy import Flags, Rate, fnir, fpir, threshold_at
from watchlist.trials import Design, Faces, Trials, leave_one_out, run_trials

EVERYBODY = "everybody"
DESIGNS = (Design(1, 1), Design(1, 2), Design(3, 1), Design(3, 2))
STILLS_OF_STRANGERS = (1, 2)
SAFETY_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Photographs as one model sees them. For each person (in the numbers of `faces`) a name and a group.

    `listable` says who comes with a folder of photographs: the list of the suggestion is made of them.
    """

    faces: Faces
    names: tuple[str, ...]
    groups: tuple[str, ...]
    listable: Flags

    def __post_init__(self) -> None:
        if not len(self.names) == len(self.groups) == len(self.listable) >= self.faces.people:
            raise ValueError("every person needs a name, a group and a word on being listable")

    def members(self, group: str) -> Flags:
        """Who belongs to the group (people,)."""
        return np.array([group in (EVERYBODY, theirs) for theirs in self.groups])


@dataclass(frozen=True, slots=True)
class Misses:
    """The threshold at which `wanted_fpir` of the strangers ring, and the share of listed people missed there.

    None where there are too few strangers to show that share, or nobody with photographs enough to be missed.
    """

    wanted_fpir: float
    threshold: float | None
    missed: Rate | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table. `at_suggested` are the misses at the suggested threshold."""

    group: str
    design: Design
    listed_people: int
    strangers: int
    misses: tuple[Misses, ...]
    at_suggested: Rate | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A threshold that no stranger of the group reached, with everybody's photographs all on the list.

    `highest` is what the most alike stranger reached with one still and with two fused; `rings` how many strangers
    ring at the threshold, which was chosen on these very people.
    """

    group: str
    listed_people: int
    highest: tuple[float, ...]
    threshold: float
    rings: Rate

    @property
    def one_in(self) -> int:
        """With 95 % confidence at most one stranger in so many rings while no more people are on the list."""
        return int(1 / self.rings.most)


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Two people and the cosine of their most alike photographs."""

    names: tuple[str, str]
    score: float


@dataclass(frozen=True, slots=True)
class Calibration:
    model_id: str
    suggestion: Suggestion
    lines: tuple[Line, ...]
    lookalikes: tuple[Lookalikes, ...]


def calibrate(
    sample: Sample, model_id: str, group: str, wanted_fpirs: Sequence[float], draws: int = 20, seed: int = 1
) -> Calibration:
    """Everything the table tells of one model, its threshold suggested for strangers of this group."""
    suggestion = suggest(sample, group)
    trials = [(design, run_trials(sample.faces, design, draws, seed)) for design in DESIGNS]
    lines = [
        _line(name, design, outcome.of(sample.members(name)), wanted_fpirs, suggestion.threshold)
        for name in [*dict.fromkeys(sample.groups), EVERYBODY]
        for design, outcome in trials
    ]
    return Calibration(model_id, suggestion, tuple(lines), lookalikes(sample))


def suggest(sample: Sample, group: str) -> Suggestion:
    """The threshold for few false alarms: above every stranger of the group by a twentieth of what is left up to 1.

    The cameras fuse several stills, and fused faces of strangers come nearer to one another than single ones do. The
    stills of one visit differ less than photographs of different days: two of these stand for a whole visit.
    """
    found = [leave_one_out(sample.faces, sample.listable, sample.members(group), n) for n in STILLS_OF_STRANGERS]
    highest = tuple(float(one.others.max(initial=-1.0)) for one in found)
    threshold = math.ceil((max(highest) + (1 - max(highest)) * SAFETY_SHARE) * 1000) / 1000
    rings = fpir(found[0].others, threshold, len(np.unique(found[0].person)))
    return Suggestion(group, int(sample.listable.sum()), highest, threshold, rings)


def lookalikes(sample: Sample, most: int = 5) -> tuple[Lookalikes, ...]:
    """The pairs of different people who are most alike, to be looked at: two of them may be one under two names."""
    everybody = np.ones(len(sample.names), bool)
    found = leave_one_out(sample.faces, everybody, everybody)
    pairs: dict[tuple[str, str], float] = {}
    for row in np.argsort(-found.others):
        one, other = sorted((sample.names[found.person[row]], sample.names[found.nearest_other[row]]))
        pairs.setdefault((one, other), float(found.others[row]))
        if len(pairs) == most:
            break
    return tuple(Lookalikes(pair, score) for pair, score in pairs.items())


def _line(group: str, design: Design, trials: Trials, wanted_fpirs: Sequence[float], suggested: float) -> Line:
    return Line(
        group,
        design,
        trials.mated_people,
        trials.stranger_people,
        tuple(_misses(trials, wanted) for wanted in wanted_fpirs),
        _missed(trials, suggested),
    )


def _misses(trials: Trials, wanted_fpir: float) -> Misses:
    threshold = threshold_at(trials.strangers, wanted_fpir, trials.stranger_people)
    return Misses(wanted_fpir, threshold, None if threshold is None else _missed(trials, threshold))


def _missed(trials: Trials, threshold: float) -> Rate | None:
    people = trials.mated_people
    return fnir(trials.mated, trials.first, threshold, people) if people else None
