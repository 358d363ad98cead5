import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.liveness.facts import ChallengeEnd, Depth
from camera.liveness.rates import RULES, rates, wilson
from camera.liveness.trial import REAL_CLIPS, SIMULATED, Trial

PASSED, FAILED = ChallengeEnd.PASSED, ChallengeEnd.TIMED_OUT


def test_the_interval_is_wilsons() -> None:
    low, high = wilson(2, 20)
    assert low == pytest.approx(0.0279, abs=1e-4)
    assert high == pytest.approx(0.3010, abs=1e-4)


def test_none_of_many_is_bounded_by_about_three_over_n() -> None:
    low, high = wilson(0, 100)
    assert low == 0.0
    assert high == pytest.approx(0.037, abs=1e-3)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval(found: tuple[int, int]) -> None:
    low, high = wilson(*found)
    assert 0 <= low <= found[0] / found[1] + 1e-12
    assert found[0] / found[1] - 1e-12 <= high <= 1


def test_an_attack_is_wrong_when_taken_and_a_person_when_not() -> None:
    found = [
        Trial("flat print", PASSED, Depth.FLAT, 0.004, 0.0),
        Trial("flat print", FAILED, Depth.UNKNOWN, None, 0.9),
        Trial(SIMULATED, PASSED, Depth.SOLID, 0.03, 0.9),
        Trial(SIMULATED, FAILED, Depth.UNKNOWN, None, 0.1),
    ]
    wrong = {(one.species, one.rule): (one.wrong, one.n) for one in rates(found)}
    assert wrong["flat print", "depth alone"] == (0, 2)
    assert wrong["flat print", "challenge alone"] == (1, 2)
    assert wrong["flat print", "passive alone"] == (1, 2)
    assert wrong["flat print", "challenge and depth"] == (0, 2)
    assert wrong[SIMULATED, "challenge, depth, passive"] == (1, 2)


def test_what_could_not_be_compared_was_no_presentation() -> None:
    assert rates([Trial("flat print", PASSED, Depth.SOLID, 0.03, 0.9, obstacle="bad-reference")]) == []


def test_a_rule_that_wants_a_score_is_left_out_where_no_model_gave_one() -> None:
    found = rates([Trial("flat print", PASSED, Depth.FLAT, 0.004, None)])
    assert {one.rule for one in found} == {"depth alone", "challenge alone", "challenge and depth"}


def test_nobody_asked_the_people_in_the_clips_for_turns() -> None:
    found = rates([Trial(REAL_CLIPS, ChallengeEnd.NOT_ASKED, Depth.UNKNOWN, None, 0.9)])
    assert {one.rule for one in found} == {"depth alone", "passive alone"} < set(RULES)
    assert found[0].as_json()["rate"] == "BPCER"
    assert found[0].as_json()["simulated"] is False
    assert "1 of 1" in found[0].as_text()
