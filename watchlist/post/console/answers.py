"""What the post answered to a guard's console. Pure. Answers to a guard who has gone change nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from watchlist.post.console.events import (
    ActDone,
    AnsweredTo,
    ChangesTold,
    ColleaguesTold,
    FeedTold,
    Refused,
    SessionEnded,
    SheetTold,
)
from watchlist.post.console.feeding import feed_told
from watchlist.post.console.pages import Failure, Page
from watchlist.post.console.state import Console, Login, Shift, forgotten, noticed
from watchlist.post.console.text import Text, said
from watchlist.post.values import AlarmView

MANY = 60
"""So many alarms that are over are remembered besides the open ones."""


def answered(state: Console, event: AnsweredTo, at: datetime) -> Console:
    shift = state.shift
    if shift is None or event.shift != shift.number:
        return state
    match event:
        case SessionEnded():
            return forgotten(state, Login(said=said("login.over")))
        case Refused():
            return _refused(state, shift, event, at)
        case ActDone():
            return _done(state, shift, event.alarm)
        case _:
            return replace(state, shift=_told(shift, event))


def _told(shift: Shift, event: ChangesTold | SheetTold | FeedTold | ColleaguesTold) -> Shift:
    match event:
        case ChangesTold():
            alarms = merge(shift.alarms, event.changes.alarms)
            return replace(shift, alarms=alarms, has_all=shift.has_all or not event.changes.more)
        case SheetTold():
            is_asked = shift.sheet_of == event.sheet.alarm.alarm_id
            return replace(shift, sheet=event.sheet if is_asked else shift.sheet)
        case FeedTold():
            return feed_told(shift, event)
        case ColleaguesTold():
            return replace(shift, colleagues=event.guards)


def merge(known: tuple[AlarmView, ...], told: Iterable[AlarmView]) -> tuple[AlarmView, ...]:
    """The newer revision of each counts, in whatever order they came."""
    alarms = {alarm.alarm_id: alarm for alarm in known}
    for alarm in told:
        before = alarms.get(alarm.alarm_id)
        if before is None or alarm.revision >= before.revision:
            alarms[alarm.alarm_id] = alarm
    over = sorted((a for a in alarms.values() if not a.life.is_open), key=lambda alarm: alarm.revision)
    return (*(a for a in alarms.values() if a.life.is_open), *over[-MANY:])


def _done(state: Console, shift: Shift, alarm: AlarmView) -> Console:
    shift = replace(shift, alarms=merge(shift.alarms, (alarm,)), acting=None)
    if not alarm.life.is_open:
        shift = replace(shift, chosen=None, correcting=False, note="", page=Page.NOW, sheet=None, sheet_of=None)
    elif alarm.life.owner == shift.me.guard_id:
        shift = replace(shift, chosen=alarm.alarm_id)
    elif shift.chosen == alarm.alarm_id:
        shift = replace(shift, chosen=None)
    return replace(state, shift=shift)


def _refused(state: Console, shift: Shift, event: Refused, at: datetime) -> Console:
    shift = replace(shift, acting=None, feed=replace(shift.feed, is_asked=False))
    if event.why is Failure.GONE and event.alarm_id is not None:
        left = tuple(alarm for alarm in shift.alarms if alarm.alarm_id != event.alarm_id)
        shift = replace(shift, alarms=left, page=Page.NOW, sheet=None, sheet_of=None)
    after = replace(state, shift=shift)
    return noticed(after, _why(after, event), at)


def _why(state: Console, event: Refused) -> Text:
    somebody = state.name_of(event.who)
    return said(f"refused.{event.why}_by" if somebody else f"refused.{event.why}", who=somebody)
