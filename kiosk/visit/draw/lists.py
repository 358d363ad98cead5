"""The pages that list what is the patient's: bookings, bills, the queue, results; and telling of scalpers. Pure."""

from kiosk.desk.values import Booking, QueuePlace
from kiosk.visit.draw.names import doctor_of
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Alphabet, Choice, Clock, Fact, Keypad, Layout, Money, Screen, Text
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from kiosk.visit.state import VisitState
from kiosk.visit.wording import said
from kiosk.visit.workings import SCALPER_SENTENCES, SOMEWHERE_ELSE, to_show


def bookings(state: VisitState, site: SiteRules) -> Screen:
    shown = to_show(state)
    cancels = state.visitor.task.service is Service.CANCEL
    none = said("bookings.none") if cancels else said("bookings.none_today")
    return Screen(
        Page.BOOKINGS,
        Layout.CHOICES,
        said("bookings.cancel_title") if cancels else said("bookings.title"),
        body=() if shown else (none,),
        choices=tuple(_booking(each, place == 0 and not cancels) for place, each in enumerate(shown)),
    )


def _booking(booking: Booking, is_first: bool) -> Choice:
    slot = booking.slot
    return Choice(
        Action.CHOOSE,
        said("bookings.when", day=slot.starts_at.date(), at=Clock(slot.starts_at)),
        booking.id,
        detail=_what(booking),
        trailing=None if booking.is_paid or not slot.price_fen else said("fact.amount", amount=Money(slot.price_fen)),
        is_primary=is_first,
    )


def _what(booking: Booking) -> Text:
    slot = booking.slot
    if slot.doctor is None:
        return doctor_of(slot)
    return said("bookings.what", department=slot.department.name, doctor=slot.doctor.name)


def bills(state: VisitState, site: SiteRules) -> Screen:
    shown = state.visitor.offers.bills
    return Screen(
        Page.BILLS,
        Layout.CHOICES,
        said("bills.title"),
        body=() if shown else (said("bills.none"),),
        choices=tuple(
            Choice(
                Action.CHOOSE,
                said("fact.name", name=each.title),
                each.id,
                detail=said(f"bills.{each.kind.value}"),
                trailing=said("fact.amount", amount=Money(each.amount_fen)),
            )
            for each in shown
        ),
    )


def queue(state: VisitState, site: SiteRules) -> Screen:
    places = state.visitor.offers.queue
    facts = [fact for place in places for fact in queue_facts(place)]
    return Screen(
        Page.QUEUE,
        Layout.RESULT,
        said("queue.title") if places else said("queue.none"),
        body=(said("queue.how"),) if places else (said("queue.none_detail"),),
        choices=(Choice(Action.CONTINUE, said("common.anything_else")), Choice(Action.END, said("common.end"))),
        facts=tuple(facts),
        big=said("queue.number", number=places[0].number) if places else None,
    )


def queue_facts(place: QueuePlace) -> tuple[Fact, ...]:
    wait = said("queue.minutes", minutes=place.wait_min) if place.wait_min is not None else said("queue.unknown")
    return (
        Fact(said("fact.department"), said("queue.where", department=place.department, place=place.place)),
        Fact(said("queue.your_number"), said("queue.number", number=place.number)),
        Fact(said("queue.ahead"), said("queue.people", ahead=place.ahead)),
        Fact(said("queue.wait"), wait),
    )


def reports(state: VisitState, site: SiteRules) -> Screen:
    shown = state.visitor.offers.reports
    return Screen(
        Page.REPORTS,
        Layout.CHOICES,
        said("reports.title"),
        body=() if shown else (said("reports.none"),),
        choices=tuple(
            Choice(
                Action.CHOOSE,
                said("fact.name", name=each.title),
                each.id,
                detail=said("fact.date", day=each.taken_at.date()),
                trailing=None if each.is_ready else said("reports.not_ready"),
                is_enabled=each.is_ready,
            )
            for each in shown
        ),
    )


def report(state: VisitState, site: SiteRules) -> Screen:
    current = state.visitor.offers.report
    if current is None:
        return Screen(Page.REPORT, Layout.SUMMARY, said("reports.title"))
    lines = tuple(said("report.line", line=line) for line in current.lines)
    return Screen(
        Page.REPORT,
        Layout.SUMMARY,
        said("report.title", title=current.title),
        body=(*lines, said("report.ask_doctor")),
        choices=(Choice(Action.PRINT, said("report.print"), is_primary=True),),
        facts=(Fact(said("report.taken"), said("fact.date", day=current.taken_at.date())),),
    )


def scalper(state: VisitState, site: SiteRules) -> Screen:
    sentences = tuple(Choice(Action.CHOOSE, said(f"scalper.{each}"), each) for each in SCALPER_SENTENCES)
    return Screen(
        Page.SCALPER,
        Layout.CHOICES,
        said("scalper.title"),
        body=(said("scalper.nobody_asks"),),
        choices=sentences,
    )


def scalper_number(state: VisitState, site: SiteRules) -> Screen:
    task = state.visitor.task
    knows = task.typed or task.wechat
    button = said("scalper_number.send") if knows else said("scalper_number.send_without")
    return Screen(
        Page.SCALPER_NUMBER,
        Layout.SEARCH,
        said("scalper_number.title"),
        body=(said("scalper_number.how"),),
        choices=(
            Choice(Action.CONFIRM, button, is_primary=True),
            Choice(Action.CHOOSE, said("scalper_number.wechat"), "wechat"),
        ),
        keypad=Keypad(Alphabet.DIGITS, task.typed),
    )


def scalper_place(state: VisitState, site: SiteRules) -> Screen:
    places = [Choice(Action.CHOOSE, said("scalper_place.one", place=place), place.zh) for place in site.report_places]
    return Screen(
        Page.SCALPER_PLACE,
        Layout.CHOICES,
        said("scalper_place.title"),
        choices=(*places, Choice(Action.CHOOSE, said("scalper_place.elsewhere"), SOMEWHERE_ELSE)),
    )


def scalper_name(state: VisitState, site: SiteRules) -> Screen:
    task = state.visitor.task
    button = said("scalper_number.send") if task.wechat or task.typed else said("scalper_name.send_without")
    keys = said("scalper_name.letters") if task.has_signs else said("scalper_name.signs")
    return Screen(
        Page.SCALPER_NAME,
        Layout.SEARCH,
        said("scalper_name.title"),
        body=(said("scalper_name.how"),),
        choices=(Choice(Action.CONFIRM, button, is_primary=True), Choice(Action.CHOOSE, keys, "keys")),
        keypad=Keypad(Alphabet.SIGNS if task.has_signs else Alphabet.LETTERS, task.wechat),
    )
