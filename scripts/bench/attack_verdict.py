"""What the store of an attacked house must hold, held beside what the run itself knows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from camera.types import Seconds
from scripts.bench.attack_lobby import Visit
from watchlist.alarms.life import Decide, Step, fold
from watchlist.alarms.record import AlarmRecord
from watchlist.types import AlarmId, PersonId

UNDER_WAY = timedelta(seconds=3)
"""For so long a picture may be under way from the lobby to an alarm."""
SETTLED_AFTER_S: Seconds = 15.0


@dataclass(frozen=True, slots=True)
class Found:
    figures: dict[str, Any]
    faults: tuple[str, ...] = ()


def alarm_faults(
    visits: Sequence[Visit], alarms: Sequence[AlarmRecord], names: Mapping[PersonId, str], quiet_s: Seconds
) -> list[str]:
    """Lost: nobody was told of a visit, although a running watch looked at the person without a break for long enough.

    Twice: a person rang again less than a quiet time after the last look of them that is kept.
    """
    faults = []
    for person in {visit.person for visit in visits}:
        theirs = sorted((one for one in alarms if _name(one, names) == person), key=lambda one: one.raised_at)
        stayed = [visit for visit in visits if visit.person == person]
        silent = [visit for visit in stayed if visit.left and not any(_is_of(one, visit) for one in theirs)]
        faults += [f"lost: {person} was there from {one.entered} to {one.left}, nothing rang" for one in silent]
        for before, after in pairwise(theirs):
            if after.raised_at - before.last_seen_at < timedelta(seconds=quiet_s):
                faults.append(f"twice: {after.alarm_id} rang while the visit of {before.alarm_id} lasted")
        nobody = [one.alarm_id for one in theirs if not any(_is_of(one, visit) for visit in stayed)]
        faults += [f"{alarm_id} rang while {person} was not there" for alarm_id in nobody]
    nameless = [one.alarm_id for one in alarms if _name(one, names) is None]
    return faults + [f"{alarm_id} is a tie of two people who do not look alike" for alarm_id in nameless]


def decision_faults(
    alarms: Iterable[AlarmRecord],
    steps: Mapping[AlarmId, Sequence[Step]],
    asked: Mapping[str, AlarmId],
    decided: Mapping[str, AlarmId],
) -> list[str]:
    """Each decision that was answered is kept once, none is kept that nobody made, and the row says what the steps
    come to."""
    faults = []
    kept = Counter(note for of_one in steps.values() for note in _notes(of_one))
    for note, alarm_id in decided.items():
        if note not in _notes(steps.get(alarm_id, ())):
            faults.append(f"a decision on {alarm_id} was answered and is not kept")
    faults += [f"a decision is kept {count} times" for count in kept.values() if count > 1]
    faults += ["a decision is kept that nobody made" for note in kept if note not in asked]
    for one in alarms:
        of_one = steps[one.alarm_id]
        if len(_notes(of_one)) > 1:
            faults.append(f"{one.alarm_id} was decided {len(_notes(of_one))} times")
        if fold(of_one) != one.life:
            faults.append(f"{one.alarm_id} is not what its steps come to")
        if one.life.is_open:
            faults.append(f"{one.alarm_id} was never decided, although guards were there")
    return faults


def memory_figures(samples: Sequence[tuple[Seconds, str, int, float]]) -> dict[str, str]:
    """MB by kind of program: of the processes that ran in the first and in the last third of the time, the median of
    what each had after it settled; and the most that one process grew from there to its end."""
    if not samples:
        return {"memory": "not measured"}
    begin, end = samples[0][0], samples[-1][0]
    lives: dict[tuple[str, int], list[tuple[Seconds, float]]] = {}
    for at, kind, pid, mb in samples:
        lives.setdefault((kind, pid), []).append((at, mb))
    told = {}
    for kind in sorted({kind for kind, _ in lives}):
        mine = [life for (of, _), life in lives.items() if of == kind]
        settled = [[(at, mb) for at, mb in life if at - life[0][0] >= SETTLED_AFTER_S] or life[-1:] for life in mine]
        first = [mb for life in settled for at, mb in life if at - begin <= (end - begin) / 3]
        last = [mb for life in settled for at, mb in life if end - at <= (end - begin) / 3]
        grew, over_s = max((life[-1][1] - life[0][1], life[-1][0] - life[0][0]) for life in settled)
        told[f"rss {kind} MB"] = f"{_median(first)} -> {_median(last)}; most growth {grew:.1f} in {over_s:.0f} s"
    return told


def _median(values: Sequence[float]) -> str:
    return f"{sorted(values)[len(values) // 2]:.0f}" if values else "-"


def _is_of(alarm: AlarmRecord, visit: Visit) -> bool:
    return visit.entered <= alarm.raised_at and (visit.left is None or alarm.raised_at <= visit.left + UNDER_WAY)


def _name(alarm: AlarmRecord, names: Mapping[PersonId, str]) -> str | None:
    return None if alarm.person_id is None else names[alarm.person_id]


def _notes(steps: Iterable[Step]) -> list[str]:
    return [step.act.note for step in steps if isinstance(step.act, Decide)]
