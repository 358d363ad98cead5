"""One step of a visit: an event comes in, the next state and the work to do go out. Pure."""

from dataclasses import replace

from kiosk.visit.effects import CloseMirror, Count, Effect, Log, Say, StopCheck
from kiosk.visit.events import (
    CardPlaced,
    CardRemoved,
    CodeScanned,
    DeskAnswered,
    DeskSaidNo,
    DeskUnreachable,
    Event,
    PartsLost,
    Pressed,
    SlipFailed,
    SlipPrinted,
    Tick,
)
from kiosk.visit.flow import FLOW
from kiosk.visit.moves import Here, Result, Step, stay
from kiosk.visit.pages import Action, Page
from kiosk.visit.site import SiteRules, TimeOut
from kiosk.visit.spoken import spoken
from kiosk.visit.state import VisitState
from kiosk.visit.steps import counter, desk, ending, looks

EVERYWHERE: dict[type, Step] = {
    CardRemoved: ending.card_removed,
    SlipPrinted: ending.slip_told,
    SlipFailed: ending.slip_told,
}
BELOW: dict[type, Step] = {
    DeskAnswered: desk.answered,
    DeskSaidNo: desk.said_no,
    DeskUnreachable: desk.unreachable,
}
"""On whatever page waits for it, also under an overlay."""
OVERLAYS = {Page.COUNTER, Page.MORE_TIME}
TOUCHES = (Pressed, CardPlaced, CodeScanned)
BY_TOUCH = {TimeOut.IDLE, TimeOut.QUESTION, TimeOut.PAYING}
"""These run from the last touch; the others from when the page was entered or the desk was asked."""


def advance(state: VisitState, event: Event, at: float, site: SiteRules) -> tuple[VisitState, list[Effect]]:
    """The next state and the work to do. `at` is a clock that never goes back, in seconds; an event that the page does
    not list changes nothing."""
    here = Here(at, site)
    before = _noted(state, event, at)
    after, effects = _react(before, event, here)
    return _entered(before, after, at), _around(before, after, effects, here)


def quiet_since(state: VisitState, time_out: TimeOut) -> float:
    if time_out in BY_TOUCH:
        return state.touched_at
    return max(state.entered_at, state.visitor.asked_at) if time_out is TimeOut.DESK else state.entered_at


def _noted(state: VisitState, event: Event, at: float) -> VisitState:
    """What every event means, whatever the page."""
    kiosk = state.kiosk
    if isinstance(event, Tick):
        tickets = kiosk.tickets if event.clock.date() == kiosk.clock.date() else 0
        return replace(state, kiosk=replace(kiosk, clock=event.clock, tickets=tickets))
    if isinstance(event, PartsLost):
        return replace(state, kiosk=replace(kiosk, lost=event.lost))
    if isinstance(event, CardPlaced):
        kiosk = replace(kiosk, card_inside=kiosk.card_inside or event.stays)
    return replace(state, kiosk=kiosk, touched_at=at) if isinstance(event, TOUCHES) else state


def _react(state: VisitState, event: Event, here: Here) -> Result:
    if type(event) in EVERYWHERE:
        return EVERYWHERE[type(event)](state, event, here)
    if isinstance(event, Pressed):
        return _pressed(state, event, here)
    row = FLOW[state.page]
    if isinstance(event, Tick) and row.time_out and _is_over(state, row.time_out, here):
        return row.timed_out(state, event, here)
    return _on_page(state, event, here)


def _is_over(state: VisitState, time_out: TimeOut, here: Here) -> bool:
    return here.at - quiet_since(state, time_out) >= here.site.patience.of(time_out)


def _pressed(state: VisitState, event: Pressed, here: Here) -> Result:
    if event.action in looks.LOOKS:
        return looks.look_pressed(state, event.action, event.value, here)
    row = FLOW[state.page]
    fixed = {Action.COUNTER: counter.counter_pressed, Action.END: ending.end_pressed, Action.BACK: row.back}
    step = fixed.get(event.action) or row.presses.get(event.action)
    return step(state, event.value, here) if step else stay(state)


def _on_page(state: VisitState, event: Event, here: Here) -> Result:
    step = FLOW[state.page].steps.get(type(event))
    if step is not None:
        return step(state, event, here)
    if state.page in OVERLAYS and state.under:
        return _below(state, event, here)
    step = BELOW.get(type(event))
    return step(state, event, here) if step else stay(state)


def _below(state: VisitState, event: Event, here: Here) -> Result:
    """The page under an overlay goes on living: a payment is asked for, a slip is printed.

    The question for more time gives way when something happened. The counter's number stays in sight.
    """
    below = replace(state, page=state.under[-1], under=state.under[:-1])
    if below.page is Page.ATTRACT:
        return stay(state)
    after, effects = _on_page(below, event, here)
    if after.page is Page.ATTRACT:
        return after, effects
    if after.page is Page.CHECK:
        # The camera is never opened behind something else: looking begins with the notice again.
        return replace(state.personal(waiting=None), under=(*below.under, Page.NOTICE)), []
    if state.page is Page.MORE_TIME and after.page is not below.page:
        return after, effects
    return replace(after, page=state.page, under=(*after.under, after.page)), effects


def _entered(before: VisitState, after: VisitState, at: float) -> VisitState:
    return replace(after, entered_at=at, touched_at=at) if after.page is not before.page else after


def _around(before: VisitState, after: VisitState, effects: list[Effect], here: Here) -> list[Effect]:
    """What belongs to pages being left and entered, however that came about."""
    begun: list[Effect] = []
    if before.page is Page.CHECK and after.page is not Page.CHECK:
        begun = [StopCheck(), CloseMirror()]
    elif before.page is Page.ATTRACT and after.page is not Page.ATTRACT:
        begun = [Log(Count.VISIT_STARTED)]
    return [*begun, *effects, *_said(before, after, here)]


def _said(before: VisitState, after: VisitState, here: Here) -> list[Effect]:
    """Read aloud once, when there is something new to hear."""
    wanted = here.site.speaks or after.look.read_aloud
    if not wanted or after.page is Page.ATTRACT:
        return []
    was_heard = (here.site.speaks or before.look.read_aloud) and before.look.language == after.look.language
    if was_heard and before.page is after.page and spoken(before) == spoken(after):
        return []
    return [Say(spoken(after), after.look.language)]
