"""Which alarm is at the front. Pure."""

from dataclasses import replace
from datetime import datetime

from watchlist.alarms.life import Stage
from watchlist.post.console.state import Console, Shift
from watchlist.post.values import AlarmView


def in_front(shift: Shift) -> AlarmView | None:
    """The one the guard chose; else the newest that is theirs, that nobody has, that somebody else has.

    A new alarm never takes the place of one that is being worked on: a key would decide the wrong one.
    """
    if shift.chosen is not None:
        return shift.alarm(shift.chosen)
    newest_first = shift.open_alarms[::-1]
    mine = [alarm for alarm in newest_first if alarm.life.owner == shift.me.guard_id]
    free = [alarm for alarm in newest_first if alarm.life.stage is Stage.RAISED]
    return next(iter([*mine, *free, *newest_first]), None)


def settled(state: Console, at: datetime) -> Console:
    """What was chosen and is over is let go; whatever comes to the front is remembered with its moment."""
    shift = state.shift
    if shift is None:
        return state
    chosen = shift.alarm(shift.chosen)
    may_correct = chosen is not None and shift.may_correct(chosen, state.post_now(at))
    if shift.chosen is not None and not (chosen and (chosen.life.is_open or (shift.correcting and may_correct))):
        shift = replace(shift, chosen=None, correcting=False)
    front = in_front(shift)
    shown = front.alarm_id if front else None
    if shown != shift.shown:
        is_own_choice = shift.chosen is not None
        shift = replace(shift, shown=shown, shown_since=None if is_own_choice else at, note="")
    return replace(state, shift=shift)


def neighbour(shift: Shift, step: int) -> AlarmView | None:
    """The open alarm `step` places after the one in front, round and round."""
    alarms = shift.open_alarms
    places = [place for place, alarm in enumerate(alarms) if alarm.alarm_id == shift.shown]
    if not alarms:
        return None
    return alarms[(places[0] + step) % len(alarms)] if places else alarms[0 if step > 0 else -1]


def newest_free(shift: Shift) -> AlarmView | None:
    free = [alarm for alarm in shift.open_alarms if alarm.life.stage is Stage.RAISED]
    return free[-1] if free else None
