"""What the contract of an appointment book is run in: a small hospital, and the test's hand on its clock.

Every implementation brings a world of its own and runs the same contract.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

import pytest

from hardware.cards.events import CardKind
from kiosk.desk.protocol import AppointmentBook
from kiosk.desk.values import (
    Actor,
    BookingState,
    CardHolder,
    CardRef,
    Department,
    DepartmentKind,
    Doctor,
    Relation,
    Slot,
    Words,
)
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.limits import BookingLimits

ZONE = timezone(timedelta(hours=8))
MORNING = datetime(2026, 8, 3, 7, 0, tzinfo=ZONE)
"""When every test begins: an hour before the first slot of its day."""
NINE = MORNING.replace(hour=9)
TODAY = MORNING.date()
TOMORROW = TODAY + timedelta(days=1)

LIMITS = BookingLimits(hold_s=300, days_ahead=7)

CLINIC = Department("clinic", DepartmentKind.CLINIC, Words("内科", "Medicine"), Words("二楼", "2nd floor"), "nk")
OTHER = Department("other", DepartmentKind.CLINIC, Words("外科", "Surgery"), Words("三楼", "3rd floor"), "wk")
MACHINE = Department("machine", DepartmentKind.EXAMINATION, Words("磁共振", "MRI"), Words("地下", "Basement"), "cgz")
DOCTOR = Doctor("doctor", CLINIC.id, Words("单示例", "Dr Shan"), Words("主任医师", "Chief"), "ssl")
SECOND = Doctor("second", CLINIC.id, Words("王样本", "Dr Wang"), Words("主治医师", "Attending"), "wyb")

ADULT, CHILD, MOTHER, HELPER, STRANGER = "adult", "child", "mother", "helper", "stranger"
ADULT_CARD = CardRef(CardKind.VISIT, "V-0001")
ADULT_ID_CARD = CardRef(CardKind.ID, "11010119900101000X")
CHILD_CARD = CardRef(CardKind.VISIT, "V-0002")
PHOTO = b"a drawn photograph"

SELF = Actor(ADULT)
AS_MOTHER = Actor(MOTHER, Relation.MOTHER)


@dataclass(frozen=True)
class Patient:
    """Somebody to be entered; `age` in years at the tests' day."""

    id: str
    name: str = "张伟"
    age: int = 40
    cards: tuple[CardRef, ...] = ()
    photo: bytes | None = None

    @property
    def born_on(self) -> date:
        return date(TODAY.year - self.age, 1, 1)


@dataclass(frozen=True)
class Entry:
    patient_id: str
    person_id: str
    relation: Relation
    valid_until: date | None = None


@dataclass(frozen=True)
class Offer:
    """A slot to be entered: half an hour of DOCTOR unless told otherwise."""

    id: str
    starts_at: datetime = NINE
    capacity: int = 1
    price_fen: int = 0
    department_id: str = CLINIC.id
    doctor_id: str | None = DOCTOR.id


class BookWorld(Protocol):
    """`book` is a kiosk's view of it, `elsewhere` that of another client on the same data (a channel that pays
    later), `counter` the staff's. The departments, doctors and PEOPLE are there from the beginning, LIMITS are kept."""

    book: AppointmentBook
    elsewhere: AppointmentBook
    counter: AppointmentBook

    def set_clock(self, now: datetime) -> None: ...

    def jump_clock(self, now: datetime) -> None:
        """The clock is set; no time passes."""

    def restart(self) -> None:
        """The desk's process ends, and another begins."""

    def enter(self, *patients: Patient) -> None: ...

    def entrust(self, entry: Entry) -> None: ...

    def offer(self, *offers: Offer) -> None: ...

    def pay(self, booking_id: str) -> bool:
        """The till got the money for this booking."""

    def begin_payment(self, booking_id: str) -> None:
        """The till keeps this hold's place until it is paid or the payment is given up."""

    def end_payment(self, booking_id: str) -> None: ...

    def state_of(self, booking_id: str) -> BookingState: ...

    def by_code(self, code: str) -> CardHolder: ...

    def believe_clock(self) -> None:
        """Somebody of the staff says that the clock is right."""

    def keep_up(self) -> None:
        """What the desk does by itself at the clock's moment."""


PEOPLE = (
    Patient(ADULT, "张伟", 40, (ADULT_CARD, ADULT_ID_CARD), PHOTO),
    Patient(CHILD, "李小宝", 6, (CHILD_CARD,)),
    Patient(MOTHER, "李娜", 35),
    Patient(HELPER, "陈帮手", 45),
    Patient(STRANGER, "王某", 50),
)
ENTRIES = (Entry(CHILD, MOTHER, Relation.MOTHER),)


@dataclass
class Keys:
    """Keys that nobody used yet."""

    count: int = field(default=0)

    def next(self) -> str:
        self.count += 1
        return f"key-{self.count}"


def refused(why: Refusal) -> AbstractContextManager[object]:
    return pytest.raises(DeskRefused, check=lambda error: error.why is why)


def left(book: AppointmentBook, slot_id: str, day: date = TODAY) -> int:
    return slot_of(book, slot_id, day).left


def slot_of(book: AppointmentBook, slot_id: str, day: date = TODAY) -> Slot:
    for department in (CLINIC, OTHER, MACHINE):
        for slot in book.slots(department.id, None, day):
            if slot.id == slot_id:
                return slot
    raise AssertionError(f"no slot {slot_id} on {day}")
