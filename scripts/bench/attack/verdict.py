"""What the store of an attacked house must hold, held beside what the run itself knows. PURE."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from camera.types import Seconds
from scripts.bench.attack.visits import OWED_S, Visit, Watched, is_owed, together
from watchlist.alarms.life import Decide, Step, fold
from watchlist.alarms.record import AlarmRecord
from watchlist.types import AlarmId, PersonId

UNDER_WAY = timedelta(seconds=5)
"""For so long a picture may be under way from the lobby to an alarm."""
OWED_OF_200_KILLS = 30


def alarm_faults(
    visits: Sequence[Visit],
    watched: Watched,
    alarms: Sequence[AlarmRecord],
    names: Mapping[PersonId, str],
    quiet_s: Seconds,
) -> list[str]:
    """Lost: a visit did not ring, although a running watch looked at the person for long enough without a break.

    Twice: a person rang again within a quiet time of their last alarm, or of the last look that prolonged it.
    """
    faults = []
    for person in sorted({visit.person for visit in visits}):
        theirs = sorted((one for one in alarms if _name(one, names) == person), key=lambda one: one.raised_at)
        stayed = [visit for visit in visits if visit.person == person]
        lost = [visit for visit in stayed if is_owed(visit, watched) and not any(_is_of(one, visit) for one in theirs)]
        faults += [
            f"lost: {person} was there from {one.entered} to {one.left}, watched for {OWED_S:.0f} s and more without a "
            "break, and nothing rang"
            for one in lost
        ]
        for before, after in pairwise(theirs):
            if after.raised_at - max(before.raised_at, before.last_seen_at) < timedelta(seconds=quiet_s):
                faults.append(f"twice: {after.alarm_id} rang while the visit of {before.alarm_id} lasted")
        nobody = [one.alarm_id for one in theirs if not any(_is_of(one, visit) for visit in stayed)]
        faults += [f"{alarm_id} rang while {person} was not there" for alarm_id in nobody]
    nameless = [one.alarm_id for one in alarms if _name(one, names) is None]
    return faults + [f"{alarm_id} is a tie of two people who do not look alike" for alarm_id in nameless]


def owed(visits: Iterable[Visit], watched: Watched, before: datetime) -> int:
    """How many alarms of visits that began before this moment had to come."""
    return sum(visit.entered < before and is_owed(visit, watched) for visit in visits)


def least_owed(kills: int) -> int:
    """So many alarms must have had to come for an attack of so many kills to say something."""
    return max(1, min(kills, 200) * OWED_OF_200_KILLS // 200)


def too_few_faults(owed_alarms: int, needed: int) -> list[str]:
    if owed_alarms >= needed:
        return []
    return [f"only {owed_alarms} alarms had to come during the kills, {needed} are needed: this run proves nothing"]


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


def told_faults(kept: Iterable[AlarmId], told: Sequence[AlarmId], seen: Iterable[AlarmId]) -> list[str]:
    """`told` by the watch, `seen` by the screen that only looks and is never killed."""
    ids, times = set(kept), Counter(told)
    faults = [f"{alarm_id} was told and is not kept" for alarm_id in times.keys() - ids]
    faults += [f"{alarm_id} was told {count} times" for alarm_id, count in times.items() if count > 1]
    return faults + [f"{alarm_id} never came to the screen that only looks" for alarm_id in ids - set(seen)]


def delays_s(
    visits: Iterable[Visit],
    watched: Watched,
    alarms: Iterable[AlarmRecord],
    names: Mapping[PersonId, str],
) -> list[Seconds]:
    """For how long a person had been looked at without a break when they rang, shortest first."""
    return sorted(
        watched.looked_s(begin, one.raised_at)
        for one in alarms
        for visit in visits
        if visit.person == _name(one, names) and _is_of(one, visit)
        for begin, end in together(visit, watched, one.camera)
        if begin <= one.raised_at <= end
    )


def _is_of(alarm: AlarmRecord, visit: Visit) -> bool:
    return visit.entered <= alarm.raised_at <= visit.left + UNDER_WAY


def _name(alarm: AlarmRecord, names: Mapping[PersonId, str]) -> str | None:
    return None if alarm.person_id is None else names[alarm.person_id]


def _notes(steps: Iterable[Step]) -> list[str]:
    return [step.act.note for step in steps if isinstance(step.act, Decide)]
