"""What a guard who is logged in presses. Pure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from watchlist.alarms.life import NOTE_LENGTH, Act, Decide, Forward, GuardId, Release, Take, Verdict
from watchlist.post.console import feeding
from watchlist.post.console.choosing import neighbour, newest_free
from watchlist.post.console.common import common
from watchlist.post.console.effects import AskColleagues, AskSheet, Do, Effect, LogOut
from watchlist.post.console.events import Pressed
from watchlist.post.console.pages import Action, Page
from watchlist.post.console.state import SETTLES, Console, Login, Shift, forgotten
from watchlist.post.values import AlarmView
from watchlist.types import AlarmId

VERDICTS = {
    Action.CONFIRM: Verdict.CONFIRMED,
    Action.REJECT: Verdict.NOT_THIS_PERSON,
    Action.CANNOT_TELL: Verdict.CANNOT_TELL,
}
ON_ALARM = {*VERDICTS, Action.TAKE, Action.TAKE_OVER, Action.RELEASE, Action.FORWARD, Action.FORWARD_TO}
ALLOWED = {
    Page.NOW: ON_ALARM - {Action.FORWARD_TO},
    Page.SHEET: ON_ALARM - {Action.FORWARD_TO},
    Page.FORWARD: {Action.FORWARD_TO},
    Page.FEED: {Action.TAKE},
    Page.WAY: {Action.TAKE},
}
"""Where the alarm cannot be seen, nothing is decided about it."""
Done = tuple[Console, tuple[Effect, ...]]


def pressed(state: Console, event: Pressed, at: datetime) -> Done:
    shift = state.shift
    if shift is None:
        return state, ()
    if event.action in ON_ALARM:
        return _on_alarm(state, shift, event, at)
    if event.action in MOVES:
        return _moved(state, shift, event, at), ()
    if event.action in ASKS:
        return ASKS[event.action](state, shift, event.value)
    return common(state, event, at), ()


def _moved(state: Console, shift: Shift, event: Pressed, at: datetime) -> Console:
    match event.action:
        case Action.NEXT | Action.PREVIOUS:
            return _chosen(state, shift, neighbour(shift, 1 if event.action is Action.NEXT else -1))
        case Action.CORRECT:
            return _chosen(state, shift, shift.correctable(state.post_now(at)), correcting=True)
        case Action.FILTER:
            return replace(state, shift=feeding.filtered(shift, event.value))
        case Action.BACK:
            return replace(state, shift=_back(shift))
        case _:
            return _chosen(state, shift, shift.alarm(event.value))


def _on_alarm(state: Console, shift: Shift, event: Pressed, at: datetime) -> Done:
    """On the alarm in front. One act at a time; none while another alarm has just come there by itself."""
    alarm = shift.alarm(shift.sheet_of if shift.page in (Page.SHEET, Page.WAY) else shift.shown)
    if alarm is None or shift.acting is not None or event.action not in ALLOWED.get(shift.page, set()):
        return state, ()
    if shift.shown_since is not None and at - shift.shown_since < SETTLES and event.action is not Action.TAKE:
        return state, ()
    if event.action is Action.FORWARD:
        return _forwarding(state, shift, alarm)
    if event.action is Action.TAKE and not alarm.life.is_unanswered:
        return _chosen(state, shift, newest_free(shift)), ()
    act = _act(shift, alarm, event, state.post_now(at))
    if act is None:
        return state, ()
    page = shift.page if shift.page is Page.SHEET else Page.NOW
    after = replace(state, notice=None, shift=replace(shift, acting=alarm.alarm_id, page=page))
    return after, (Do(shift.number, shift.session, alarm.alarm_id, act),)


def _act(shift: Shift, alarm: AlarmView, event: Pressed, now: datetime) -> Act | None:
    life = alarm.life
    is_mine = life.owner == shift.me.guard_id
    match event.action:
        case Action.TAKE:
            return Take()
        case Action.TAKE_OVER:
            return Take(over=True) if life.is_open and not is_mine and shift.is_supervisor else None
        case Action.RELEASE:
            return Release() if life.is_open and is_mine else None
        case Action.FORWARD_TO:
            return Forward(GuardId(event.value)) if life.is_open and is_mine and event.value else None
        case _:
            free = life.is_open and (is_mine or life.owner is None)
            may = free or (shift.correcting and shift.may_correct(alarm, now))
            return Decide(VERDICTS[event.action], shift.note.strip()[:NOTE_LENGTH]) if may else None


def _chosen(state: Console, shift: Shift, alarm: AlarmView | None, correcting: bool = False) -> Console:
    if alarm is None or not (correcting or alarm.life.is_open):
        return state
    shift = replace(shift, chosen=alarm.alarm_id, correcting=correcting, page=Page.NOW, sheet=None, sheet_of=None)
    return replace(state, shift=shift)


def _forwarding(state: Console, shift: Shift, alarm: AlarmView) -> Done:
    if alarm.life.owner != shift.me.guard_id or not alarm.life.is_open:
        return state, ()
    shift = replace(shift, page=Page.FORWARD, chosen=alarm.alarm_id)
    return replace(state, shift=shift), (AskColleagues(shift.number, shift.session),)


def _opened(state: Console, shift: Shift, value: str) -> Done:
    alarm_id = AlarmId(value or shift.shown or "")
    if shift.alarm(alarm_id) is None:
        return state, ()
    came_from = shift.page if shift.page in (Page.NOW, Page.FEED) else Page.NOW
    shift = replace(shift, page=Page.SHEET, came_from=came_from, sheet_of=alarm_id, sheet=None)
    return replace(state, shift=shift), (AskSheet(shift.number, shift.session, alarm_id),)


def _way_opened(state: Console, shift: Shift, _value: str) -> Done:
    """From an alarm's card or its sheet, where the site has a plan."""
    if state.overview is None or not state.overview.has_plan:
        return state, ()
    if shift.page is Page.SHEET:
        return replace(state, shift=replace(shift, page=Page.WAY, way_from=Page.SHEET)), ()
    alarm = shift.alarm(shift.shown)
    if shift.page is not Page.NOW or alarm is None:
        return state, ()
    shift = replace(shift, page=Page.WAY, way_from=Page.NOW, sheet_of=alarm.alarm_id, sheet=None)
    return replace(state, shift=shift), (AskSheet(shift.number, shift.session, alarm.alarm_id),)


def _back(shift: Shift) -> Shift:
    if shift.page is Page.WAY and shift.way_from is Page.SHEET:
        return replace(shift, page=Page.SHEET)
    if shift.page is Page.WAY:
        return replace(shift, page=Page.NOW, sheet=None, sheet_of=None)
    if shift.page is Page.SHEET:
        return replace(shift, page=shift.came_from, sheet=None, sheet_of=None)
    if shift.page is Page.NOW:
        return replace(shift, chosen=None, correcting=False)
    return replace(shift, page=Page.NOW)


def _locked(state: Console, shift: Shift, _value: str) -> Done:
    return forgotten(state, Login()), (LogOut(shift.session),)


def _turned(pages: int) -> Callable[[Console, Shift, str], Done]:
    def turn(state: Console, shift: Shift, _value: str) -> Done:
        after, effects = feeding.turned(shift, pages)
        return replace(state, shift=after), effects

    return turn


MOVES = {Action.CHOOSE, Action.NEXT, Action.PREVIOUS, Action.CORRECT, Action.BACK, Action.FILTER}
ASKS: dict[Action, Callable[[Console, Shift, str], Done]] = {
    Action.LOCK: _locked,
    Action.SHEET: _opened,
    Action.OPEN: _opened,
    Action.WAY: _way_opened,
    Action.FEED: lambda state, shift, _value: feeding.opened(state, shift),
    Action.FIND: feeding.opened,
    Action.EARLIER: _turned(1),
    Action.LATER: _turned(-1),
}
