"""The verdict on an attacked house finds each kind of fault."""

from dataclasses import replace

import pytest

from scripts.bench.attack.verdict import (
    alarm_faults,
    decision_faults,
    delays_s,
    least_owed,
    owed,
    told_faults,
    too_few_faults,
)
from scripts.bench.attack.visits import Behind, Watched
from tests.scripts.bench.attack.hand import EILEEN, moment, stretch, visit
from tests.watchlist.store_hand import NOON, an_alarm
from watchlist.alarms.life import Decide, GuardId, Step, Verdict, fold
from watchlist.types import AlarmId, PersonId

NAMES = {PersonId("p1"): EILEEN}
VISIT = visit(-5, 20)
ALWAYS = Watched([stretch(-600, 600)])
FIRST = an_alarm("a1", "p1")
ONE = AlarmId("a1")
QUIET_S = 30.0


def decided(step_id: str, note: str) -> Step:
    return Step(step_id, NOON, GuardId("wei"), Decide(Verdict.CONFIRMED, note))


def test_one_alarm_in_each_visit_is_well() -> None:
    assert alarm_faults([VISIT], ALWAYS, [FIRST], NAMES, QUIET_S) == []
    again = an_alarm("a2", "p1", at=moment(60))
    assert alarm_faults([VISIT, visit(58, 69)], ALWAYS, [again, FIRST], NAMES, QUIET_S) == []


@pytest.mark.parametrize(
    ("watched", "lost"), [(ALWAYS, True), (Watched([stretch(-600, 2)]), False), (Watched([]), False)]
)
def test_a_visit_that_was_watched_and_did_not_ring_is_lost(watched: Watched, lost: bool) -> None:
    faults = alarm_faults([VISIT], watched, [], NAMES, QUIET_S)
    assert [fault.startswith("lost: Eileen Collins") for fault in faults] == [True] * lost


def test_an_alarm_of_another_visit_or_of_another_person_does_not_count() -> None:
    earlier, later = visit(-5, 20), visit(60, 85)
    faults = alarm_faults([earlier, later], ALWAYS, [FIRST], NAMES, QUIET_S)
    assert [fault.startswith("lost: ") for fault in faults] == [True]
    somebody = {**NAMES, PersonId("p2"): "Grace Hopper"}
    faults = alarm_faults([VISIT], ALWAYS, [an_alarm("a2", "p2")], somebody, QUIET_S)
    assert [fault.startswith("lost: ") for fault in faults] == [True]


def test_a_second_alarm_within_the_quiet_time_is_one_too_many() -> None:
    second = an_alarm("a2", "p1", at=moment(10))
    [fault] = alarm_faults([VISIT], ALWAYS, [FIRST, second], NAMES, QUIET_S)
    assert fault == "twice: a2 rang while the visit of a1 lasted"


def test_the_quiet_time_begins_with_the_last_look_and_never_before_the_alarm() -> None:
    visits, second = [VISIT, visit(32, 50)], an_alarm("a2", "p1", at=moment(35))
    assert alarm_faults(visits, ALWAYS, [FIRST, second], NAMES, QUIET_S) == []
    seen_later = replace(FIRST, last_seen_at=moment(6))
    assert alarm_faults(visits, ALWAYS, [seen_later, second], NAMES, QUIET_S)
    never_seen = replace(FIRST, last_seen_at=moment(-300))
    soon = an_alarm("a2", "p1", at=moment(15))
    assert alarm_faults([VISIT], ALWAYS, [never_seen, soon], NAMES, QUIET_S)


def test_an_alarm_about_nobody_who_was_there_is_found() -> None:
    stray = an_alarm("a2", "p1", at=moment(80))
    assert alarm_faults([VISIT], ALWAYS, [FIRST, stray], NAMES, QUIET_S) == [
        "a2 rang while Eileen Collins was not there"
    ]
    tie = an_alarm("a3", "p1", "p2")
    found = alarm_faults([VISIT], ALWAYS, [FIRST, tie], NAMES, QUIET_S)
    assert found == ["a3 is a tie of two people who do not look alike"]


def test_only_visits_that_began_during_the_kills_prove_something() -> None:
    visits = [VISIT, visit(60, 85), visit(100, 104)]
    assert owed(visits, ALWAYS, moment(600)) == 2
    assert owed(visits, ALWAYS, moment(50)) == 1


@pytest.mark.parametrize(("kills", "needed"), [(200, 30), (2000, 30), (20, 3), (7, 1), (1, 1)])
def test_a_run_in_which_hardly_an_alarm_had_to_come_proves_nothing(kills: int, needed: int) -> None:
    assert least_owed(kills) == needed
    assert too_few_faults(needed, needed) == []
    [fault] = too_few_faults(needed - 1, needed)
    assert "proves nothing" in fault


def test_what_was_told_is_kept_was_told_once_and_came_to_the_screen() -> None:
    a, b = AlarmId("a"), AlarmId("b")
    assert told_faults([a, b], [a], [a, b]) == []
    assert told_faults([a], [a, b], [a]) == ["b was told and is not kept"]
    assert told_faults([a], [a, a], [a]) == ["a was told 2 times"]
    assert told_faults([a, b], [a], [a]) == ["b never came to the screen that only looks"]


def test_how_long_an_alarm_took_counts_from_when_the_person_was_looked_at() -> None:
    assert delays_s([VISIT], Watched([stretch(-2, 600)]), [FIRST], NAMES) == [2.0]
    assert delays_s([VISIT], ALWAYS, [FIRST], NAMES) == [5.0]
    behind = [Behind(moment(-9), moment(-3))]
    assert delays_s([VISIT], Watched(ALWAYS.stretches, behind), [FIRST], NAMES) == [3.0]
    assert delays_s([VISIT], Watched([stretch(-4, -1)]), [FIRST], NAMES) == []
    assert delays_s([visit(-5, 20, "Grace Hopper")], ALWAYS, [FIRST], NAMES) == []


@pytest.mark.parametrize(
    ("kept", "asked", "answered", "fault"),
    [
        ((decided("s1", "n1"),), ("n1",), ("n1",), None),
        ((decided("s1", "n1"),), ("n1",), (), None),
        ((decided("s1", "n1"),), ("n1", "n2"), ("n1", "n2"), "a decision on a1 was answered and is not kept"),
        ((decided("s1", "n1"), decided("s2", "n1")), ("n1",), ("n1",), "a decision is kept 2 times"),
        ((decided("s1", "n9"),), (), (), "a decision is kept that nobody made"),
        ((decided("s1", "n1"), decided("s2", "n2")), ("n1", "n2"), ("n1",), "a1 was decided 2 times"),
        ((), (), (), "a1 was never decided, although guards were there"),
    ],
)
def test_every_decision_is_kept_once(
    kept: tuple[Step, ...], asked: tuple[str, ...], answered: tuple[str, ...], fault: str | None
) -> None:
    alarm = replace(FIRST, life=fold(kept))
    found = decision_faults([alarm], {ONE: kept}, dict.fromkeys(asked, ONE), dict.fromkeys(answered, ONE))
    assert (fault in found) if fault else not found


def test_a_row_that_is_not_what_its_steps_come_to_is_found() -> None:
    found = decision_faults([FIRST], {ONE: [decided("s1", "n1")]}, {"n1": ONE}, {"n1": ONE})
    assert "a1 is not what its steps come to" in found
