"""Whom a newcomer resembles most, apart from themselves."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from watchlist.errors import ForeignEmbedding
from watchlist.known_faces import KnownFaces, compared, rounded
from watchlist.types import Candidate, PersonId, PhotoId, Template


def rows(count: int, seed: int) -> NDArray[np.float32]:
    made = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), max_size=12))
def test_it_answers_what_a_naive_search_answers(added: list[tuple[int, int]]) -> None:
    known: list[tuple[PersonId, NDArray[np.float32]]] = []
    for seed, (person, count) in enumerate(added):
        known += [(PersonId(f"p-{person}"), vector) for vector in rows(count, seed)]
    probes = rows(2, 999)
    found = compared(probes, PersonId("p-0"), known)
    for probe, answer in zip(probes, found.nearest, strict=True):
        scores = [float(vector @ probe) for person, vector in known if person != "p-0"]
        assert (answer is None) == (not scores)
        assert answer is None or abs(answer.score - max(scores)) < 1e-6
    mine = [vector for person, vector in known if person == "p-0"]
    assert found.enrolled == len(mine)
    both = np.array([*mine, *probes])
    assert np.allclose(np.array(found.scores), both @ both.T, atol=1e-6)


@pytest.mark.parametrize("wrong", [rows(1, 1) * 2, rows(1, 1) * np.nan, np.array([[1.0, 0.0]], np.float32)])
def test_what_this_model_cannot_have_made_is_refused(wrong: NDArray[np.float32]) -> None:
    with pytest.raises(ForeignEmbedding):
        compared(wrong, None, [(PersonId("p"), rows(1, 2)[0])])


def test_rounded_scores_tell_no_more_than_is_needed() -> None:
    found = rounded(compared(rows(1, 3), None, [(PersonId("p"), rows(1, 4)[0])]))
    [nearest] = found.nearest
    assert isinstance(nearest, Candidate)
    assert nearest.score == round(nearest.score, 4)
    assert rounded(compared(rows(1, 3), None, [])).nearest == (None,)


class Shelf:
    """Templates that come and go; `opened` counts what was asked for."""

    def __init__(self) -> None:
        self.kept: dict[PhotoId, Template] = {}
        self.opened = 0

    def add(self, person: str, photo: str, seed: int) -> None:
        self.kept[PhotoId(photo)] = Template(PersonId(person), PhotoId(photo), rows(1, seed)[0], "m@1")

    def template_owners(self, model_id: str) -> dict[PhotoId, PersonId]:
        return {photo: one.person_id for photo, one in self.kept.items()}

    def templates_of(self, model_id: str, photos: Iterable[PhotoId]) -> list[Template]:
        found = [self.kept[photo] for photo in photos]
        self.opened += len(found)
        return found


def test_what_is_added_or_erased_in_between_counts_and_nothing_is_opened_twice() -> None:
    shelf = Shelf()
    faces = KnownFaces(shelf, "m@1")
    assert faces.compare(rows(1, 1), None).nearest == (None,)
    shelf.add("p-1", "photo-1", 1)
    shelf.add("p-2", "photo-2", 2)
    [nearest] = faces.compare(rows(1, 1), None).nearest
    assert nearest is not None
    assert nearest.person_id == "p-1"
    del shelf.kept[PhotoId("photo-1")]
    [nearest] = faces.compare(rows(1, 1), None).nearest
    assert nearest is not None
    assert (nearest.person_id, shelf.opened) == ("p-2", 2)
