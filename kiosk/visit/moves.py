"""The few moves that every page's steps are made of: go, ask, leave, finish. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kiosk.desk.values import PaymentState
from kiosk.visit.effects import AskDesk, Chime, Count, Effect, Forget, Log, Post, PrintSlip
from kiosk.visit.pages import Page
from kiosk.visit.requests import (
    Book,
    BookingsOf,
    Cancel,
    GiveUpHold,
    GiveUpPayment,
    Hold,
    Release,
    Request,
    StartPayment,
    StopPayment,
)
from kiosk.visit.site import SiteRules
from kiosk.visit.slips import SlipContent
from kiosk.visit.state import Done, DoneKind, Slip, Task, Trouble, VisitState, Waiting, fresh

Result = tuple[VisitState, list[Effect]]


@dataclass(frozen=True, slots=True)
class Here:
    """When a step is taken, and by whose rules."""

    at: float
    site: SiteRules


Step = Callable[[VisitState, Any, Here], Result]
"""What a page does with an event of one type."""
PressStep = Callable[[VisitState, str, Here], Result]
"""What a page does when something is pressed; the text is the choice's value."""


def stay(state: VisitState, *effects: Effect) -> Result:
    return state, list(effects)


def go(state: VisitState, page: Page, *effects: Effect) -> Result:
    """To a page that waits for the visitor: whatever the desk still answers comes too late.

    Where a hold or a payment is asked for, `leave_task` comes first: it gives up what the answer may have opened.
    """
    return replace(state.personal(waiting=None, is_desk_away=False), page=page), list(effects)


def numbered(state: VisitState) -> tuple[VisitState, int]:
    """A number that no call, job or key of this start of the kiosk had before."""
    number = state.kiosk.numbers + 1
    return replace(state, kiosk=replace(state.kiosk, numbers=number)), number


def keyed(state: VisitState) -> tuple[VisitState, str]:
    state, number = numbered(state)
    return state, f"{state.kiosk.run}-{number}"


def ask(state: VisitState, request: Request, here: Here, page: Page = Page.WORKING) -> Result:
    """Ask the desk, and wait on `page`. An earlier call is not waited for any more."""
    state, number = numbered(state)
    state = replace(state.personal(waiting=Waiting(number, request), asked_at=here.at), page=page)
    return state, [AskDesk(number, request)]


def trouble(state: VisitState, what: Trouble, *effects: Effect) -> Result:
    return go(state.personal(trouble=what), Page.TROUBLE, *effects)


def printing(state: VisitState, slip: SlipContent, kind: DoneKind, *, is_passed_on: bool = False) -> Result:
    state, number = numbered(state)
    state = state.personal(slip=Slip(number, slip), done=Done(kind, is_passed_on))
    return go(state, Page.PRINTING, PrintSlip(number, slip, state.look.language))


def to_home(state: VisitState, here: Here) -> Result:
    """What would you like? Asked once more, with the bookings as they are now."""
    state, effects = leave_task(state)
    if state.patient is None or state.visitor.actor is None:
        return _after(effects, finish(state, here))
    return _after(effects, ask(state, BookingsOf(state.patient.id), here))


def back_home(state: VisitState, _value: str, here: Here) -> Result:
    """To the choices as they were; without a card there are none."""
    state, effects = leave_task(state)
    if state.visitor.actor is None:
        return _after(effects, finish(state, here))
    return _after(effects, go(state, Page.HOME))


def leave_task(state: VisitState) -> Result:
    """Nothing is left open at the desk; what was found out about the face stays."""
    state, owed = owed_to_desk(state)
    return state.personal(task=Task(), trouble=None, done=None, slip=None, is_desk_away=False, waiting=None), owed


def owed_to_desk(state: VisitState) -> Result:
    """What the desk must still be told if the visitor leaves now: what was paid is made good, what was not is given up.

    The payment is stopped before the hold is released: money that was faster keeps its place. A free booking that was
    confirmed is asked for until it is answered; one that the visitor was told is not certain is given up whole. So is a
    hold or a payment that was asked for and not heard of, whether its answer is late, lost or under way.
    """
    task, waiting, trouble = state.visitor.task, state.visitor.waiting, state.visitor.trouble
    if task.settle is not None:
        return state.chosen(settle=None), [Post(task.settle)]
    if waiting is not None and isinstance(waiting.request, Book):
        return state.personal(waiting=None), [Post(waiting.request)]
    if trouble is not None and isinstance(trouble.retry, Book):
        return _give_up(state.personal(trouble=None), trouble.retry)
    state, effects = _give_up_unheard(state)
    if task.payment is not None and task.payment.state is PaymentState.WAITING:
        state, key = keyed(state)
        effects.append(Post(StopPayment(key, task.payment.id)))
    state, released = release_hold(state.chosen(payment=None))
    return state, [*effects, *released]


def _give_up_unheard(state: VisitState) -> Result:
    waiting, trouble = state.visitor.waiting, state.visitor.trouble
    asked = waiting.request if waiting else trouble.retry if trouble else None
    if not isinstance(asked, Hold | StartPayment):
        return state, []
    state, key = keyed(state.personal(waiting=None, trouble=None))
    return state, [Post(GiveUpHold(key, asked) if isinstance(asked, Hold) else GiveUpPayment(key, asked))]


def _give_up(state: VisitState, asked: Book) -> Result:
    """A hold is released and a booking is cancelled: whichever it is, the other of the two does nothing."""
    actor = state.visitor.actor
    state, key = keyed(state)
    effects: list[Effect] = [Post(Release(key, asked.booking_id))]
    if actor is not None:
        state, key = keyed(state)
        effects.append(Post(Cancel(key, asked.booking_id, actor)))
    return state, effects


def release_hold(state: VisitState) -> Result:
    task = state.visitor.task
    if not task.is_held or task.booking is None:
        return state, []
    state, key = keyed(state)
    return state.chosen(is_held=False), [Post(Release(key, task.booking.id))]


def finish(state: VisitState, here: Here, *counts: Count) -> Result:
    """The visit is over, however it came to it."""
    state, owed = owed_to_desk(state)
    take_card: list[Effect] = [Chime()] if state.kiosk.card_inside else []
    logs = [Log(count) for count in (*counts, Count.VISIT_ENDED)]
    return ended(state, here), [*owed, Forget(), *take_card, *logs]


def ended(state: VisitState, here: Here) -> VisitState:
    """Nothing of the visitor remains, nor how they wanted to see it."""
    return fresh(state.kiosk, here.site.look, here.at)


def _after(effects: list[Effect], result: Result) -> Result:
    return result[0], [*effects, *result[1]]
