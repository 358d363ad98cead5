"""What becomes of each answer of the desk, of each no, and of its silence. Pure."""

from collections.abc import Callable
from typing import Any

from kiosk.desk.values import Booking, CardHolder, Found, Payment, Report
from kiosk.errors import Refusal
from kiosk.visit import requests as r
from kiosk.visit.effects import Count, Log
from kiosk.visit.events import DeskAnswered, DeskSaidNo, DeskUnreachable
from kiosk.visit.moves import Here, Result, back_home, stay, trouble
from kiosk.visit.state import Trouble, TroubleKind, VisitState
from kiosk.visit.steps import arriving, checking, choosing, papers, paying

Answered = Callable[[VisitState, Any, Any, Here], Result]
Refused = Callable[[VisitState, Any, Refusal, Here], Result]
Unknown = Callable[[VisitState, Any, Here], Result]

ANSWERED: dict[type, tuple[type | tuple[type, ...], Answered]] = {
    r.HolderOf: (CardHolder, arriving.holder_found),
    r.ByCode: (CardHolder, arriving.holder_found),
    r.PhotoOf: ((bytes, type(None)), checking.photo_came),
    r.Departments: (tuple, choosing.departments_came),
    r.DoctorsOf: (tuple, choosing.doctors_came),
    r.Find: (Found, choosing.found_came),
    r.DaysOf: (tuple, choosing.days_came),
    r.SlotsOf: (tuple, choosing.slots_came),
    r.BookingsOf: (tuple, papers.bookings_came),
    r.Hold: (Booking, choosing.held),
    r.Book: (Booking, paying.booked),
    r.CheckIn: (Booking, paying.checked_in),
    r.Cancel: (Booking, papers.cancelled),
    r.QueueOf: (tuple, papers.queue_came),
    r.BillsOf: (tuple, papers.bills_came),
    r.RecordBookPrice: (int, papers.price_came),
    r.StartPayment: (Payment, paying.payment_came),
    r.PaymentNow: (Payment, paying.payment_came),
    r.StopPayment: (Payment, paying.payment_came),
    r.ReportsOf: (tuple, papers.reports_came),
    r.ReportLines: (Report, papers.report_came),
}
REFUSED: dict[type, Refused] = {
    r.Book: paying.settle_refused,
    r.CheckIn: paying.settle_refused,
    r.StartPayment: paying.start_refused,
}
UNKNOWN: dict[type, Unknown] = {
    r.Find: choosing.search_unreachable,
    r.Book: paying.settle_unknown,
    r.CheckIn: paying.settle_unknown,
    r.PaymentNow: paying.payment_unknown,
    r.StopPayment: paying.stop_unknown,
}
ANOTHER_TIME = {Refusal.SLOT_TAKEN, Refusal.SLOT_PAST, Refusal.HOLD_ENDED, Refusal.ONE_A_DAY}


def answered(state: VisitState, event: DeskAnswered, here: Here) -> Result:
    waiting = state.visitor.waiting
    if waiting is None or waiting.call_id != event.call_id:
        return stay(state)
    expected, step = ANSWERED[type(waiting.request)]
    if not isinstance(event.answer, expected):
        return unreachable(state, DeskUnreachable(event.call_id), here)
    return step(state.personal(waiting=None), waiting.request, event.answer, here)


def said_no(state: VisitState, event: DeskSaidNo, here: Here) -> Result:
    waiting = state.visitor.waiting
    if waiting is None or waiting.call_id != event.call_id:
        return stay(state)
    state = state.personal(waiting=None)
    step = REFUSED.get(type(waiting.request))
    if step is not None:
        return step(state, waiting.request, event.why, here)
    again = isinstance(waiting.request, r.Hold) and event.why in ANOTHER_TIME
    return trouble(state, Trouble(TroubleKind.REFUSED, event.why, choose_again=again))


def unreachable(state: VisitState, event: DeskUnreachable, here: Here) -> Result:
    waiting = state.visitor.waiting
    if waiting is None or waiting.call_id != event.call_id:
        return stay(state)
    state = state.personal(waiting=None)
    step = UNKNOWN.get(type(waiting.request), _away)
    state, effects = step(state, waiting.request, here)
    return state, [Log(Count.DESK_AWAY), *effects]


def _away(state: VisitState, asked: r.Request, here: Here) -> Result:
    return trouble(state, Trouble(TroubleKind.AWAY, retry=asked))


def silent(state: VisitState, event: object, here: Here) -> Result:
    """The desk took longer than anybody should wait."""
    waiting = state.visitor.waiting
    if waiting is None:
        return trouble(state, Trouble(TroubleKind.AWAY))
    return unreachable(state, DeskUnreachable(waiting.call_id), here)


def stop_waiting(state: VisitState, value: str, here: Here) -> Result:
    """Back from a page that waits. What was paid is not left half done: it goes by the outbox. Who is being booked is
    told that it is not certain, before they can go on without it."""
    waiting = state.visitor.waiting
    is_booking = waiting is not None and isinstance(waiting.request, r.Book)
    if state.visitor.task.settle is not None or is_booking:
        return silent(state, value, here)
    return back_home(state, value, here)
