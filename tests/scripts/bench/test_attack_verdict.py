"""The verdict on an attacked house finds each kind of fault."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scripts.bench.attack_lobby import Visit
from scripts.bench.attack_verdict import alarm_faults, decision_faults, memory_figures
from tests.watchlist.store_hand import NOON, an_alarm
from watchlist.alarms.life import Decide, GuardId, Step, Verdict, fold
from watchlist.types import AlarmId, PersonId

NAMES = {PersonId("p1"): "Eileen Collins"}
VISIT = Visit("Eileen Collins", NOON - timedelta(seconds=5), NOON + timedelta(seconds=20))
FIRST = an_alarm("a1", "p1")
ONE = AlarmId("a1")


def decided(step_id: str, note: str) -> Step:
    return Step(step_id, NOON, GuardId("wei"), Decide(Verdict.CONFIRMED, note))


def test_one_alarm_in_its_visit_is_well() -> None:
    assert alarm_faults([VISIT], [FIRST], NAMES, 25.0) == []
    again = an_alarm("a2", "p1", at=NOON + timedelta(seconds=60))
    later = Visit(VISIT.person, again.raised_at - timedelta(seconds=2), again.raised_at + timedelta(seconds=9))
    assert alarm_faults([VISIT, later], [again, FIRST], NAMES, 25.0) == []


def test_a_visit_that_did_not_ring_is_lost() -> None:
    [fault] = alarm_faults([VISIT], [], NAMES, 25.0)
    assert fault.startswith("lost: Eileen Collins")
    assert alarm_faults([replace(VISIT, left=None)], [], NAMES, 25.0) == []


def test_a_second_alarm_within_the_quiet_time_is_one_too_many() -> None:
    second = an_alarm("a2", "p1", at=NOON + timedelta(seconds=10))
    [fault] = alarm_faults([VISIT], [FIRST, second], NAMES, 25.0)
    assert fault == "twice: a2 rang while the visit of a1 lasted"


def test_an_alarm_about_nobody_who_was_there_is_found() -> None:
    stray = an_alarm("a2", "p1", at=NOON + timedelta(seconds=80))
    assert alarm_faults([VISIT], [FIRST, stray], NAMES, 25.0) == ["a2 rang while Eileen Collins was not there"]
    tie = an_alarm("a3", "p1", "p2")
    assert alarm_faults([VISIT], [FIRST, tie], NAMES, 25.0) == ["a3 is a tie of two people who do not look alike"]


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


def test_memory_is_told_by_kind_and_not_measured_is_said() -> None:
    samples = [(float(at), "watch", 7, 100.0 + at / 10) for at in range(0, 91, 2)]
    assert memory_figures(samples) == {"rss watch MB": "102 -> 108; most growth 7.4 in 74 s"}
    assert memory_figures([]) == {"memory": "not measured"}
