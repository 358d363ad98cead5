"""Names and facts as several pages show them. Pure."""

from kiosk.desk.values import Booking, Person, Slot
from kiosk.visit.screen import Clock, Fact, Money, Text
from kiosk.visit.wording import said


def person_name(person: Person) -> str:
    """Others stand behind: masked wherever it is shown."""
    return person.masked_name


def price(fen: int) -> Text:
    return said("fact.amount", amount=Money(fen)) if fen else said("fact.free")


def slot_facts(slot: Slot) -> tuple[Fact, ...]:
    """What, with whom, when, where."""
    doctor = (Fact(said("fact.doctor"), doctor_of(slot)),) if slot.doctor else ()
    times = said("fact.times", begin=Clock(slot.starts_at), end=Clock(slot.ends_at))
    return (
        Fact(said("fact.department"), said("fact.name", name=slot.department.name)),
        *doctor,
        Fact(said("fact.day"), said("fact.date", day=slot.starts_at.date())),
        Fact(said("fact.time"), times),
        Fact(said("fact.place"), said("fact.name", name=slot.department.place)),
    )


def doctor_of(slot: Slot) -> Text:
    if slot.doctor is None:
        return said("fact.name", name=slot.department.name)
    return said("fact.doctor_title", doctor=slot.doctor.name, title=slot.doctor.title)


def booking_facts(booking: Booking, patient: Person | None) -> tuple[Fact, ...]:
    who = (Fact(said("fact.patient"), said("fact.name", name=person_name(patient))),) if patient else ()
    paid = said("fact.paid") if booking.is_paid and booking.slot.price_fen else price(booking.slot.price_fen)
    return (*who, *slot_facts(booking.slot), Fact(said("fact.price"), paid))
