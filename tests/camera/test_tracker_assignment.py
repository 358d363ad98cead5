"""The cheapest pairing, against trying everything."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from camera.assignment import assign


def least_total(costs: list[list[float]], limit: float) -> float:
    columns = len(costs[0]) if costs else 0
    totals = []
    for choice in itertools.product([None, *range(columns)], repeat=len(costs)):
        taken = [column for column in choice if column is not None]
        if len(set(taken)) == len(taken):
            totals.append(sum(limit if column is None else costs[row][column] for row, column in enumerate(choice)))
    return min(totals)


tables = st.integers(0, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.floats(0, 3) | st.sampled_from([0.0, 0.5, 1.0]), min_size=columns, max_size=columns), max_size=4
    )
)


@given(tables)
def test_no_other_pairing_is_cheaper(costs: list[list[float]]) -> None:
    pairs = assign(costs, 1.0)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    total = sum(costs[row][column] for row, column in pairs) + (len(costs) - len(pairs)) * 1.0
    assert abs(total - least_total(costs, 1.0)) < 1e-9


def test_a_pair_beyond_the_limit_is_never_made() -> None:
    assert assign([[1.5]], 1.0) == []
    assert assign([[0.9, 0.1], [0.2, 5.0]], 1.0) == [(0, 1), (1, 0)]


def test_nobody_and_nothing_make_no_pairs() -> None:
    assert assign([], 1.0) == []
    assert assign([[], []], 1.0) == []
