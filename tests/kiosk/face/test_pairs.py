"""What a one-to-one threshold is chosen by."""

import numpy as np
import pytest

from kiosk.face.pairs import Pairs, Vectors, pairs_of


def unit(*rows: tuple[float, float]) -> Vectors:
    matrix = np.array(rows, np.float32)
    lengths: Vectors = np.linalg.norm(matrix, axis=1, keepdims=True).astype(np.float32)
    return matrix / lengths


def test_a_photograph_is_never_paired_with_itself() -> None:
    references = unit((1, 0), (1, 0.1), (0, 1))
    found = pairs_of(references, references, [7, 7, 9])
    assert len(found.mated) == 2  # the two photographs of 7, each way
    assert len(found.others) == 4
    assert found.people == 2
    assert found.mated_people == 1
    assert (found.mated < 1).all()


def test_every_person_counts_the_same_however_many_pictures_there_are() -> None:
    pairs = Pairs(np.array([0.9, 0.9, 0.9, 0.1]), np.array([1, 1, 1, 2]), np.array([0.0]), 2)
    assert pairs.fnmr(0.5) == 0.5


def test_at_the_threshold_no_more_than_the_wanted_share_of_strangers_is_alike() -> None:
    others = np.random.default_rng(4).uniform(-0.2, 0.8, 5000)
    pairs = Pairs(np.array([0.9]), np.array([1]), others, 100)
    threshold = pairs.threshold_at(0.001)
    assert 0 < pairs.fmr(threshold) <= 0.001
    assert pairs.fmr(threshold - 0.002) > 0.001


def test_too_few_pairs_cannot_show_a_small_share() -> None:
    pairs = Pairs(np.array([0.9]), np.array([1]), np.zeros(500), 20)
    with pytest.raises(ValueError, match="500 pairs"):
        pairs.threshold_at(0.001)
