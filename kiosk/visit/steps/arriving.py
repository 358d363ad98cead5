"""A card is placed, its holder is found, somebody says who they are and what they would like. Pure."""

from dataclasses import replace

from hardware.cards.events import CardData
from kiosk.desk.values import Actor, CardHolder, CardRef
from kiosk.errors import Refusal
from kiosk.visit.effects import Count, Log
from kiosk.visit.events import CardBad, CardPlaced, CodeScanned
from kiosk.visit.moves import Here, Result, Step, ask, finish, go, stay, trouble
from kiosk.visit.pages import Page
from kiosk.visit.requests import BookingsOf, ByCode, HolderOf
from kiosk.visit.services import Service
from kiosk.visit.state import Trouble, TroubleKind, Visitor, VisitState
from kiosk.visit.steps.tasks import begin
from kiosk.visit.workings import CODE_LENGTH, is_child, may_act, services_in_order


def card_placed(state: VisitState, event: CardPlaced, here: Here) -> Result:
    ref = CardRef(event.card.kind, event.card.number)
    return _look_up(state, Visitor(card=event.card, card_stays=event.stays), HolderOf(ref), here)


def card_placed_if_nobody(state: VisitState, event: CardPlaced, here: Here) -> Result:
    """Where nobody acts yet a card begins anew; a visit that is under way is not taken over by another card."""
    return stay(state) if state.visitor.actor else card_placed(state, event, here)


def next_card(state: VisitState, event: CardPlaced, here: Here) -> Result:
    return _next(state, card_placed, event, here)


def next_code(state: VisitState, event: CodeScanned, here: Here) -> Result:
    return _next(state, code_scanned, event, here)


def _next(state: VisitState, step: Step, event: CardPlaced | CodeScanned, here: Here) -> Result:
    """The visit before is done; the next begins."""
    state, effects = finish(state, here)
    state, more = step(state, event, here)
    return state, [*effects, Log(Count.VISIT_STARTED), *more]


def code_scanned(state: VisitState, event: CodeScanned, here: Here) -> Result:
    if isinstance(event.code, CardRef):
        card = CardData(event.code.kind, event.code.number)
        return _look_up(state, Visitor(card=card), HolderOf(event.code), here)
    return by_code(state, event.code, here)


def code_scanned_if_nobody(state: VisitState, event: CodeScanned, here: Here) -> Result:
    return stay(state) if state.visitor.actor else code_scanned(state, event, here)


def by_code(state: VisitState, code: str, here: Here) -> Result:
    if len(code) != CODE_LENGTH or not (code.isascii() and code.isdigit()):
        return stay(state)
    return _look_up(state, Visitor(came_by_code=True), ByCode(code), here)


def _look_up(state: VisitState, visitor: Visitor, request: HolderOf | ByCode, here: Here) -> Result:
    """Whatever was known of somebody before is forgotten, and their ticket's number: this may be the next in line."""
    state = replace(state, visitor=visitor, under=())
    return ask(state, request, here, Page.READING)


def card_bad(state: VisitState, event: CardBad, here: Here) -> Result:
    if state.visitor.actor is not None:
        return stay(state)
    return trouble(replace(state, under=()), Trouble(TroubleKind.CARD_BAD), Log(Count.CARD_BAD))


def attract_chosen(state: VisitState, value: str, here: Here) -> Result:
    if value == "code":
        return go(state, Page.CODE)
    if value == "scalper" and Service.SCALPER in here.site.services:
        return begin(state, Service.SCALPER, here)
    return stay(state)


def code_key(state: VisitState, value: str, here: Here) -> Result:
    typed = state.visitor.task.typed
    if len(value) != 1 or value not in "0123456789" or len(typed) >= CODE_LENGTH:
        return stay(state)
    return stay(state.chosen(typed=typed + value))


def erased(state: VisitState, value: str, here: Here) -> Result:
    return stay(state.chosen(typed=state.visitor.task.typed[:-1]))


def code_confirmed(state: VisitState, value: str, here: Here) -> Result:
    return by_code(state, state.visitor.task.typed, here)


def holder_found(state: VisitState, request: HolderOf | ByCode, holder: CardHolder, here: Here) -> Result:
    """The holder alone goes on at once; with family entered it is asked who stands there."""
    state = state.personal(holder=holder)
    if may_act(state, here.site):
        return go(state, Page.WHO)
    if is_child(holder.person, state.day, here.site):
        return trouble(state, Trouble(TroubleKind.REFUSED, Refusal.NOT_ALLOWED))
    return acts(state, Actor(holder.person.id), here)


def who_chosen(state: VisitState, value: str, here: Here) -> Result:
    patient = state.patient
    if patient is None:
        return stay(state)
    if value == "other":
        return trouble(state, Trouble(TroubleKind.REFUSED, Refusal.NOT_ALLOWED))
    if value == patient.id and not is_child(patient, state.day, here.site):
        return acts(state, Actor(patient.id), here)
    delegate = next((each for each in may_act(state, here.site) if each.person.id == value), None)
    return acts(state, Actor(delegate.person.id, delegate.relation), here) if delegate else stay(state)


def acts(state: VisitState, actor: Actor, here: Here) -> Result:
    assert state.patient is not None
    return ask(state.personal(actor=actor), BookingsOf(state.patient.id), here)


def home_chosen(state: VisitState, value: str, here: Here) -> Result:
    if value == "more":
        return go(state, Page.SERVICES)
    service = next((each for each in services_in_order(state, here.site) if each.value == value), None)
    return begin(state, service, here) if service else stay(state)
