"""Examples of the pages with everything on one card, and of paying. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from kiosk.desk.values import BookingState
from kiosk.visit.exampled import patients as p
from kiosk.visit.exampled.drawer import Drawer, Example
from kiosk.visit.pages import Page
from kiosk.visit.services import Service
from kiosk.visit.state import Offers, Task


def confirmations(draw: Drawer) -> Iterable[Example]:
    until = draw.clock + timedelta(minutes=5)
    held = p.booking_at(p.slot_at(draw.clock, 14), BookingState.HELD, is_paid=False, held_until=until)
    free = replace(held, slot=p.slot_at(draw.clock, 14, fen=0, doctor=None))
    booked = p.booking_at(p.slot_at(draw.clock, 10, 30))
    paying = Task(service=Service.BOOK, booking=held, payment=p.payment_of(5000, draw.clock))
    examined = Task(service=Service.EXAMINATION, booking=free, is_held=True)
    yield draw.shown("confirm", Page.CONFIRM, Task(service=Service.BOOK, booking=held, is_held=True))
    yield draw.shown("confirm-free-examination", Page.CONFIRM, examined)
    yield draw.shown("confirm-cancel", Page.CONFIRM, Task(service=Service.CANCEL, booking=booked))
    yield draw.shown("paying", Page.PAYING, paying)
    yield draw.of("paying-away", Page.PAYING, draw.visitor(task=paying, is_desk_away=True))


def bookings(draw: Drawer) -> Iterable[Example]:
    booked = p.booking_at(p.slot_at(draw.clock, 10, 30))
    early, late = p.booking_at(p.slot_at(draw.clock, 14)), p.booking_at(p.slot_at(draw.clock, 8))
    pick_up = Task(service=Service.PICK_UP, booking=booked)
    unpaid = replace(booked, is_paid=False)
    yield draw.shown("booking", Page.BOOKING, pick_up)
    yield draw.shown("booking-unpaid", Page.BOOKING, replace(pick_up, booking=unpaid))
    yield draw.shown("booking-early", Page.BOOKING, replace(pick_up, booking=early))
    yield draw.shown("booking-late", Page.BOOKING, replace(pick_up, booking=late))
    yield draw.shown("booking-cancel", Page.BOOKING, Task(service=Service.CANCEL, booking=booked))


def purchases(draw: Drawer) -> Iterable[Example]:
    book = Task(service=Service.RECORD_BOOK)
    yield draw.shown("bill", Page.BILL, Task(service=Service.PAY, bill=p.BILL))
    yield draw.shown("bill-inpatient", Page.BILL, Task(service=Service.PAY, bill=p.DEPOSIT))
    yield draw.shown("record-book", Page.RECORD_BOOK, book, Offers(record_book_fen=200))
    yield draw.shown("record-book-free", Page.RECORD_BOOK, book)
    yield draw.of("working", Page.WORKING, draw.visitor())
