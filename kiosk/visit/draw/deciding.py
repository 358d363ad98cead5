"""The pages with everything on one card: confirm, a booking, a bill, a record book; and paying. Pure."""

from kiosk.desk.values import Bill, Booking
from kiosk.visit.draw.names import booking_facts, person_name, price
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Choice, Clock, Drawing, Fact, Layout, Money, Screen, Text
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from kiosk.visit.state import VisitState
from kiosk.visit.wording import said
from kiosk.visit.workings import may_pick_up


def confirm(state: VisitState, site: SiteRules) -> Screen:
    task = state.visitor.task
    cancels = task.service is Service.CANCEL
    facts = booking_facts(task.booking, state.patient) if task.booking else ()
    button = said("confirm.cancel") if cancels else _book_button(task.booking)
    held = task.booking.held_until if task.booking and not cancels else None
    return Screen(
        Page.CONFIRM,
        Layout.SUMMARY,
        said("confirm.cancel_title") if cancels else said("confirm.title"),
        body=(said("confirm.held", until=Clock(held)),) if held else (),
        choices=(Choice(Action.CONFIRM, button, is_primary=True),),
        facts=facts,
        caution=said("confirm.cancel_caution") if cancels else None,
    )


def _book_button(booking: Booking | None) -> Text:
    if booking is None or not booking.slot.price_fen or booking.is_paid:
        return said("confirm.book")
    return said("confirm.book_pay", amount=Money(booking.slot.price_fen))


def paying(state: VisitState, site: SiteRules) -> Screen:
    payment = state.visitor.task.payment
    return Screen(
        Page.PAYING,
        Layout.QR,
        said("paying.title"),
        body=(said("paying.how"), said("paying.wait")),
        big=said("fact.amount", amount=Money(payment.amount_fen)) if payment else None,
        qr_text=payment.qr_text if payment else "",
        caution=said("paying.away") if state.visitor.is_desk_away else None,
    )


def booking(state: VisitState, site: SiteRules) -> Screen:
    current = state.visitor.task.booking
    if current is None:
        return Screen(Page.BOOKING, Layout.SUMMARY, said("booking.title"))
    is_cancelling = state.visitor.task.service is Service.CANCEL
    pick_up = Choice(Action.CONFIRM, _pick_up_button(current), is_primary=True, is_enabled=may_pick_up(current, state))
    cancel = Choice(Action.CANCEL_BOOKING, said("booking.cancel"), is_primary=is_cancelling)
    offers_cancel = is_cancelling or Service.CANCEL in site.services
    offers_pick_up = not is_cancelling and Service.PICK_UP in site.services
    return Screen(
        Page.BOOKING,
        Layout.SUMMARY,
        said("booking.title"),
        body=() if is_cancelling else (_window(current, state),),
        choices=(*((pick_up,) if offers_pick_up else ()), *((cancel,) if offers_cancel else ())),
        facts=booking_facts(current, state.patient),
    )


def _pick_up_button(booking: Booking) -> Text:
    if booking.is_paid or not booking.slot.price_fen:
        return said("booking.pick_up")
    return said("booking.pay_pick_up", amount=Money(booking.slot.price_fen))


def _window(booking: Booking, state: VisitState) -> Text:
    times = {"begin": Clock(booking.check_in_from), "end": Clock(booking.check_in_until)}
    if state.kiosk.clock < booking.check_in_from:
        return said("booking.early", begin=times["begin"], end=times["end"])
    if state.kiosk.clock > booking.check_in_until:
        return said("booking.late", end=times["end"])
    return said("booking.window", end=times["end"])


def bill(state: VisitState, site: SiteRules) -> Screen:
    current = state.visitor.task.bill
    button = said("bill.pay", amount=Money(current.amount_fen)) if current else said("bill.title")
    return Screen(
        Page.BILL,
        Layout.SUMMARY,
        said("bill.title"),
        body=(said(f"bill.{current.kind.value}", title=current.title),) if current else (),
        choices=(Choice(Action.CONFIRM, button, is_primary=True),) if current else (),
        facts=_bill_facts(current, state) if current else (),
    )


def _bill_facts(current: Bill, state: VisitState) -> tuple[Fact, ...]:
    who = (Fact(said("fact.patient"), said("fact.name", name=person_name(state.patient))),) if state.patient else ()
    lines = tuple(Fact(said("fact.name", name=line.what), price(line.amount_fen)) for line in current.lines)
    return (*who, *lines, Fact(said("fact.sum"), price(current.amount_fen)))


def record_book(state: VisitState, site: SiteRules) -> Screen:
    fen = state.visitor.offers.record_book_fen
    button = said("record_book.buy", amount=Money(fen)) if fen else said("record_book.take")
    return Screen(
        Page.RECORD_BOOK,
        Layout.SUMMARY,
        said("record_book.title"),
        body=(said("record_book.where", counter=site.counter, place=site.counter_place),),
        choices=(Choice(Action.CONFIRM, button, is_primary=True),),
        facts=(Fact(said("fact.price"), price(fen)),),
    )


def working(state: VisitState, site: SiteRules) -> Screen:
    return Screen(Page.WORKING, Layout.WAIT, said("working.title"), drawing=Drawing.WAIT)
