"""Paying by telephone, and what is done once the money is there. Pure.

Rule: from the moment the desk says PAID until it has done what was paid for, that request waits in `task.settle`; every
way out of the visit posts it.
"""

from kiosk.desk.values import Booking, Payment, PaymentState, PaySubject
from kiosk.errors import Refusal
from kiosk.visit.effects import Post
from kiosk.visit.events import Tick
from kiosk.visit.moves import Here, Result, ask, go, keyed, leave_task, printing, stay, trouble
from kiosk.visit.pages import Page
from kiosk.visit.requests import Book, CheckIn, PaymentNow, StartPayment, StopPayment
from kiosk.visit.services import Service
from kiosk.visit.slips import BookingSlip, PickUpSlip, ReceiptSlip, RecordBookSlip
from kiosk.visit.state import DoneKind, Trouble, TroubleKind, VisitState

AboutMoney = StartPayment | PaymentNow | StopPayment
PAID_PAGE = {Service.PICK_UP: Page.BOOKING, Service.PAY: Page.BILL, Service.RECORD_BOOK: Page.RECORD_BOOK}
"""Where one comes from when one pays; else from CONFIRM."""


def begin_payment(state: VisitState, subject: PaySubject, subject_id: str, here: Here) -> Result:
    patient, actor = state.patient, state.visitor.actor
    if patient is None or actor is None:
        return stay(state)
    state, key = keyed(state)
    return ask(state, StartPayment(key, subject, subject_id, patient.id, actor), here)


def payment_came(state: VisitState, asked: AboutMoney, payment: Payment, here: Here) -> Result:
    state = state.chosen(payment=payment).personal(is_desk_away=False)
    if payment.state is PaymentState.PAID:
        return paid(state, here)
    if payment.state is PaymentState.WAITING:
        return go(state, Page.PAYING)
    if payment.state is PaymentState.CLOSED and isinstance(asked, StopPayment):
        return go(state.chosen(payment=None), page_of_paying(state))
    kind = TroubleKind.PAYMENT_CLOSED if payment.state is PaymentState.CLOSED else TroubleKind.PAYMENT_LATE
    state, effects = leave_task(state)
    return trouble(state, Trouble(kind), *effects)


def page_of_paying(state: VisitState) -> Page:
    service = state.visitor.task.service
    return PAID_PAGE.get(service, Page.CONFIRM) if service else Page.HOME


def ask_whether_paid(state: VisitState, event: Tick, here: Here) -> Result:
    payment = state.visitor.task.payment
    is_due = here.at - state.visitor.asked_at >= here.site.patience.poll_s
    if payment is None or state.visitor.waiting is not None or not is_due:
        return stay(state)
    was_away = state.visitor.is_desk_away
    state, effects = ask(state, PaymentNow(payment.id), here, Page.PAYING)
    return state.personal(is_desk_away=was_away), effects


def payment_unknown(state: VisitState, asked: PaymentNow, here: Here) -> Result:
    """Whoever has paid stays and is told that the money is safe; it is asked again."""
    return stay(state.personal(is_desk_away=True))


def stop_paying(state: VisitState, value: str, here: Here) -> Result:
    payment = state.visitor.task.payment
    if payment is None:
        return go(state, page_of_paying(state))
    state, key = keyed(state)
    return ask(state, StopPayment(key, payment.id), here)


def stop_unknown(state: VisitState, asked: StopPayment, here: Here) -> Result:
    """Somebody may have paid at the last moment: the desk will stop it or make it good."""
    state = state.chosen(payment=None)
    state, effects = leave_task(state)
    return trouble(state, Trouble(TroubleKind.AWAY_PAYING), Post(asked), *effects)


def paid(state: VisitState, here: Here) -> Result:
    state = state.chosen(is_paid=True, is_held=False)
    task, actor = state.visitor.task, state.visitor.actor
    if task.booking is None or actor is None:
        return _receipt(state, here)
    state, key = keyed(state)
    is_pick_up = task.service is Service.PICK_UP
    settle = CheckIn(key, task.booking.id, actor) if is_pick_up else Book(key, task.booking.id)
    return ask(state.chosen(settle=settle), settle, here)


def _receipt(state: VisitState, here: Here) -> Result:
    """Nothing more is to be done at the desk: the money was all."""
    payment = state.visitor.task.payment
    return receipt(state, payment.amount_fen, payment.id, here) if payment else stay(state)


def receipt(state: VisitState, amount_fen: int, payment_id: str, here: Here) -> Result:
    task, clock, patient, site = state.visitor.task, state.kiosk.clock, name_on_slip(state), here.site
    if task.service is Service.RECORD_BOOK:
        book = RecordBookSlip(amount_fen, payment_id, clock, site.counter, site.counter_place, patient)
        return printing(state, book, DoneKind.RECORD_BOOK)
    title = task.bill.title if task.bill else None
    return printing(state, ReceiptSlip(PaySubject.BILL, title, amount_fen, payment_id, clock, patient), DoneKind.PAID)


def name_on_slip(state: VisitState) -> str:
    return state.patient.masked_name if state.patient else ""


def book_now(state: VisitState, here: Here) -> Result:
    """Nothing is to be paid. Whoever confirmed wants it: if they leave before the answer, the outbox goes on asking."""
    booking = state.visitor.task.booking
    if booking is None:
        return stay(state)
    state, key = keyed(state)
    return ask(state.chosen(is_held=False), Book(key, booking.id), here)


def check_in_now(state: VisitState, here: Here) -> Result:
    booking, actor = state.visitor.task.booking, state.visitor.actor
    if booking is None or actor is None:
        return stay(state)
    state, key = keyed(state)
    return ask(state, CheckIn(key, booking.id, actor), here)


def booked(state: VisitState, asked: Book, booking: Booking, here: Here) -> Result:
    state = state.chosen(booking=booking, settle=None)
    return printing(state, BookingSlip(booking, name_on_slip(state)), DoneKind.BOOKED)


def checked_in(state: VisitState, asked: CheckIn, booking: Booking, here: Here) -> Result:
    state = state.chosen(booking=booking, settle=None)
    return printing(state, PickUpSlip(booking, name_on_slip(state)), DoneKind.PICKED_UP)


def settle_unknown(state: VisitState, asked: Book | CheckIn, here: Here) -> Result:
    """Paid, and the desk is away: the rest goes by the outbox, and the visitor goes with a slip. What cost nothing is
    not promised while nobody knows: they ask again, or leave without it."""
    task = state.visitor.task
    if task.settle is None or task.booking is None:
        kind = TroubleKind.BOOK_UNKNOWN if isinstance(asked, Book) else TroubleKind.AWAY
        return trouble(state, Trouble(kind, retry=asked))
    done = DoneKind.NUMBER_LATER if isinstance(asked, CheckIn) else DoneKind.BOOKED
    state, effects = printing(
        state.chosen(settle=None), BookingSlip(task.booking, name_on_slip(state)), done, is_passed_on=True
    )
    return state, [Post(task.settle), *effects]


def settle_refused(state: VisitState, asked: Book | CheckIn, why: Refusal, here: Here) -> Result:
    """A booking that was paid and not given goes to a person; the desk sees to the money."""
    was_paid, is_pick_up = state.visitor.task.is_paid, isinstance(asked, CheckIn)
    state = state.chosen(settle=None)
    if is_pick_up and why is Refusal.NOT_PAID and not was_paid:
        return begin_payment(state, PaySubject.BOOKING, asked.booking_id, here)
    if was_paid and not is_pick_up:
        return trouble(state, Trouble(TroubleKind.PAID_REFUSED))
    state = state.chosen(is_held=not is_pick_up and why is not Refusal.HOLD_ENDED)
    return trouble(state, Trouble(TroubleKind.REFUSED, why, choose_again=why is Refusal.HOLD_ENDED))


def start_refused(state: VisitState, asked: StartPayment, why: Refusal, here: Here) -> Result:
    """Paid already, by another channel or a moment ago: on as if it had been paid here."""
    if why is Refusal.ALREADY_PAID and asked.subject is PaySubject.BOOKING:
        return paid(state, here)
    again = why is Refusal.HOLD_ENDED
    state = state.chosen(is_held=state.visitor.task.is_held and not again)
    return trouble(state, Trouble(TroubleKind.REFUSED, why, choose_again=again))
