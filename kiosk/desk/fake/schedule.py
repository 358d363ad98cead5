"""The sample hospital's slots, relative to a given moment. Pure."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from kiosk.desk.fake.hospital import DEPARTMENTS, DOCTORS, price_fen
from kiosk.desk.values import Department, Doctor, Slot

SLOT = timedelta(minutes=30)
DAYS = 7
SLOTS_OF_NOW = 8
_MORNING, _AFTERNOON = (time(8, 0), 7), (time(13, 0), 8)


def sample_slots(now: datetime) -> dict[str, Slot]:
    """A week of slots by id. From `now` on there are always some, so that a demo works at any hour."""
    slots: dict[str, Slot] = {}
    for department in DEPARTMENTS:
        own = [doctor for doctor in DOCTORS if doctor.department_id == department.id]
        for which, doctor in enumerate(own or [None]):
            for place, starts_at in enumerate(_starts(now)):
                slot = _slot(department, doctor, starts_at, taken=(which + place) % 4)
                slots[slot.id] = slot
    return slots


def slot_id(department_id: str, doctor_id: str | None, starts_at: datetime) -> str:
    return f"{department_id}-{doctor_id or 'machine'}-{starts_at:%Y%m%d%H%M}"


def begun_at(now: datetime) -> datetime:
    """The start of the half hour that `now` lies in."""
    return now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)


def _slot(department: Department, doctor: Doctor | None, starts_at: datetime, taken: int) -> Slot:
    """Capacity 3 with a doctor and 1 on a machine; the first slots have 3, 2, 1 and 0 places left, and so on."""
    capacity = 3 if doctor else 1
    named = slot_id(department.id, doctor.id if doctor else None, starts_at)
    left = max(capacity - taken, 0) if doctor else int(taken < 3)
    price = price_fen(department, doctor)
    return Slot(named, department, doctor, starts_at, starts_at + SLOT, capacity, left, price)


def _starts(now: datetime) -> Iterator[datetime]:
    soon = [begun_at(now) + SLOT * number for number in range(SLOTS_OF_NOW)]
    yield from soon
    for ahead in range(1, DAYS):
        day = (now + timedelta(days=ahead)).date()
        for first, count in (_MORNING, _AFTERNOON):
            starts = [datetime.combine(day, first, now.tzinfo) + SLOT * number for number in range(count)]
            yield from (start for start in starts if start > soon[-1])
