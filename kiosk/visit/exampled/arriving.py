"""Examples of the pages before anything is wanted. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.desk.values import Actor, BookingState, Relation
from kiosk.visit.exampled import patients as p
from kiosk.visit.exampled.drawer import KEEPING, WITHOUT_HUB, Drawer, Example
from kiosk.visit.pages import Page
from kiosk.visit.parts import Part
from kiosk.visit.state import Kiosk, Offers, Task, Visitor

LOST = {
    "attract-no-slips": (Part.PRINTER,),
    "attract-no-desk": (Part.CAMERA, Part.DESK),
    "attract-no-cards": (Part.READERS, Part.SCANNER, Part.PRINTER, Part.CAMERA, Part.DESK, Part.DISK),
    "attract-one-reader": (Part.READER,),
}


def at_the_door(draw: Drawer) -> Iterable[Example]:
    yield draw.of("attract", Page.ATTRACT)
    left = draw.of("attract-card-left", Page.ATTRACT)
    yield replace(left, state=replace(left.state, kiosk=Kiosk("example", draw.clock, card_inside=True)))
    yield draw.of("attract-kept-a-day", Page.ATTRACT, site=KEEPING)
    yield draw.of("attract-no-hub", Page.ATTRACT, site=WITHOUT_HUB)
    for name, lost in LOST.items():
        yield replace(left, name=name, state=replace(left.state, kiosk=Kiosk("example", draw.clock, lost=lost)))
    yield draw.of("reading", Page.READING)
    yield draw.of("code", Page.CODE, Visitor(task=Task(typed="2048")))
    yield draw.of("code-whole", Page.CODE, Visitor(task=Task(typed="20481357")))
    yield draw.of("who", Page.WHO, draw.visitor(p.ZHANGS_CARD, actor=None))
    yield draw.of("who-child", Page.WHO, draw.visitor(p.CHILDS_CARD, actor=None))
    yield draw.of("who-whole-family", Page.WHO, draw.visitor(p.FAMILY_CARD, actor=None))


def at_home(draw: Drawer) -> Iterable[Example]:
    slot = p.slot_at(draw.clock, 10, 30)
    booked = Offers(bookings=(p.booking_at(slot),))
    waiting = Offers(bookings=(p.booking_at(slot, BookingState.CHECKED_IN, queue=p.PLACE),))
    examined = Offers(bookings=(p.booking_at(p.slot_at(draw.clock, 10, 30, doctor=None)),))
    mother = Actor(p.MOTHER.id, Relation.MOTHER)
    yield draw.of("home", Page.HOME, draw.visitor())
    yield draw.of("home-booking-today", Page.HOME, draw.visitor(offers=booked))
    yield draw.of("home-examination-today", Page.HOME, draw.visitor(offers=examined))
    yield draw.of("home-in-queue", Page.HOME, draw.visitor(offers=waiting))
    yield draw.of("home-for-child", Page.HOME, draw.visitor(p.CHILDS_CARD, actor=mother))
    yield draw.of("services", Page.SERVICES, draw.visitor(offers=booked))
