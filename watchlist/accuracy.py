"""How often does it miss, how often does it ring for a stranger, and how sure may we be of that?

The terms are those of ISO/IEC 19795-1 (Biometric performance testing and reporting, part 1) for open-set
identification. FNIR is the share of searches for a listed person that do not return them, first and at or above the
threshold; FPIR is the share of searches for people who are not listed that return anybody. Both are told with the exact
limits of Clopper and Pearson (The use of confidence or fiducial limits illustrated in the case of the binomial,
Biometrika 26, 1934).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""In double precision: a float32 array rounds the threshold it is compared with."""
Flags = NDArray[np.bool_]

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """A share measured on `people` different people, `low` to `high` its 95 % interval.

    Several searches with one person's pictures tell less than as many with different people's, so the interval is that
    of `people` trials however many searches there were; where the share falls between two whole counts of people, it is
    widened to both.
    """

    share: float
    people: int

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or self.people < 1:
            raise ValueError(f"a share of at least one person wanted, got {self.share} of {self.people}")

    @property
    def low(self) -> float:
        return clopper_pearson(math.floor(self.share * self.people + 1e-9), self.people)[0]

    @property
    def high(self) -> float:
        return clopper_pearson(self._events_at_most, self.people)[1]

    @property
    def most(self) -> float:
        """What may be said when only the worse side matters: with 95 % confidence the share is at most this."""
        return upper_limit(self._events_at_most, self.people)

    def per_day(self, visitors: int) -> tuple[float, float]:
        """How many of so many visitors a day that is: as seen, and at most."""
        return self.share * visitors, self.most * visitors

    @property
    def _events_at_most(self) -> int:
        return math.ceil(self.share * self.people - 1e-9)


def fpir(strangers: Scores, threshold: float, people: int) -> Rate:
    """The share of unlisted people's searches, each given by its best score (n,), that reach the threshold."""
    return Rate(float(np.mean(strangers >= threshold)), people)


def fnir(mated: Scores, first: Flags, threshold: float, people: int) -> Rate:
    """The share of listed people's searches that miss.

    `mated` (n,) holds the right person's score, `first` (n,) whether nobody else scored as much.
    """
    return Rate(float(np.mean(~(first & (mated >= threshold)))), people)


def threshold_at(strangers: Scores, wanted_fpir: float, people: int) -> float | None:
    """The lowest threshold that at most this share of unlisted people's searches reaches.

    None where so few people cannot show it: one in a thousand is not seen among two hundred.
    """
    if wanted_fpir * people < 1:
        return None
    allowed = math.floor(wanted_fpir * len(strangers) + 1e-9)
    if allowed >= len(strangers):
        return -1.0
    highest_refused = np.sort(strangers)[::-1][allowed]
    return float(np.nextafter(highest_refused, 2.0))


def clopper_pearson(events: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact interval of a share of which `events` of `trials` were seen.

    Its ends are the shares under which so few, or so many, events would come up with half the remaining chance.
    """
    if not 0 <= events <= trials or trials < 1:
        raise ValueError(f"{events} events of {trials} trials")
    one_sided = (1 + confidence) / 2
    return 1 - upper_limit(trials - events, trials, one_sided), upper_limit(events, trials, one_sided)


def upper_limit(events: int, trials: int, confidence: float = CONFIDENCE) -> float:
    """The share under which so few events would come up with only the remaining chance.

    Without any event it is about 3 / trials, the rule of three.
    """
    return 1.0 if events == trials else _share_where(events, trials, 1 - confidence)


def _at_most(events: int, trials: int, share: float) -> float:
    """The chance of at most so many events, by the binomial distribution's terms in logarithms."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 1.0 if events >= trials else 0.0
    k = np.arange(events + 1)
    ways = math.lgamma(trials + 1) - _lgamma(k + 1) - _lgamma(trials - k + 1)
    terms = ways + k * math.log(share) + (trials - k) * math.log1p(-share)
    return min(1.0, float(np.exp(terms).sum()))


def _lgamma(values: NDArray[np.int_]) -> NDArray[np.float64]:
    return np.array([math.lgamma(value) for value in values])


def _share_where(events: int, trials: int, chance: float) -> float:
    """The share that gives at most so many events just this chance, by halving: the chance falls as it grows."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(events, trials, middle) > chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2
