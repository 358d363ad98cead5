"""Trials never search with a photograph that is enrolled, nor find a stranger's own rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchlist.trials import Design, Faces, fused, leave_one_out, run_trials, search_all

DESIGNS = st.builds(Design, st.integers(1, 3), st.integers(1, 3))


@st.composite
def albums(draw: st.DrawFn) -> Faces:
    """Random faces in which nobody resembles anybody, not even another photograph of the same person."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    counts = draw(st.lists(st.integers(1, 7), min_size=3, max_size=8))
    person = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    rows = rng.normal(size=(len(person), 512))
    return Faces((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), person)


def alike(counts: list[int], noise: float = 0.3) -> Faces:
    """People who resemble themselves and nobody else."""
    rng = np.random.default_rng(5)
    person = np.repeat(np.arange(len(counts)), counts)
    rows = rng.normal(size=(len(counts), 64))[person] + noise * rng.normal(size=(len(person), 64))
    return Faces((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), person)


@given(albums(), DESIGNS)
@settings(max_examples=30, deadline=None)
def test_no_photograph_is_on_both_sides(faces: Faces, design: Design) -> None:
    """Random vectors of 512 numbers are far from all but themselves: any leak would score about 1 / sqrt(3) or more."""
    trials = run_trials(faces, design, draws=3, seed=1)
    assert trials.mated.max(initial=-1) < 0.5
    assert trials.strangers.max(initial=-1) < 0.5


@given(albums(), DESIGNS)
@settings(max_examples=30, deadline=None)
def test_everybody_with_photographs_enough_is_searched_once_a_draw(faces: Faces, design: Design) -> None:
    trials = run_trials(faces, design, draws=3, seed=1)
    counts = faces.counts()
    listed = np.flatnonzero(counts >= design.photos + design.stills)
    strangers = np.flatnonzero(counts >= design.stills)
    assert sorted(trials.mated_person) == sorted(list(listed) * 3)
    assert sorted(trials.stranger_person) == sorted(list(strangers) * 3)
    assert (trials.mated_people, trials.stranger_people) == (len(listed), len(strangers))


@given(albums(), DESIGNS, st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_the_same_seed_makes_the_same_trials(faces: Faces, design: Design, seed: int) -> None:
    one, again = (run_trials(faces, design, 2, seed) for _ in range(2))
    assert np.array_equal(one.mated, again.mated)
    assert np.array_equal(one.strangers, again.strangers)


def test_people_who_resemble_themselves_are_found_first_and_strangers_stay_low() -> None:
    trials = run_trials(alike([4] * 30), Design(1, 1), draws=5, seed=1)
    assert trials.first.all()
    assert trials.mated.min() > trials.strangers.max()


def test_more_photographs_and_more_stills_raise_the_right_score() -> None:
    faces = alike([6] * 40, noise=1.0)
    mean = {
        d: run_trials(faces, d, 5, 1).mated.mean() for d in (Design(1, 1), Design(3, 1), Design(1, 2), Design(3, 2))
    }
    assert mean[Design(1, 1)] < mean[Design(3, 1)] < mean[Design(3, 2)]
    assert mean[Design(1, 1)] < mean[Design(1, 2)] < mean[Design(3, 2)]


def test_a_group_is_a_part_of_the_searches_in_the_whole_list() -> None:
    faces = alike([3] * 10)
    chosen = np.arange(10) < 4
    part = run_trials(faces, Design(1, 1), 5, 1).of(chosen)
    assert set(part.mated_person) == set(part.stranger_person) == {0, 1, 2, 3}
    assert len(part.mated) == len(part.first) == len(part.strangers) == 20


def test_a_search_is_the_naive_one_also_over_many_probes() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(60, 16))
    gallery = Faces((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), rng.integers(0, 9, 60))
    probes = np.tile(gallery.vectors, (20, 1))
    person = np.tile(np.arange(60) % 11, 20)
    found = search_all(gallery, probes, person)
    for row in range(0, len(probes), 37):
        scores = gallery.vectors @ probes[row]
        mine = gallery.person == person[row]
        assert found.own[row] == pytest.approx(scores[mine].max(initial=-1), abs=1e-5)
        assert found.others[row] == pytest.approx(scores[~mine].max(), abs=1e-5)
        assert gallery.person[scores == scores[~mine].max()][0] == found.nearest_other[row]


def test_left_out_means_all_rows_of_the_person() -> None:
    """Two people with the same picture find one another, and nobody finds themselves."""
    rows = np.eye(8, dtype=np.float32)[[0, 0, 1, 0, 2]]
    faces = Faces(rows, np.array([0, 0, 0, 1, 2]))
    found = leave_one_out(faces, np.array([True, True, True]), np.array([True, True, True]))
    assert found.others.tolist() == [1.0, 1.0, 0.0, 1.0, 0.0]
    assert found.nearest_other[:2].tolist() == [1, 1]
    nobody_else = leave_one_out(faces, np.array([True, False, False]), np.array([True, False, False]))
    assert set(nobody_else.others) == {-1.0}


def test_fused_strangers_are_every_pair_of_a_persons_photographs() -> None:
    faces = alike([4, 1, 2])
    everybody = np.ones(3, bool)
    found = leave_one_out(faces, everybody, everybody, stills=2)
    assert found.person.tolist() == [0] * 6 + [2]


def test_fusing_is_the_normalised_mean() -> None:
    rows = np.eye(2, dtype=np.float32)[None]
    assert fused(rows) == pytest.approx(np.full((1, 2), np.sqrt(0.5)))
    assert fused(rows).dtype == np.float32


@pytest.mark.parametrize("people", [[1, 1, 1], [1, 1, 2]])
def test_too_few_photographs_make_no_trials_and_no_error(people: list[int]) -> None:
    trials = run_trials(alike(people), Design(3, 2), 2, 1)
    assert trials.mated_people == 0
    assert trials.of(np.zeros(3, bool)).stranger_people == 0


def test_impossible_values_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="length 1"):
        Faces(np.full((2, 4), np.nan, np.float32), np.array([0, 1]))
    with pytest.raises(ValueError, match="people"):
        Faces(np.eye(3, dtype=np.float32), np.array([0, 1]))
    for photos, stills in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="at least one"):
            Design(photos, stills)
