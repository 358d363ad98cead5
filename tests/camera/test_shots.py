"""Best shots and their fusion."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.shots import BestShots, Shot, ShotLimits, fused
from camera.types import Box, Embedding


def towards(*numbers: float, model_id: str = "m") -> Embedding:
    vector = np.array(numbers, np.float32)
    return Embedding(vector / np.linalg.norm(vector), model_id)


def shot(at: float, worth: float = 0.5, embedding: Embedding | None = None) -> Shot:
    return Shot(at, worth, embedding or towards(1, 0, 0), Box(0, 0, 9, 9), np.full((2, 2, 3), round(at * 10), np.uint8))


def test_the_first_good_face_is_wanted_and_its_twin_is_not() -> None:
    shots = BestShots(ShotLimits())
    assert shots.wants(1.0, 0.1)
    shots.add(shot(1.0))
    assert not shots.wants(1.1, 0.9)
    assert shots.wants(1.15, 0.1)


def test_a_full_set_wants_clearly_better_faces_or_an_occasional_look() -> None:
    shots = BestShots(ShotLimits(keep=3, better_by=1.2, renew_after_s=2.0))
    for k in range(3):
        shots.add(shot(float(k), 0.5))
    assert not shots.wants(3.0, 0.55)
    assert shots.wants(3.0, 0.61)
    assert shots.wants(4.0, 0.01)


def test_the_worst_shot_makes_room_for_the_newest() -> None:
    shots = BestShots(ShotLimits(keep=2))
    for at, worth in ((0.0, 0.9), (1.0, 0.3), (2.0, 0.6)):
        shots.add(shot(at, worth))
    assert len(shots) == 2
    assert (shots.best.at, shots.first_at) == (0.0, 0.0)
    shots.add(shot(3.0, 0.1))
    assert shots.best.at == 0.0


def test_a_poor_newest_shot_counts_though_all_others_are_better() -> None:
    shots = BestShots(ShotLimits(keep=2))
    shots.add(shot(0.0, 0.9))
    shots.add(shot(1.0, 0.8))
    shots.add(shot(2.0, 0.0, towards(0, 1, 0)))
    assert shots.fused().vector[1] > 0.1


def test_another_person_is_noticed_at_the_given_cosine() -> None:
    shots = BestShots(ShotLimits(same_from=0.3))
    assert not shots.is_other(towards(0, 1, 0))
    shots.add(shot(0.0, embedding=towards(1, 0, 0)))
    assert shots.is_other(towards(0.2, 1, 0))
    assert not shots.is_other(towards(0.5, 1, 0))


def test_without_a_threshold_nobody_is_doubted() -> None:
    shots = BestShots(ShotLimits())
    shots.add(shot(0.0))
    assert not shots.is_other(towards(-0.9, 0.1, 0))


def test_opposite_shots_leave_the_better_one() -> None:
    pair = [shot(0.0, 0.4, towards(1, 0, 0)), shot(1.0, 0.4, towards(-1, 0, 0))]
    assert fused(pair).vector.tolist() == [1, 0, 0]


def test_shots_of_two_models_are_never_fused() -> None:
    with pytest.raises(ValueError, match="exactly one model"):
        fused([shot(0.0), shot(1.0, embedding=towards(1, 0, model_id="other"))])
    with pytest.raises(ValueError, match="exactly one model"):
        fused([])


@given(st.lists(st.tuples(st.lists(st.floats(-1, 1), min_size=8, max_size=8), st.floats(0, 1)), min_size=1, max_size=5))
def test_the_fusion_is_a_unit_vector_on_the_side_of_the_shots(made: list[tuple[list[float], float]]) -> None:
    shots = [shot(k, worth, towards(*np.add(numbers, [4] + [0] * 7))) for k, (numbers, worth) in enumerate(made)]
    one = fused(shots)
    assert abs(float(np.linalg.norm(one.vector)) - 1) < 1e-5
    assert min(float(one.vector @ each.embedding.vector) for each in shots) > 0
    if len(shots) == 1:
        assert np.allclose(one.vector, shots[0].embedding.vector, atol=1e-6)


@pytest.mark.parametrize("fault", [{"keep": 0}, {"better_by": 0.5}, {"renew_after_s": 0.0}, {"same_from": 1.0}])
def test_impossible_limits_cannot_be_built(fault: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must be at least|is a cosine"):
        ShotLimits(**fault)  # type: ignore[arg-type]
