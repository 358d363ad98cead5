"""Examples of the lists: bookings, bills, queue, results, and telling of scalpers. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from kiosk.visit.exampled import patients as p
from kiosk.visit.exampled.drawer import Drawer, Example
from kiosk.visit.pages import Page
from kiosk.visit.services import Service
from kiosk.visit.state import Offers, Task

PICK_UP, CANCEL, PAY = Task(service=Service.PICK_UP), Task(service=Service.CANCEL), Task(service=Service.PAY)
QUEUE, REPORTS, SCALPER = Task(service=Service.QUEUE), Task(service=Service.REPORTS), Task(service=Service.SCALPER)


def papers(draw: Drawer) -> Iterable[Example]:
    today, tomorrow = p.slot_at(draw.clock, 10, 30), p.slot_at(draw.clock + timedelta(days=1), 9, doctor=None)
    mine = Offers(bookings=(p.booking_at(today, is_paid=False), p.booking_at(tomorrow)))
    yield draw.shown("bookings", Page.BOOKINGS, PICK_UP, mine)
    yield draw.shown("bookings-none", Page.BOOKINGS, PICK_UP)
    yield draw.shown("bookings-cancel", Page.BOOKINGS, CANCEL, mine)
    yield draw.shown("bookings-cancel-none", Page.BOOKINGS, CANCEL)
    yield draw.shown("bills", Page.BILLS, PAY, Offers(bills=(p.BILL, p.DEPOSIT)))
    yield draw.shown("bills-none", Page.BILLS, PAY)


def answers(draw: Drawer) -> Iterable[Example]:
    known, not_ready = p.report_of(draw.clock), replace(p.report_of(draw.clock, is_ready=False), id="r-2")
    unknown = replace(p.PLACE, number="B003", wait_min=None)
    yield draw.shown("queue", Page.QUEUE, QUEUE, Offers(queue=(p.PLACE,)))
    yield draw.shown("queue-two", Page.QUEUE, QUEUE, Offers(queue=(p.PLACE, unknown)))
    yield draw.shown("queue-none", Page.QUEUE, QUEUE)
    yield draw.shown("reports", Page.REPORTS, REPORTS, Offers(reports=(known, not_ready)))
    yield draw.shown("reports-none", Page.REPORTS, REPORTS)
    yield draw.shown("report", Page.REPORT, REPORTS, Offers(reports=(known,), report=known))
    yield draw.shown("scalper", Page.SCALPER, SCALPER)
    yield draw.shown("scalper-place", Page.SCALPER_PLACE, SCALPER)
    yield draw.shown("scalper-name", Page.SCALPER_NAME, SCALPER)
    yield draw.shown("scalper-name-typed", Page.SCALPER_NAME, replace(SCALPER, wechat="huang666niu", has_signs=True))
    yield draw.shown("scalper-number", Page.SCALPER_NUMBER, SCALPER)
    yield draw.shown("scalper-number-typed", Page.SCALPER_NUMBER, replace(SCALPER, typed="13800000000"))
