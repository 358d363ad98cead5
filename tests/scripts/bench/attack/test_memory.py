"""Memory that grows is found where a life is long enough, and only there."""

import pytest

from scripts.bench.attack.memory import (
    JUDGED_S,
    MOST_GROWTH_MB,
    WARM_UP_S,
    Growth,
    Sample,
    growths,
    in_calm,
    memory_faults,
    memory_figures,
)

LONG_S = int(WARM_UP_S + JUDGED_S) + 10


def life(length_s: int, mb_a_second: float, kind: str = "watch", pid: int = 7) -> list[Sample]:
    """It takes 200 MB while it warms up."""
    return [
        Sample(float(at), kind, pid, 100.0 + 200.0 * min(at / WARM_UP_S, 1.0) + mb_a_second * max(at - WARM_UP_S, 0.0))
        for at in range(0, length_s + 1, 2)
    ]


def test_a_life_that_only_warms_up_is_flat() -> None:
    found = growths(life(LONG_S, 0.0))
    assert found == {"watch": [Growth(300.0, 300.0, JUDGED_S + 10)]}
    assert memory_faults(found, ["watch"]) == []


@pytest.mark.parametrize("mb_a_second", [0.2, 1.0])
def test_one_that_grows_is_a_fault(mb_a_second: float) -> None:
    [fault] = memory_faults(growths(life(LONG_S, mb_a_second)), ["watch"])
    assert fault.startswith("the memory of watch grew from ")


def test_a_single_high_moment_is_no_growth() -> None:
    samples = life(LONG_S, 0.0)
    peak = Sample(samples[-1].at + 2, "watch", 7, 300.0 + 10 * MOST_GROWTH_MB)
    assert memory_faults(growths([*samples, peak]), ["watch"]) == []


def test_of_each_process_that_lived_too_shortly_nothing_is_said_but_that() -> None:
    found = growths([*life(LONG_S - 20, 5.0), *life(LONG_S - 20, 5.0, pid=8), *life(LONG_S, 0.0, "hub", 9)])
    assert set(found) == {"hub"}
    assert memory_faults(found, ["watch", "hub"]) == ["no watch lived for long enough to judge its memory"]
    assert memory_faults(found, []) == []


def test_the_life_that_grew_most_is_told() -> None:
    found = growths([*life(LONG_S, 0.0), *life(LONG_S, 0.5, pid=8)])
    assert memory_figures(found) == {"rss watch MB": "306.0 -> 345.0 in 100 s unkilled; 2 such lives"}
    assert memory_figures({}) == {}


def test_only_the_calm_is_judged_and_all_of_who_is_never_killed() -> None:
    samples = [*life(LONG_S, 0.0), *life(LONG_S, 0.0, "looker", 9)]
    found = growths(in_calm(samples, 30.0, "looker"))
    assert set(found) == {"looker"}
    assert set(growths(in_calm(samples, 0.0, "looker"))) == {"watch", "looker"}
