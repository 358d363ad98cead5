"""Whom a newcomer resembles most, apart from themselves."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from watchlist.known_faces import KnownFaces
from watchlist.types import PersonId


def rows(count: int, seed: int) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), max_size=12))
def test_it_answers_what_a_naive_search_answers(added: list[tuple[int, int]]) -> None:
    known = KnownFaces(8)
    kept: list[tuple[PersonId, NDArray[np.float32]]] = []
    for seed, (person, count) in enumerate(added):
        vectors = rows(count, seed)
        known.add(PersonId(f"p-{person}"), vectors)
        kept += [(PersonId(f"p-{person}"), vector) for vector in vectors]
    [probe] = probes = rows(1, 999)
    [answer] = known.nearest_other(probes, PersonId("p-0"))
    scores = [float(vector @ probe) for person, vector in kept if person != "p-0"]
    assert (answer is None) == (not scores)
    assert answer is None or abs(answer.score - max(scores)) < 1e-6
    mine = [vector for person, vector in kept if person == "p-0"]
    assert np.array_equal(known.of(PersonId("p-0")), np.array(mine, np.float32).reshape(-1, 8))
