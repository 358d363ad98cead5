"""Who has an alarm, how it escalates, how it ends; and that programs which exchanged their steps agree."""

import itertools
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.watchlist.store_hand import NOON
from watchlist.alarms.errors import ActRefused, AlarmOver, AlarmTaken, NotYourAlarm
from watchlist.alarms.life import (
    CORRECTED_WITHIN,
    LOUDEST,
    PROGRAM,
    Act,
    Decide,
    Escalate,
    Expire,
    Forward,
    GuardId,
    Life,
    LifeLimits,
    Release,
    Stage,
    Step,
    Take,
    Verdict,
    apply,
    due_step,
    fold,
)

LI, WANG = GuardId("li"), GuardId("wang")
LIMITS = LifeLimits()
ACTS: list[Act] = [
    *(Take(), Take(over=True), Release(), Forward(WANG), Escalate(), Expire()),
    *(Decide(verdict) for verdict in Verdict),
]


def step(who: str, act: Act, at_s: float = 0.0, step_id: str = "s") -> Step:
    return Step(step_id, NOON + timedelta(seconds=at_s), GuardId(who), act)


def due(life: Life, at_s: float) -> Step | None:
    return due_step("a", life, NOON, NOON + timedelta(seconds=at_s), LIMITS)


def life_after(*acts: tuple[str, Act]) -> Life:
    life = Life()
    for number, (who, act) in enumerate(acts):
        life = apply(life, step(who, act, number))
    return life


def test_of_two_racing_guards_one_has_it_and_the_other_sees_who() -> None:
    life = life_after(("li", Take()))
    assert (life.stage, life.owner) == (Stage.TAKEN, LI)
    with pytest.raises(AlarmTaken) as refused:
        apply(life, step("wang", Take(), 1))
    assert refused.value.who == LI


def test_taking_twice_is_taking_once() -> None:
    once = life_after(("li", Take()))
    assert apply(once, step("li", Take(), 200)) == once


def test_whoever_lets_it_wait_too_long_may_have_gone_home_and_anybody_takes_it() -> None:
    life = life_after(("li", Take()), ("gatehouse", Escalate()))
    assert apply(life, step("wang", Take(), 9)) == Life(Stage.TAKEN, WANG, step("wang", Take(), 9).at)


def test_whoever_has_it_quiets_it_by_taking_it_again() -> None:
    life = life_after(("li", Take()), ("gatehouse", Escalate()))
    again = apply(life, step("li", Take(), 9))
    assert (again.owner, again.level, again.is_unanswered) == (LI, 0, False)


def test_a_supervisor_may_take_it_over() -> None:
    assert life_after(("li", Take()), ("boss", Take(over=True))).owner == "boss"


@pytest.mark.parametrize("act", [Release(), Forward(WANG)])
def test_only_who_has_it_gives_it_back(act: Act) -> None:
    with pytest.raises(NotYourAlarm):
        apply(life_after(("li", Take())), step("wang", act, 1))
    with pytest.raises(NotYourAlarm):
        apply(Life(), step("wang", act, 1))


def test_a_forwarded_alarm_names_the_colleague_and_anybody_may_still_take_it() -> None:
    life = life_after(("li", Take()), ("li", Forward(WANG)))
    assert (life.stage, life.owner, life.meant_for) == (Stage.RAISED, None, WANG)
    taken = apply(life, step("zhao", Take(), 9))
    assert (taken.owner, taken.meant_for) == ("zhao", None)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_it_ends_with_a_decision(verdict: Verdict) -> None:
    life = life_after(("li", Take()), ("li", Decide(verdict)))
    assert (life.stage, life.owner, life.verdict) == (Stage.DECIDED, LI, verdict)
    for act in (Take(), Take(over=True), Release(), Escalate(), Expire()):
        with pytest.raises(AlarmOver):
            apply(life, step("wang", act, 9))


def test_deciding_is_taking_but_not_from_somebody_else() -> None:
    assert life_after(("li", Decide(Verdict.CONFIRMED))).owner == LI
    with pytest.raises(AlarmTaken):
        apply(life_after(("li", Take())), step("wang", Decide(Verdict.CONFIRMED), 1))


def test_a_wrong_key_can_be_corrected_for_a_while_by_whoever_pressed_it() -> None:
    life = life_after(("li", Decide(Verdict.NOT_THIS_PERSON)))
    in_time_s = CORRECTED_WITHIN.total_seconds()
    assert apply(life, step("li", Decide(Verdict.CONFIRMED), in_time_s)).verdict is Verdict.CONFIRMED
    for late in (step("wang", Decide(Verdict.CONFIRMED), 1), step("li", Decide(Verdict.CONFIRMED), in_time_s + 1)):
        with pytest.raises(AlarmOver):
            apply(life, late)


def test_corrections_do_not_prolong_the_time_for_corrections() -> None:
    life = life_after(("li", Decide(Verdict.CONFIRMED)))
    life = apply(life, step("li", Decide(Verdict.CANNOT_TELL), 100))
    assert life.is_settled(NOON + CORRECTED_WITHIN + timedelta(seconds=1))


def test_unanswered_it_escalates_twice_and_expires() -> None:
    life, told = Life(), []
    for at_s in range(0, int(LIMITS.expire_s) + 10, 5):
        one = due(life, at_s)
        if one is not None:
            life = apply(life, one)
            told.append((at_s, type(one.act), life.level))
    assert told == [(30, Escalate, 1), (120, Escalate, LOUDEST), (int(LIMITS.expire_s), Expire, LOUDEST)]
    assert (life.stage, life.owner) == (Stage.EXPIRED, None)


def test_taking_it_stops_the_escalation_until_nobody_decides() -> None:
    life = life_after((PROGRAM, Escalate()), ("li", Take()))
    assert life.level == 0
    assert due(life, 200) is None
    one = due(life, 1 + LIMITS.undecided_s)
    assert one is not None
    assert one.act == Escalate()


def test_a_forwarded_alarm_that_nobody_takes_escalates_from_then() -> None:
    life = apply(life_after(("li", Take())), step("li", Forward(WANG), 100))
    assert due(life, 129) is None
    assert due(life, 130) is not None


def test_a_clock_set_back_does_nothing_to_it() -> None:
    assert due(Life(), -86_400) is None


def test_over_time_does_nothing_to_what_is_decided() -> None:
    life = life_after(("li", Decide(Verdict.CONFIRMED)))
    assert due(life, 86_400) is None


def test_two_programs_that_escalate_by_themselves_make_the_same_step() -> None:
    soon, late = due(Life(), 30), due(Life(), 55)
    assert soon == late
    assert soon is not None
    assert fold([soon, soon]).level == 2  # which is why the id counts, and the store keeps one of an id


steps = st.lists(
    st.builds(
        lambda who, act, at_s: (who, act, at_s),
        st.sampled_from(["li", "wang", PROGRAM]),
        st.sampled_from(ACTS),
        st.integers(0, 6),
    ),
    max_size=8,
)


@given(steps, st.integers(0, 1000))
def test_programs_that_exchanged_their_steps_agree(told: list[tuple[str, Act, int]], seed: int) -> None:
    whole = [step(who, act, at_s, f"s{number}") for number, (who, act, at_s) in enumerate(told)]
    shuffled = whole.copy()
    Random(seed).shuffle(shuffled)
    assert fold(shuffled) == fold(whole)


@given(steps)
def test_any_steps_leave_an_alarm_that_can_be(told: list[tuple[str, Act, int]]) -> None:
    life = fold(step(who, act, at_s, f"s{number}") for number, (who, act, at_s) in enumerate(told))
    assert 0 <= life.level <= LOUDEST
    assert life.is_open or life.is_settled(NOON + timedelta(days=1))


@pytest.mark.parametrize(("stage", "act"), list(itertools.product(Stage, ACTS)))
def test_every_act_on_every_stage_is_done_or_refused_with_a_hint(stage: Stage, act: Act) -> None:
    lives = {
        Stage.RAISED: Life(),
        Stage.TAKEN: life_after(("li", Take())),
        Stage.DECIDED: life_after(("li", Decide(Verdict.CONFIRMED))),
        Stage.EXPIRED: life_after((PROGRAM, Expire())),
    }
    try:
        apply(lives[stage], step("wang", act, 500))
    except ActRefused as refused:
        assert refused.hint
