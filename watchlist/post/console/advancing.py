"""The console's rule: a state and an event in, the next state and what is to be done out. Pure."""

from dataclasses import replace
from datetime import datetime

from watchlist.post.console import ringing
from watchlist.post.console.answers import answered
from watchlist.post.console.choosing import settled
from watchlist.post.console.effects import AskSheet, Effect, Follow, LogOut
from watchlist.post.console.entering import badge_read, entered, login_failed
from watchlist.post.console.events import (
    AnsweredTo,
    BadgeRead,
    ChangesTold,
    Event,
    LoggedIn,
    LoginFailed,
    NoteTyped,
    OverviewTold,
    PostLost,
    Pressed,
    SoundTold,
    Tick,
    Touched,
    WordsTyped,
)
from watchlist.post.console.feeding import words_typed
from watchlist.post.console.pressing import pressed
from watchlist.post.console.state import Console, Login, Shift, forgotten
from watchlist.post.console.text import said

Advanced = tuple[Console, tuple[Effect, ...]]
BY_HAND = (Touched, Pressed, BadgeRead, NoteTyped, WordsTyped)


def advance(state: Console, event: Event, at: datetime) -> Advanced:
    """`at` is this computer's own clock, which only goes forwards."""
    if isinstance(event, BY_HAND):
        state = replace(state, touched_at=at)
    after, effects = _advance(state, event, at)
    after = settled(after, at)
    if after.muted_until is not None and ringing.is_louder(state, after):
        after = replace(after, muted_until=None)
    if after.notice is not None and at >= after.notice.until:
        after = replace(after, notice=None)
    return after, effects


def _advance(state: Console, event: Event, at: datetime) -> Advanced:
    match event:
        case Pressed():
            return pressed(state, event, at) if state.shift else entered(state, event, at)
        case Tick():
            return _ticked(state, at)
        case BadgeRead():
            return badge_read(state, event, at)
        case WordsTyped():
            return words_typed(state, event.text)
        case LoggedIn():
            return _logged_in(state, event)
        case _:
            after = _told(state, event, at)
            return after, _asked_anew(after, event) if isinstance(event, ChangesTold) else ()


Told = Touched | NoteTyped | SoundTold | OverviewTold | PostLost | LoginFailed | AnsweredTo


def _told(state: Console, event: Told, at: datetime) -> Console:
    match event:
        case Touched():
            return state
        case NoteTyped():
            return replace(state, shift=replace(state.shift, note=event.text)) if state.shift else state
        case SoundTold():
            return replace(state, has_sound=event.is_there)
        case OverviewTold() | PostLost():
            return _heard(state, event, at)
        case LoginFailed():
            return login_failed(state, event, at)
        case _:
            return answered(state, event, at)


def _heard(state: Console, event: OverviewTold | PostLost, at: datetime) -> Console:
    if isinstance(event, PostLost):
        return replace(state, is_lost=True)
    return replace(state, overview=event.overview, heard_at=at, is_lost=False, ahead=event.overview.at - at)


def _asked_anew(state: Console, event: ChangesTold) -> tuple[Effect, ...]:
    """Of somebody who was seen at another camera while their sheet or their way is shown."""
    shift = state.shift
    if shift is None or shift.number != event.shift or shift.sheet is None or shift.sheet_of is None:
        return ()
    changed = next((alarm for alarm in event.changes.alarms if alarm.alarm_id == shift.sheet_of), None)
    if changed is None or changed.last_camera == shift.sheet.alarm.last_camera:
        return ()
    return (AskSheet(shift.number, shift.session, shift.sheet_of),)


def _ticked(state: Console, at: datetime) -> Advanced:
    if state.shift is not None and (at - state.touched_at).total_seconds() >= state.site.lock_after_s:
        return forgotten(state, Login(said=said("login.locked"))), (LogOut(state.shift.session),)
    entry = state.login
    if state.shift is None and entry.wait_until is not None and at >= entry.wait_until:
        return replace(state, login=replace(entry, wait_until=None, said=None)), ()
    return state, ()


def _logged_in(state: Console, event: LoggedIn) -> Advanced:
    if state.shift is not None or not state.login.asked:
        return state, (LogOut(event.session),)  # whoever asked has gone
    shift = Shift(state.shifts + 1, event.session)
    after = replace(state, shifts=shift.number, shift=shift, login=Login(), notice=None)
    return after, (Follow(shift.number, event.session),)
