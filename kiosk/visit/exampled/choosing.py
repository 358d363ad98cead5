"""Examples of choosing a department, a doctor and a time. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from kiosk.desk.values import Found
from kiosk.visit.exampled import patients as p
from kiosk.visit.exampled.drawer import Drawer, Example
from kiosk.visit.pages import Page
from kiosk.visit.services import Service
from kiosk.visit.state import Offers, Task

BOOK = Task(service=Service.BOOK)
IN_CLINIC = replace(BOOK, department=p.CARDIOLOGY)
EXAMINATION = Task(service=Service.EXAMINATION)


def departments(draw: Drawer) -> Iterable[Example]:
    yield draw.shown("departments", Page.DEPARTMENTS, BOOK, Offers(departments=p.CLINICS))
    yield draw.shown("departments-many", Page.DEPARTMENTS, BOOK, Offers(departments=p.many_departments()))
    yield draw.shown("departments-none", Page.DEPARTMENTS, BOOK)
    yield draw.shown("examinations", Page.DEPARTMENTS, EXAMINATION, Offers(departments=(p.MRI, p.ENDOSCOPY)))
    yield draw.shown("doctors", Page.DOCTORS, IN_CLINIC, Offers(doctors=(p.LI, p.WANG)))


def searches(draw: Drawer) -> Iterable[Example]:
    found = Offers(found=Found((p.CARDIOLOGY,), (p.LI, p.WANG)))
    yield draw.shown("search", Page.SEARCH, BOOK)
    yield draw.shown("search-found", Page.SEARCH, replace(BOOK, typed="xn"), found)
    yield draw.shown("search-none", Page.SEARCH, replace(BOOK, typed="qqq"))
    yield draw.of("search-away", Page.SEARCH, draw.visitor(task=replace(BOOK, typed="x"), is_desk_away=True))


def slots(draw: Drawer) -> Iterable[Example]:
    days, tomorrow = p.days_from(draw.clock), draw.clock + timedelta(days=1)
    any_doctor = replace(IN_CLINIC, day=tomorrow.date())
    with_doctor = replace(any_doctor, doctor=p.LI)
    scanned = replace(EXAMINATION, department=p.MRI, day=tomorrow.date())
    own = tuple(p.slot_at(tomorrow, 8 + n // 2, 30 * (n % 2), left=n % 3) for n in range(8))
    free = tuple(p.slot_at(tomorrow, hour, fen=0, doctor=None) for hour in (8, 9, 10))
    today = replace(any_doctor, day=draw.clock.date())
    mixed, full = p.slots_of_day(tomorrow), p.slots_of_day(tomorrow, full=True)
    yield draw.shown("slots-any-doctor", Page.SLOTS, any_doctor, Offers(days=days, slots=mixed))
    yield draw.shown("slots-today", Page.SLOTS, today, Offers(days=days, slots=p.slots_of_day(draw.clock)))
    yield draw.shown("slots-doctor", Page.SLOTS, with_doctor, Offers(days=days, slots=own))
    yield draw.shown("slots-free-examination", Page.SLOTS, scanned, Offers(days=days, slots=free))
    yield draw.shown("slots-full", Page.SLOTS, any_doctor, Offers(days=days, slots=full))
    yield draw.shown("slots-none", Page.SLOTS, any_doctor, Offers(days=days))
