"""The way to a person, from everywhere and with the same words: a number, a place, a slip. Pure."""

from dataclasses import replace

from kiosk.visit.effects import Chime, Count, Effect, Log, PrintSlip
from kiosk.visit.moves import Here, Result, finish, numbered, stay
from kiosk.visit.pages import Page
from kiosk.visit.slips import CounterSlip
from kiosk.visit.state import Slip, Ticket, VisitState

STANDS_FOR = {Page.CHECK: Page.NOTICE}
"""Where one comes back to: the camera is closed, so looking again begins with the notice."""


def counter_pressed(state: VisitState, value: str, here: Here) -> Result:
    if state.page is Page.COUNTER:
        return stay(state)
    return to_counter(state, STANDS_FOR.get(state.page, state.page), here)


def to_counter(state: VisitState, back_to: Page, here: Here) -> Result:
    """One number a visit. It is made here, so it is there when the desk is not."""
    if back_to is Page.HOME and state.visitor.actor is None:
        back_to = Page.ATTRACT
    effects: list[Effect] = []
    if state.visitor.ticket is None:
        state, effects = _with_ticket(state, here)
    return replace(state, page=Page.COUNTER, under=(*state.under, back_to)), effects


def _with_ticket(state: VisitState, here: Here) -> Result:
    site, count = here.site, state.kiosk.tickets + 1
    state, job = numbered(replace(state, kiosk=replace(state.kiosk, tickets=count)))
    number = f"{site.kiosk}{count:03}"
    slip = CounterSlip(number, site.counter, site.counter_place, state.kiosk.clock)
    state = state.personal(ticket=Ticket(number, Slip(job, slip)))
    return state, [PrintSlip(job, slip, state.look.language), Chime(), Log(Count.COUNTER_TICKET)]


def back_from_counter(state: VisitState, value: str, here: Here) -> Result:
    """To where one was; what the desk answered meanwhile is there."""
    below = state.under[-1] if state.under else Page.ATTRACT
    if below is Page.ATTRACT:
        return finish(state, here)
    return replace(state, page=below, under=state.under[:-1]), []
