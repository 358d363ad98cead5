"""Examples of the last pages and of all that can go wrong there. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from kiosk.desk.values import Booking, BookingState, PaymentState
from kiosk.errors import Refusal
from kiosk.visit.events import SlipFailure
from kiosk.visit.exampled import patients as p
from kiosk.visit.exampled.drawer import AT, SITE, Drawer, Example
from kiosk.visit.pages import Page
from kiosk.visit.requests import BookingsOf
from kiosk.visit.services import Service
from kiosk.visit.slips import BookingSlip, CounterSlip, PickUpSlip, SlipContent
from kiosk.visit.state import Done, DoneKind, Slip, SlipState, Task, Ticket, Trouble, TroubleKind, Visitor

AGAIN = {Refusal.SLOT_TAKEN, Refusal.SLOT_PAST, Refusal.HOLD_ENDED}
MAY_BE_ASKED_AGAIN = {TroubleKind.AWAY, TroubleKind.BOOK_UNKNOWN}
UNKNOWN = {Refusal.UNKNOWN_CARD, Refusal.CARD_ENDED, Refusal.NOT_ALLOWED}


@dataclass(frozen=True, slots=True)
class _Ends:
    draw: Drawer

    @property
    def booked(self) -> Booking:
        return p.booking_at(p.slot_at(self.draw.clock, 14))

    @property
    def book(self) -> Task:
        return Task(service=Service.BOOK, booking=self.booked, is_paid=True)

    @property
    def pick_up(self) -> Task:
        slot = p.slot_at(self.draw.clock, 10, 30)
        here = p.booking_at(slot, BookingState.CHECKED_IN, queue=p.PLACE)
        return Task(service=Service.PICK_UP, booking=here, is_paid=True)

    @property
    def slip(self) -> Slip:
        return _printed(BookingSlip(self.booked, "张*"))

    def on(self, page: Page, name: str, kind: DoneKind, task: Task, **parts: Any) -> Example:
        return self.draw.of(name, page, self.draw.visitor(task=task, done=Done(kind), **parts))


def _printed(content: SlipContent, failure: SlipFailure | None = None) -> Slip:
    return Slip(1, content, SlipState.FAILED if failure else SlipState.PRINTED, failure)


def slips(draw: Drawer) -> Iterable[Example]:
    ends = _Ends(draw)
    book, pick_up, slip = ends.book, ends.pick_up, ends.slip
    assert pick_up.booking is not None
    yield ends.on(Page.PRINTING, "printing", DoneKind.BOOKED, book, slip=Slip(1, slip.content))
    number = Slip(1, PickUpSlip(pick_up.booking, "张*"))
    yield ends.on(Page.PRINTING, "printing-queue", DoneKind.PICKED_UP, pick_up, slip=number)
    yield ends.on(Page.DONE, "done-booked", DoneKind.BOOKED, book, slip=slip)
    yield ends.on(Page.DONE, "done-booked-tapped", DoneKind.BOOKED, book, slip=slip, card_stays=False)
    for failure in SlipFailure:
        failed = _printed(slip.content, failure)
        yield ends.on(Page.DONE, f"done-slip-{failure}", DoneKind.BOOKED, book, slip=failed)


def done(draw: Drawer) -> Iterable[Example]:
    ends = _Ends(draw)
    slip, paid = ends.slip, replace(p.payment_of(7080, draw.clock, PaymentState.PAID), subject_id="bill-1")
    money, cancelled = Task(payment=paid, is_paid=True), Task(service=Service.CANCEL, booking=ends.booked)
    yield ends.on(Page.DONE, "done-picked-up", DoneKind.PICKED_UP, ends.pick_up, slip=slip)
    yield ends.on(Page.DONE, "done-cancelled", DoneKind.CANCELLED, cancelled)
    yield ends.on(Page.DONE, "done-paid", DoneKind.PAID, money, slip=slip)
    yield ends.on(Page.DONE, "done-record-book", DoneKind.RECORD_BOOK, money, slip=slip)
    yield ends.on(Page.DONE, "done-report-printed", DoneKind.REPORT_PRINTED, Task(), slip=slip)
    yield draw.of("done-reported", Page.DONE, Visitor(done=Done(DoneKind.REPORTED)))
    for kind in (DoneKind.BOOKED, DoneKind.NUMBER_LATER):
        visitor = draw.visitor(task=ends.book, slip=slip, done=Done(kind, is_passed_on=True))
        yield draw.of(f"done-{kind}-desk-away", Page.DONE, visitor)


def counters(draw: Drawer) -> Iterable[Example]:
    ticket = CounterSlip("A007", SITE.counter, SITE.counter_place, draw.clock)
    failed = Ticket("A007", _printed(ticket, SlipFailure.OUT_OF_PAPER))
    yield draw.of("counter", Page.COUNTER, draw.visitor(ticket=Ticket("A007", _printed(ticket))))
    yield draw.of("counter-no-paper", Page.COUNTER, draw.visitor(ticket=failed))
    yield draw.of("more-time", Page.MORE_TIME, draw.visitor())
    yield replace(draw.of("more-time-last", Page.MORE_TIME, draw.visitor()), at=AT + SITE.patience.question_s - 4)


def troubles(draw: Drawer) -> Iterable[Example]:
    for refusal in Refusal:
        trouble = Trouble(TroubleKind.REFUSED, refusal, choose_again=refusal in AGAIN)
        visitor = Visitor() if refusal in UNKNOWN else draw.visitor()
        yield draw.of(f"refused-{refusal}", Page.TROUBLE, replace(visitor, trouble=trouble))
    for kind in TroubleKind:
        if kind is not TroubleKind.REFUSED:
            retry = BookingsOf(p.ZHANG.id) if kind in MAY_BE_ASKED_AGAIN else None
            visitor = Visitor() if kind is TroubleKind.CARD_BAD else draw.visitor()
            yield draw.of(f"trouble-{kind}", Page.TROUBLE, replace(visitor, trouble=Trouble(kind, retry=retry)))
