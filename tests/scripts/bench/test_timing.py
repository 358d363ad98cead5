import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.bench.timing import Round, cost, median_round, race

SECONDS = st.floats(1e-6, 1e3)


def test_a_ratio_above_one_means_ours_is_faster() -> None:
    assert Round(ours=2.0, peer=10.0).ratio == 5.0


def test_the_middle_ratio_counts_whatever_a_disturbed_round_says() -> None:
    rounds = [Round(1, 10), Round(1, 9000), Round(50, 60), Round(2, 22), Round(1, 12)]
    assert median_round(rounds) == Round(2, 22)


def test_of_two_rounds_the_less_flattering_counts() -> None:
    assert median_round([Round(1, 30), Round(1, 20)]) == Round(1, 20)


@given(st.lists(st.builds(Round, SECONDS, SECONDS), min_size=1, max_size=9))
def test_as_many_rounds_lie_above_the_median_as_below(rounds: list[Round]) -> None:
    middle = median_round(rounds).ratio
    assert sum(one.ratio < middle for one in rounds) <= (len(rounds) - 1) // 2
    assert sum(one.ratio > middle for one in rounds) <= len(rounds) // 2


@pytest.mark.parametrize(("ours", "peer"), [(0.0, 1.0), (1.0, 0.0), (float("nan"), 1.0), (-1.0, 1.0)])
def test_work_that_took_no_time_measures_nothing(ours: float, peer: float) -> None:
    with pytest.raises(ValueError, match="no time"):
        Round(ours, peer)


def test_no_round_has_no_median() -> None:
    with pytest.raises(ValueError, match="at least one"):
        median_round([])


class Bench:
    """A clock that only work moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.done: list[str] = []

    def work(self, name: str, takes_s: float) -> None:
        self.done.append(name)
        self.now += takes_s


def test_both_sides_work_in_turn_after_a_run_that_does_not_count() -> None:
    bench, first = Bench(), itertools.chain([100.0], itertools.repeat(1.0))
    laps = race([lambda: bench.work("A", next(first)), lambda: bench.work("B", 3.0)], 3, clock=lambda: bench.now)
    assert "".join(bench.done) == "AB" + "ABABAB"
    assert laps == [(1.0, 3.0)] * 3


def test_short_work_is_repeated_until_the_clock_can_tell() -> None:
    bench = Bench()
    assert cost(lambda: bench.work("A", 0.25), least_s=1.0, clock=lambda: bench.now) == 0.25
    assert len(bench.done) == 4
