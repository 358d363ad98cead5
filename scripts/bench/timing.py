"""Measuring two ways of doing the same work side by side. Machines are noisy: whatever disturbs one side of a round
disturbs the other too, so ratios are taken within a round and the middle one of several rounds counts.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Round:
    """What the same work cost both sides, one right after the other, in any one unit."""

    ours: float
    peer: float

    def __post_init__(self) -> None:
        if not (self.ours > 0 and self.peer > 0):
            raise ValueError(f"work that took no time measures nothing: {self.ours} and {self.peer}")

    @property
    def ratio(self) -> float:
        """Above 1 means that ours is faster."""
        return self.peer / self.ours


def median_round(rounds: Sequence[Round]) -> Round:
    """The round with the median ratio; of an even number of rounds the lower middle one, which flatters less."""
    if not rounds:
        raise ValueError("at least one round wanted")
    return sorted(rounds, key=lambda one: one.ratio)[(len(rounds) - 1) // 2]


def race(
    works: Sequence[Work],
    rounds: int,
    least_s: float = 0.0,
    clock: Callable[[], float] = time.process_time,
    *,
    warm_up: bool = True,
) -> list[tuple[float, ...]]:
    """Every work once a round (A B A B): for each round the seconds of each. To warm up all run once unmeasured."""
    for work in works if warm_up else ():
        work()
    return [tuple(cost(work, least_s, clock) for work in works) for _ in range(rounds)]


def cost(work: Work, least_s: float = 0.0, clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of one run, repeated until `least_s` have passed: a clock may tick as slowly as 64 times a second.

    The usual clock counts the processor time of all threads of this process.
    """
    started, runs = clock(), 0
    while True:
        work()
        runs += 1
        spent = clock() - started
        if spent >= least_s:
            return spent / runs
