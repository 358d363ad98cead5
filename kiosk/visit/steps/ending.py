"""Slips, the last page, trouble, and the question whether more time is needed. Pure."""

from dataclasses import replace

from kiosk.visit.effects import Chime, Count, Effect, Log
from kiosk.visit.events import SlipFailed, SlipFailure, SlipPrinted
from kiosk.visit.moves import Here, Result, ask, back_home, finish, go, printing, stay, to_home
from kiosk.visit.pages import Page
from kiosk.visit.state import Slip, SlipState, VisitState
from kiosk.visit.steps.choosing import choose_again
from kiosk.visit.workings import may_act


def slip_told(state: VisitState, event: SlipPrinted | SlipFailed, here: Here) -> Result:
    """Wherever the visitor is meanwhile: a slip belongs to the job it was printed for."""
    slip, ticket = state.visitor.slip, state.visitor.ticket
    failure = event.kind if isinstance(event, SlipFailed) else None
    counts: list[Effect] = [Log(Count.SLIP_FAILED)] if failure else []
    if ticket is not None and ticket.slip.job_id == event.job_id:
        return stay(state.personal(ticket=replace(ticket, slip=_told(ticket.slip, failure))), *counts)
    if slip is None or slip.job_id != event.job_id:
        return stay(state)
    return _printed(state.personal(slip=_told(slip, failure)), counts)


def _told(slip: Slip, failure: SlipFailure | None) -> Slip:
    return replace(slip, state=SlipState.FAILED if failure else SlipState.PRINTED, failure=failure)


def _printed(state: VisitState, counts: list[Effect]) -> Result:
    """On to the last page, also where it lies below the counter's."""
    if state.page is Page.PRINTING:
        return go(state, Page.DONE, *counts, Chime())
    under = tuple(Page.DONE if page is Page.PRINTING else page for page in state.under)
    return stay(replace(state, under=under), *counts)


def slip_overdue(state: VisitState, event: object, here: Here) -> Result:
    """Nobody knows what the printer does: half a slip may be in the tray."""
    slip = state.visitor.slip
    state = state.personal(slip=_told(slip, SlipFailure.HALF) if slip else None)
    return _printed(state, [Log(Count.SLIP_FAILED)])


def print_again(state: VisitState, value: str, here: Here) -> Result:
    slip, done = state.visitor.slip, state.visitor.done
    if slip is None or done is None or slip.state is not SlipState.FAILED:
        return stay(state)
    return printing(state, slip.content, done.kind, is_passed_on=done.is_passed_on)


def something_else(state: VisitState, value: str, here: Here) -> Result:
    return to_home(state, here)


def try_again(state: VisitState, value: str, here: Here) -> Result:
    """The same request with the same key: the desk does its work once."""
    trouble = state.visitor.trouble
    if trouble is None or trouble.retry is None:
        return stay(state)
    page = Page.WORKING if state.visitor.holder else Page.READING
    return ask(state.personal(trouble=None), trouble.retry, here, page)


def go_on(state: VisitState, value: str, here: Here) -> Result:
    trouble = state.visitor.trouble
    if trouble is not None and trouble.choose_again:
        return choose_again(state.personal(trouble=None), here)
    return back_home(state, value, here)


def leave_trouble(state: VisitState, value: str, here: Here) -> Result:
    """Back to whoever stands there, where that can still be said."""
    if state.visitor.actor is None and may_act(state, here.site):
        return go(state.personal(trouble=None), Page.WHO)
    return go_on(state, value, here)


def end_pressed(state: VisitState, value: str, here: Here) -> Result:
    return stay(state) if state.page is Page.ATTRACT else finish(state, here)


def ask_for_time(state: VisitState, event: object, here: Here) -> Result:
    return replace(state, page=Page.MORE_TIME, under=(*state.under, state.page)), []


def more_time(state: VisitState, value: str, here: Here) -> Result:
    below = state.under[-1] if state.under else Page.ATTRACT
    return replace(state, page=below, under=state.under[:-1]), []


def timed_out(state: VisitState, event: object, here: Here) -> Result:
    left = (Count.CARD_LEFT,) if state.kiosk.card_inside else ()
    return finish(state, here, Count.TIMED_OUT, *left)


def card_removed(state: VisitState, event: object, here: Here) -> Result:
    """A card that stayed and was taken out ends the visit, wherever it was; a tapped card's going means nothing."""
    state = replace(state, kiosk=replace(state.kiosk, card_inside=False))
    if state.page is Page.ATTRACT or not state.visitor.card_stays:
        return stay(state)
    return finish(state, here, Count.CARD_PULLED)
