"""What can be looked up at the fake desk."""

from datetime import date

from kiosk.desk.fake.hospital import DEPARTMENTS, DOCTORS, ENDED_CARD, HOLDERS, PEOPLE, RECORD_BOOK_PRICE_FEN
from kiosk.desk.fake.world import FakeWorld
from kiosk.desk.values import (
    Bill,
    Booking,
    BookingState,
    CardHolder,
    CardRef,
    DayOffer,
    Department,
    DepartmentKind,
    Doctor,
    Found,
    QueuePlace,
    Report,
    Slot,
)
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.windows import queues_since

_OPEN = (BookingState.BOOKED, BookingState.CHECKED_IN)

# One grey pixel (PNG): what stands for a photograph where nobody gave one.
_GREY = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)


def holder_of(card: CardRef) -> CardHolder:
    if card == ENDED_CARD:
        raise DeskRefused(Refusal.CARD_ENDED)
    if card not in HOLDERS:
        raise DeskRefused(Refusal.UNKNOWN_CARD)
    return HOLDERS[card]


def holder_by_code(world: FakeWorld, code: str) -> CardHolder:
    whose = [b.patient_id for b in world.bookings.values() if b.code == code and b.state in _OPEN]
    if not code or not whose:
        raise DeskRefused(Refusal.NOT_FOUND)
    return next(holder for holder in HOLDERS.values() if holder.person.id == whose[0])


def photo_of(world: FakeWorld, person_id: str) -> bytes | None:
    person = next((person for person in PEOPLE if person.id == person_id), None)
    if person is None:
        raise DeskRefused(Refusal.NOT_FOUND)
    return world.photos.get(person_id, _GREY) if person.has_photo else None


def departments(kind: DepartmentKind) -> tuple[Department, ...]:
    return tuple(department for department in DEPARTMENTS if department.kind is kind)


def department(department_id: str) -> Department:
    found = next((department for department in DEPARTMENTS if department.id == department_id), None)
    if found is None:
        raise DeskRefused(Refusal.NOT_FOUND)
    return found


def doctors(department_id: str) -> tuple[Doctor, ...]:
    department(department_id)
    return tuple(doctor for doctor in DOCTORS if doctor.department_id == department_id)


def find(text: str) -> Found:
    asked = text.strip().lower()
    if not asked:
        return Found()
    return Found(
        tuple(one for one in DEPARTMENTS if asked in one.name.zh or one.initials.startswith(asked)),
        tuple(one for one in DOCTORS if asked in one.name.zh or one.initials.startswith(asked)),
    )


def slots(world: FakeWorld, department_id: str, doctor_id: str | None, day: date | None = None) -> tuple[Slot, ...]:
    """Those that have not ended, in their order."""
    department(department_id)
    found = [
        slot
        for slot in world.slots.values()
        if slot.department.id == department_id
        and (doctor_id is None or (slot.doctor is not None and slot.doctor.id == doctor_id))
        and (day is None or slot.starts_at.date() == day)
        and slot.ends_at > world.now
    ]
    return tuple(sorted(found, key=lambda slot: (slot.starts_at, slot.id)))


def days(world: FakeWorld, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
    left: dict[date, int] = {}
    for slot in slots(world, department_id, doctor_id):
        day = slot.starts_at.date()
        left[day] = left.get(day, 0) + slot.left
    return tuple(DayOffer(day, left[day]) for day in sorted(left))


def bookings_of(world: FakeWorld, patient_id: str) -> tuple[Booking, ...]:
    since = queues_since(world.now)
    own = [
        booking
        for booking in world.bookings.values()
        if booking.patient_id == patient_id and booking.state in _OPEN and booking.slot.starts_at >= since
    ]
    return tuple(sorted(own, key=lambda booking: booking.slot.starts_at))


def queue_of(world: FakeWorld, patient_id: str) -> tuple[QueuePlace, ...]:
    return tuple(booking.queue for booking in bookings_of(world, patient_id) if booking.queue)


def bills_of(world: FakeWorld, patient_id: str) -> tuple[Bill, ...]:
    return tuple(bill for whose, bill in world.bills.values() if whose == patient_id and not bill.is_paid)


def reports_of(world: FakeWorld, patient_id: str) -> tuple[Report, ...]:
    own = [report for whose, report in world.reports.values() if whose == patient_id]
    newest_first = sorted(own, key=lambda report: report.taken_at, reverse=True)
    return tuple(Report(one.id, one.title, one.taken_at, one.is_ready) for one in newest_first)


def report(world: FakeWorld, report_id: str, patient_id: str) -> Report:
    whose, found = world.reports.get(report_id, ("", None))
    if found is None or whose != patient_id:
        raise DeskRefused(Refusal.NOT_FOUND)
    return found


def record_book_price_fen() -> int:
    return RECORD_BOOK_PRICE_FEN
