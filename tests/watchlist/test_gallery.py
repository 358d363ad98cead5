"""The gallery's answer is a naive loop's answer, ties and all, and it never changes under a search."""

from collections.abc import Sequence
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from camera.types import Embedding
from watchlist.gallery import Gallery, cosines
from watchlist.types import NOBODY, Candidate, Match, PersonId, PhotoId, Template

MODEL = "model-1"


def unit(vector: NDArray[np.floating]) -> NDArray[np.float32]:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def template(person: str, vector: NDArray[np.floating], photo: str = "photo-1") -> Template:
    return Template(PersonId(person), PhotoId(photo), unit(vector), MODEL)


def probe(vector: NDArray[np.floating]) -> Embedding:
    return Embedding(unit(vector), MODEL)


def renormalised(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return (vector / np.linalg.norm(vector.astype(np.float64))).astype(np.float32)


def naive(templates: Sequence[Template], sought: Embedding) -> Match:
    best: dict[PersonId, float] = {}
    for one in templates:
        row = renormalised(one.vector)[None]
        score = float(cosines(row, renormalised(sought.vector))[0])
        best[one.person_id] = max(score, best.get(one.person_id, -2.0))
    ranked = [Candidate(person, score) for person, score in sorted(best.items(), key=lambda item: (-item[1], item[0]))]
    return Match(*[*ranked, None, None][:2]) if ranked else NOBODY


@st.composite
def galleries(draw: st.DrawFn) -> tuple[list[Template], list[Embedding]]:
    """Few distinct vectors for many templates, so exact and near ties are common."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dimension = draw(st.sampled_from([1, 2, 7, 128]))
    pool = rng.normal(size=(draw(st.integers(1, 6)), dimension)) + 1e-3
    nudges = draw(st.sampled_from([0.0, 1e-8, 1e-6, 1e-3]))
    count = draw(st.integers(0, 40))
    people = rng.integers(0, draw(st.integers(1, 12)), count)
    rows = pool[rng.integers(0, len(pool), count)] + nudges * rng.normal(size=(count, dimension))
    templates = [
        template(f"person-{one}", row, f"photo-{i}") for i, (one, row) in enumerate(zip(people, rows, strict=True))
    ]
    probes = [probe(pool[i]) for i in rng.integers(0, len(pool), 3)] + [probe(rng.normal(size=dimension) + 1e-3)]
    return templates, probes


@given(galleries())
@settings(max_examples=300, deadline=None)
def test_the_answer_is_that_of_a_naive_loop(drawn: tuple[list[Template], list[Embedding]]) -> None:
    templates, probes = drawn
    dimension = len(probes[0].vector)
    answers = Gallery.of(templates, MODEL, dimension).search(probes)
    assert answers == [naive(templates, one) for one in probes]


@given(galleries(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_templates_does_not_matter(drawn: tuple[list[Template], list[Embedding]], random) -> None:  # type: ignore[no-untyped-def]
    templates, probes = drawn
    shuffled = random.sample(templates, len(templates))
    dimension = len(probes[0].vector)
    assert Gallery.of(shuffled, MODEL, dimension).search(probes) == Gallery.of(templates, MODEL, dimension).search(
        probes
    )


@pytest.mark.parametrize("probes", [1, 5])
def test_an_empty_gallery_answers_nobody_to_every_probe(probes: int) -> None:
    assert Gallery(MODEL, 4).search([probe(np.eye(4)[0])] * probes) == [NOBODY] * probes
    assert Gallery.of([], MODEL, 4).search([]) == []


def test_one_person_has_no_runner_up_however_many_photographs_they_have() -> None:
    rows = np.eye(3)
    gallery = Gallery.of([template("person-1", row) for row in rows], MODEL, 3)
    [match] = gallery.search([probe(rows[2])])
    assert match == Match(Candidate(PersonId("person-1"), 1.0), None)
    assert (gallery.people, gallery.templates) == (1, 3)


def test_the_runner_up_is_another_person_and_not_another_photograph() -> None:
    rows = [
        template("b", np.array([1.0, 0.01])),
        template("b", np.array([1.0, 0.02])),
        template("a", np.array([1.0, 1.0])),
    ]
    [match] = Gallery.of(rows, MODEL, 2).search([probe(np.array([1.0, 0.0]))])
    assert match.nearest is not None
    assert match.runner_up is not None
    assert (match.nearest.person_id, match.runner_up.person_id) == ("b", "a")


def test_between_equal_scores_the_smaller_person_id_comes_first() -> None:
    row = np.arange(1.0, 129.0)
    rows = [template(f"person-{number:02}", row) for number in reversed(range(50))]
    [match] = Gallery.of(rows, MODEL, 128).search([probe(row)])
    assert match.nearest is not None
    assert match.runner_up is not None
    assert (match.nearest.person_id, match.runner_up.person_id) == ("person-00", "person-01")
    assert match.nearest.score == match.runner_up.score


def test_a_search_is_never_a_mixture_of_two_galleries() -> None:
    """Replacing the gallery is assigning a name; a reader keeps the one it took."""
    rows = np.random.default_rng(7).normal(size=(200, 64))
    old = Gallery.of([template(f"old-{i}", row) for i, row in enumerate(rows)], MODEL, 64)
    new = Gallery.of([template(f"new-{i}", row) for i, row in enumerate(rows[::-1])], MODEL, 64)
    probes = [probe(row) for row in rows[:20]]
    allowed = {tuple(old.search(probes)), tuple(new.search(probes))}
    in_use, seen = [old], []

    def search() -> None:
        for _ in range(200):
            gallery = in_use[0]
            seen.append((gallery, tuple(gallery.search(probes))))

    reader = Thread(target=search)
    reader.start()
    swaps = 0
    while reader.is_alive():
        in_use[0] = new if in_use[0] is old else old
        swaps += 1
    reader.join()
    assert swaps > 0
    assert len(seen) == 200
    assert all(answer in allowed and answer == tuple(gallery.search(probes)) for gallery, answer in seen[::10])
    assert {answer for _, answer in seen} <= allowed


def test_nobody_can_write_into_a_gallery() -> None:
    """Its own copy: changing the template's vector afterwards changes no answer, and the matrix is read-only."""
    vector = unit(np.array([1.0, 0.0]))
    gallery = Gallery.of([Template(PersonId("a"), PhotoId("p"), vector, MODEL)], MODEL, 2)
    vector[:] = [0.0, 1.0]
    [match] = gallery.search([probe(np.array([1.0, 0.0]))])
    assert match.nearest == Candidate(PersonId("a"), 1.0)
    with pytest.raises(ValueError, match="read-only"):
        gallery._matrix[0, 0] = 0
