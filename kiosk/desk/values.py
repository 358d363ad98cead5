"""What the desk and its kiosks talk about. Pure; moments carry a time zone, money is whole fen (0.01 yuan)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from hardware.cards.events import CardKind


@dataclass(frozen=True, slots=True)
class Words:
    """A name of the hospital's own in both languages; `en` falls back to `zh`."""

    zh: str
    en: str = ""

    def __post_init__(self) -> None:
        if not self.zh.strip():
            raise ValueError("a name without words")

    def said_in(self, language: str) -> str:
        return self.zh if language == "zh" or not self.en else self.en


class DepartmentKind(StrEnum):
    CLINIC = "clinic"
    EXAMINATION = "examination"


@dataclass(frozen=True, slots=True)
class Department:
    """`initials`: the pinyin initials of its name, lower case, for the search. `place`: floor and where."""

    id: str
    kind: DepartmentKind
    name: Words
    place: Words
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Doctor:
    id: str
    department_id: str
    name: Words
    title: Words
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first."""

    departments: tuple[Department, ...] = ()
    doctors: tuple[Doctor, ...] = ()


@dataclass(frozen=True, slots=True)
class DayOffer:
    """A day of the site's calendar on which there are slots, and how many places are left."""

    day: date
    left: int


@dataclass(frozen=True, slots=True)
class Slot:
    """Half an hour with a doctor, or on an examination's machine (`doctor` is None)."""

    id: str
    department: Department
    doctor: Doctor | None
    starts_at: datetime
    ends_at: datetime
    capacity: int
    left: int
    price_fen: int

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a moment without a time zone")
        if self.ends_at <= self.starts_at:
            raise ValueError("a slot that ends before it starts")
        if not 0 <= self.left <= self.capacity:
            raise ValueError(f"{self.left} left of {self.capacity}")
        if self.price_fen < 0:
            raise ValueError("a negative price")


@dataclass(frozen=True, slots=True)
class CardRef:
    """Which card: enough to look its holder up."""

    kind: CardKind
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """A patient or somebody who acts for one. Never logged."""

    id: str
    name: str = field(repr=False)
    born_on: date = field(repr=False)
    has_photo: bool = False

    @property
    def masked_name(self) -> str:
        """As others in the queue may read it: the first character, and the last of three or more."""
        middle = "*" * max(len(self.name) - 2, 1)
        return self.name[:1] + middle + (self.name[-1] if len(self.name) > 2 else "")

    def age_on(self, day: date) -> int:
        had_birthday = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (0 if had_birthday else 1)


class Relation(StrEnum):
    MOTHER = "mother"
    FATHER = "father"
    GRANDPARENT = "grandparent"
    GUARDIAN = "guardian"
    SPOUSE = "spouse"
    CHILD = "child"
    HELPER = "helper"


@dataclass(frozen=True, slots=True)
class Delegate:
    """Somebody entered as acting for a card's holder; the face check uses this person's own photograph."""

    person: Person
    relation: Relation


@dataclass(frozen=True, slots=True)
class CardHolder:
    """The one person a card leads to, and who may act for them (only those whose entry is valid today)."""

    card: CardRef
    person: Person
    delegates: tuple[Delegate, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands there: the holder themselves (`relation` None) or a delegate. Part of every change's trail."""

    person_id: str
    relation: Relation | None = None


class BookingState(StrEnum):
    """HELD becomes BOOKED, or LAPSED when its hold runs out; BOOKED becomes CHECKED_IN, CANCELLED or NO_SHOW."""

    HELD = "held"
    LAPSED = "lapsed"
    BOOKED = "booked"
    CHECKED_IN = "checked-in"
    CANCELLED = "cancelled"
    NO_SHOW = "no-show"


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """`ahead`: how many are before this one; `wait_min`: what that means in minutes, None while nobody knows."""

    number: str
    ahead: int
    wait_min: int | None
    department: Words
    place: Words


@dataclass(frozen=True, slots=True)
class Booking:
    """`code`: eight digits with which a channel's booking is picked up. `check_in_from` to `check_in_until`: when."""

    id: str
    slot: Slot
    patient_id: str
    state: BookingState
    code: str
    channel: str
    is_paid: bool
    held_until: datetime | None
    check_in_from: datetime
    check_in_until: datetime
    queue: QueuePlace | None = None


class BillKind(StrEnum):
    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"


@dataclass(frozen=True, slots=True)
class BillLine:
    what: Words
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Bill:
    id: str
    kind: BillKind
    title: Words
    lines: tuple[BillLine, ...]
    is_paid: bool

    @property
    def amount_fen(self) -> int:
        return sum(line.amount_fen for line in self.lines)


class PaySubject(StrEnum):
    BOOKING = "booking"
    BILL = "bill"
    RECORD_BOOK = "record-book"


class PaymentState(StrEnum):
    """LATE: the money came after the order was given up; it goes back, and REFUNDED says that it went."""

    WAITING = "waiting"
    PAID = "paid"
    CLOSED = "closed"
    LATE = "late"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Payment:
    """`qr_text` is what the QR code says; `subject_id` the booking or bill (empty for a record book)."""

    id: str
    subject: PaySubject
    subject_id: str
    amount_fen: int
    state: PaymentState
    qr_text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A check-up's result. `lines` are empty until it is ready; they are sealed at the desk and never logged."""

    id: str
    title: Words
    taken_at: datetime
    is_ready: bool
    lines: tuple[str, ...] = field(default=(), repr=False)
