"""What is the patient's already: bookings, bills, the queue, a record book, results; and telling of scalpers. Pure."""

from kiosk.desk.values import Bill, Booking, PaySubject, QueuePlace, Report
from kiosk.reports.values import ScalperReport
from kiosk.visit.effects import Chime, Post
from kiosk.visit.moves import Here, Result, ask, back_home, go, keyed, printing, release_hold, stay
from kiosk.visit.pages import Page
from kiosk.visit.requests import (
    BillsOf,
    BookingsOf,
    Cancel,
    QueueOf,
    RecordBookPrice,
    ReportLines,
    ReportsOf,
    TellOfScalper,
)
from kiosk.visit.services import Service
from kiosk.visit.slips import ReportSlip
from kiosk.visit.state import Done, DoneKind, VisitState
from kiosk.visit.steps.choosing import choose_again
from kiosk.visit.steps.paying import begin_payment, book_now, check_in_now, name_on_slip, receipt
from kiosk.visit.steps.tasks import check_or_proceed
from kiosk.visit.workings import (
    PHONE_LENGTH,
    SCALPER_SENTENCES,
    SOMEWHERE_ELSE,
    WECHAT_LENGTH,
    WECHAT_SIGNS,
    may_pick_up,
    to_show,
)


def bookings_came(state: VisitState, asked: BookingsOf, answer: tuple[Booking, ...], here: Here) -> Result:
    """To the service that asked for them; to the choices when none did. A single one is opened at once."""
    state = state.offered(bookings=answer)
    if state.visitor.task.service not in (Service.PICK_UP, Service.CANCEL):
        return go(state, Page.HOME)
    shown = to_show(state)
    if len(shown) == 1:
        return go(state.chosen(booking=shown[0]), Page.BOOKING)
    return go(state, Page.BOOKINGS)


def booking_chosen(state: VisitState, value: str, here: Here) -> Result:
    booking = next((each for each in to_show(state) if each.id == value), None)
    return go(state.chosen(booking=booking), Page.BOOKING) if booking else stay(state)


def back_from_booking(state: VisitState, value: str, here: Here) -> Result:
    """To the list, where there was more than one."""
    if len(to_show(state)) > 1:
        return go(state.chosen(booking=None), Page.BOOKINGS)
    return back_home(state, value, here)


def pick_up(state: VisitState, value: str, here: Here) -> Result:
    """Paid here where the channel took no money, then checked in."""
    task = state.visitor.task
    if task.booking is None or task.service is not Service.PICK_UP or not may_pick_up(task.booking, state):
        return stay(state)
    if task.booking.slot.price_fen and not task.booking.is_paid:
        return begin_payment(state, PaySubject.BOOKING, task.booking.id, here)
    return check_in_now(state, here)


def cancel_pressed(state: VisitState, value: str, here: Here) -> Result:
    """Asked once more before it is done."""
    if state.visitor.task.booking is None or Service.CANCEL not in here.site.services:
        return stay(state)
    return check_or_proceed(state.chosen(service=Service.CANCEL), here)


def confirmed(state: VisitState, value: str, here: Here) -> Result:
    task, actor = state.visitor.task, state.visitor.actor
    if task.booking is None or actor is None:
        return stay(state)
    if task.service is Service.CANCEL:
        state, key = keyed(state)
        return ask(state, Cancel(key, task.booking.id, actor), here)
    if task.booking.slot.price_fen and not task.booking.is_paid:
        return begin_payment(state, PaySubject.BOOKING, task.booking.id, here)
    return book_now(state, here)


def back_from_confirm(state: VisitState, value: str, here: Here) -> Result:
    """The place is given back, and the times are looked at anew."""
    if state.visitor.task.service is Service.CANCEL:
        return go(state, Page.BOOKING)
    state, effects = release_hold(state)
    state, more = choose_again(state, here)
    return state, [*effects, *more]


def cancelled(state: VisitState, asked: Cancel, booking: Booking, here: Here) -> Result:
    state = state.chosen(booking=booking).personal(done=Done(DoneKind.CANCELLED), slip=None)
    return go(state, Page.DONE, Chime())


def bills_came(state: VisitState, asked: BillsOf, answer: tuple[Bill, ...], here: Here) -> Result:
    return go(state.offered(bills=answer), Page.BILLS)


def bill_chosen(state: VisitState, value: str, here: Here) -> Result:
    bill = next((each for each in state.visitor.offers.bills if each.id == value), None)
    return go(state.chosen(bill=bill), Page.BILL) if bill else stay(state)


def pay_bill(state: VisitState, value: str, here: Here) -> Result:
    bill = state.visitor.task.bill
    return begin_payment(state, PaySubject.BILL, bill.id, here) if bill else stay(state)


def queue_came(state: VisitState, asked: QueueOf, answer: tuple[QueuePlace, ...], here: Here) -> Result:
    return go(state.offered(queue=answer), Page.QUEUE)


def price_came(state: VisitState, asked: RecordBookPrice, answer: int, here: Here) -> Result:
    return go(state.offered(record_book_fen=answer), Page.RECORD_BOOK)


def buy_record_book(state: VisitState, value: str, here: Here) -> Result:
    if not state.visitor.offers.record_book_fen:
        return receipt(state, 0, "", here)
    return begin_payment(state, PaySubject.RECORD_BOOK, "", here)


def reports_came(state: VisitState, asked: ReportsOf, answer: tuple[Report, ...], here: Here) -> Result:
    return go(state.offered(reports=answer, report=None), Page.REPORTS)


def report_chosen(state: VisitState, value: str, here: Here) -> Result:
    report = next((each for each in state.visitor.offers.reports if each.id == value and each.is_ready), None)
    patient = state.patient
    return ask(state, ReportLines(report.id, patient.id), here) if report and patient else stay(state)


def report_came(state: VisitState, asked: ReportLines, answer: Report, here: Here) -> Result:
    return go(state.offered(report=answer), Page.REPORT)


def print_report(state: VisitState, value: str, here: Here) -> Result:
    report = state.visitor.offers.report
    return printing(state, ReportSlip(report, name_on_slip(state)), DoneKind.REPORT_PRINTED) if report else stay(state)


def scalper_chosen(state: VisitState, value: str, here: Here) -> Result:
    if value not in SCALPER_SENTENCES:
        return stay(state)
    told = state.chosen(scalper_what=value, scalper_place="", wechat="", typed="")
    return go(told, Page.SCALPER_PLACE if here.site.report_places else Page.SCALPER_NUMBER)


def scalper_seen_at(state: VisitState, value: str, here: Here) -> Result:
    places = {place.zh: place.zh for place in here.site.report_places} | {SOMEWHERE_ELSE: ""}
    if value not in places:
        return stay(state)
    return go(state.chosen(scalper_place=places[value]), Page.SCALPER_NUMBER)


def wechat_wanted(state: VisitState, value: str, here: Here) -> Result:
    return go(state.chosen(has_signs=False), Page.SCALPER_NAME) if value == "wechat" else stay(state)


def wechat_keys_turned(state: VisitState, value: str, here: Here) -> Result:
    return stay(state.chosen(has_signs=not state.visitor.task.has_signs)) if value == "keys" else stay(state)


def wechat_typed(state: VisitState, value: str, here: Here) -> Result:
    typed = state.visitor.task.wechat
    if len(value) != 1 or value not in WECHAT_SIGNS or len(typed) >= WECHAT_LENGTH:
        return stay(state)
    return stay(state.chosen(wechat=typed + value))


def wechat_erased(state: VisitState, value: str, here: Here) -> Result:
    return stay(state.chosen(wechat=state.visitor.task.wechat[:-1]))


def number_typed(state: VisitState, value: str, here: Here) -> Result:
    typed = state.visitor.task.typed
    if len(value) != 1 or value not in "0123456789" or len(typed) >= PHONE_LENGTH:
        return stay(state)
    return stay(state.chosen(typed=typed + value))


def tell_of_scalper(state: VisitState, value: str, here: Here) -> Result:
    """Nobody has to wait for the desk, and nobody is asked who they are."""
    task = state.visitor.task
    state, key = keyed(state)
    told = task.scalper_what, task.typed, task.scalper_place, task.wechat
    report = ScalperReport(here.site.kiosk, *told, state.kiosk.clock)
    state = state.personal(done=Done(DoneKind.REPORTED), slip=None)
    return go(state, Page.DONE, Post(TellOfScalper(key, report)), Chime())


def back_to_bills(state: VisitState, value: str, here: Here) -> Result:
    return go(state.chosen(bill=None), Page.BILLS)


def back_to_reports(state: VisitState, value: str, here: Here) -> Result:
    return go(state.offered(report=None), Page.REPORTS)


def back_to_scalper(state: VisitState, value: str, here: Here) -> Result:
    return go(state.chosen(typed=""), Page.SCALPER_PLACE if here.site.report_places else Page.SCALPER)


def back_to_scalper_number(state: VisitState, value: str, here: Here) -> Result:
    return go(state, Page.SCALPER_NUMBER)


def back_to_scalper_what(state: VisitState, value: str, here: Here) -> Result:
    return go(state, Page.SCALPER)
