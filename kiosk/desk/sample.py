"""The fake desk's drawn hospital, entered into a real desk: for rehearsals and the demo. Nobody in it exists."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from kiosk.desk.fake import hospital as drawn
from kiosk.desk.fake.papers import sample_bills, sample_reports
from kiosk.desk.fake.schedule import SLOT, begun_at, sample_slots, slot_id
from kiosk.desk.opening import OpenDesk
from kiosk.desk.sql import holding
from kiosk.desk.sql.entering import NewSlot, put_delegate, put_department, put_doctor, put_person, put_slots
from kiosk.desk.sql.tables import departments
from kiosk.desk.till.papers import put_bill, put_report
from kiosk.desk.values import Actor, Booking, CardRef, Relation, Slot
from kiosk.errors import KioskError

ENTERED_BY = "sample"


def enter_sample(desk: OpenDesk, photos: Mapping[str, bytes]) -> None:
    """Into an empty desk (KioskError); `photos` by the ids of the drawn people."""
    desk.change(lambda within: _enter(within, photos))


def _enter(desk: OpenDesk, photos: Mapping[str, bytes]) -> None:
    with desk.site.database.reading() as connection:
        if connection.execute(sa.select(departments.c.id).limit(1)).first() is not None:
            raise KioskError("this desk has departments already", "Choose an empty home with --home.")
    _enter_offers(desk)
    _enter_people(desk, photos)
    for patient_id, bill in sample_bills().values():
        put_bill(desk.site, patient_id, bill)
    for patient_id, report in sample_reports(desk.site.now()).values():
        put_report(desk.site, patient_id, report)
    _enter_bookings(desk)


def _enter_offers(desk: OpenDesk) -> None:
    for place, department in enumerate(drawn.DEPARTMENTS):
        put_department(desk.site, department, letter=chr(ord("A") + place), position=place)
    for place, doctor in enumerate(drawn.DOCTORS):
        put_doctor(desk.site, doctor, position=place)
    put_slots(desk.site, *(_new_slot(slot) for slot in sample_slots(desk.site.now()).values()))


def _new_slot(slot: Slot) -> NewSlot:
    """Places that somebody unknown has taken are not there at all."""
    doctor_id = slot.doctor.id if slot.doctor else None
    whole = (slot.department.id, doctor_id, slot.starts_at, slot.ends_at)
    return NewSlot(slot.id, *whole, capacity=slot.left, price_fen=slot.price_fen)


def _enter_people(desk: OpenDesk, photos: Mapping[str, bytes]) -> None:
    cards: dict[str, list[CardRef]] = {}
    for card, person in drawn.OWNERS:
        cards.setdefault(person.id, []).append(card)
    adult = drawn.ADULT
    put_person(desk.site, adult, holds=(*cards[adult.id], drawn.ENDED_CARD))  # which ends when it is missing below
    for person in drawn.PEOPLE:
        put_person(desk.site, person, holds=tuple(cards.get(person.id, ())), photo=photos.get(person.id))
    for patient_id, entered in drawn.DELEGATES.items():
        for one in entered:
            name = f"{patient_id}-{one.person.id}"
            put_delegate(desk.site, name, patient_id, one.person.id, one.relation, ENTERED_BY)


def _enter_bookings(desk: OpenDesk) -> None:
    """As the fake desk's: something to pick up for everybody, and the old man waits already."""
    soon = begun_at(desk.site.now()) + SLOT
    tomorrow = (soon + timedelta(days=1)).replace(hour=9, minute=0)
    adult, old_man = Actor(drawn.ADULT.id), Actor(drawn.OLD_MAN.id)
    mother = Actor(drawn.MOTHER.id, Relation.MOTHER)
    _paid(desk, _booked(desk, "wechat", slot_id("skin", "wu", soon), drawn.ADULT.id, adult))
    _paid(desk, _booked(desk, "wechat", slot_id("mri", None, tomorrow), drawn.ADULT.id, adult))
    _booked(desk, "114", slot_id("children", "chen", soon), drawn.CHILD.id, mother)
    waiting = _booked(desk, "114", slot_id("bones", "yang", soon), drawn.OLD_MAN.id, old_man)
    _paid(desk, waiting)
    desk.desk_for("kiosk").check_in(f"sample-in-{waiting.id}", waiting.id, old_man)


def _booked(desk: OpenDesk, channel: str, wanted: str, patient_id: str, actor: Actor) -> Booking:
    slot = sample_slots(desk.site.now())[wanted]
    if not slot.left:
        put_slots(desk.site, replace(_new_slot(slot), capacity=1))
    seen = desk.desk_for(channel)
    held = seen.hold(f"sample-hold-{wanted}", wanted, patient_id, actor)
    return seen.book(f"sample-book-{wanted}", held.id)


def _paid(desk: OpenDesk, booking: Booking) -> None:
    """At the channel, in its own way."""
    desk.site.database.change(lambda connection: holding.book_paid(connection, desk.site, booking.id))
