"""Each question to the desk as a value, and how it is asked. Pure: the desk that answers is an argument."""

from dataclasses import dataclass, field
from datetime import date

from kiosk.desk.giving_up import GivingUp
from kiosk.desk.protocol import Desk
from kiosk.desk.values import (
    Actor,
    Bill,
    Booking,
    CardHolder,
    CardRef,
    DayOffer,
    Department,
    DepartmentKind,
    Doctor,
    Found,
    Payment,
    PaySubject,
    QueuePlace,
    Report,
    Slot,
)
from kiosk.reports.values import ScalperReport


@dataclass(frozen=True, slots=True)
class HolderOf:
    card: CardRef

    def asked(self, desk: Desk) -> CardHolder:
        return desk.holder_of(self.card)


@dataclass(frozen=True, slots=True)
class ByCode:
    code: str = field(repr=False)

    def asked(self, desk: Desk) -> CardHolder:
        return desk.by_code(self.code)


@dataclass(frozen=True, slots=True)
class PhotoOf:
    person_id: str

    def asked(self, desk: Desk) -> bytes | None:
        return desk.photo_of(self.person_id)


@dataclass(frozen=True, slots=True)
class Departments:
    kind: DepartmentKind

    def asked(self, desk: Desk) -> tuple[Department, ...]:
        return desk.departments(self.kind)


@dataclass(frozen=True, slots=True)
class DoctorsOf:
    department_id: str

    def asked(self, desk: Desk) -> tuple[Doctor, ...]:
        return desk.doctors(self.department_id)


@dataclass(frozen=True, slots=True)
class Find:
    text: str

    def asked(self, desk: Desk) -> Found:
        return desk.find(self.text)


@dataclass(frozen=True, slots=True)
class DaysOf:
    department_id: str
    doctor_id: str | None

    def asked(self, desk: Desk) -> tuple[DayOffer, ...]:
        return desk.days(self.department_id, self.doctor_id)


@dataclass(frozen=True, slots=True)
class SlotsOf:
    department_id: str
    doctor_id: str | None
    day: date

    def asked(self, desk: Desk) -> tuple[Slot, ...]:
        return desk.slots(self.department_id, self.doctor_id, self.day)


@dataclass(frozen=True, slots=True)
class BookingsOf:
    patient_id: str

    def asked(self, desk: Desk) -> tuple[Booking, ...]:
        return desk.bookings_of(self.patient_id)


@dataclass(frozen=True, slots=True)
class Hold:
    key: str
    slot_id: str
    patient_id: str
    actor: Actor

    def asked(self, desk: Desk) -> Booking:
        return desk.hold(self.key, self.slot_id, self.patient_id, self.actor)


@dataclass(frozen=True, slots=True)
class Book:
    key: str
    booking_id: str

    def asked(self, desk: Desk) -> Booking:
        return desk.book(self.key, self.booking_id)


@dataclass(frozen=True, slots=True)
class Release:
    key: str
    booking_id: str

    def asked(self, desk: Desk) -> None:
        desk.release(self.key, self.booking_id)


@dataclass(frozen=True, slots=True)
class CheckIn:
    key: str
    booking_id: str
    actor: Actor

    def asked(self, desk: Desk) -> Booking:
        return desk.check_in(self.key, self.booking_id, self.actor)


@dataclass(frozen=True, slots=True)
class Cancel:
    key: str
    booking_id: str
    actor: Actor

    def asked(self, desk: Desk) -> Booking:
        return desk.cancel(self.key, self.booking_id, self.actor)


@dataclass(frozen=True, slots=True)
class QueueOf:
    patient_id: str

    def asked(self, desk: Desk) -> tuple[QueuePlace, ...]:
        return desk.queue_of(self.patient_id)


@dataclass(frozen=True, slots=True)
class BillsOf:
    patient_id: str

    def asked(self, desk: Desk) -> tuple[Bill, ...]:
        return desk.bills_of(self.patient_id)


@dataclass(frozen=True, slots=True)
class RecordBookPrice:
    def asked(self, desk: Desk) -> int:
        return desk.record_book_price_fen()


@dataclass(frozen=True, slots=True)
class StartPayment:
    key: str
    subject: PaySubject
    subject_id: str
    patient_id: str
    actor: Actor

    def asked(self, desk: Desk) -> Payment:
        return desk.start_payment(self.key, self.subject, self.subject_id, self.patient_id, self.actor)


@dataclass(frozen=True, slots=True)
class PaymentNow:
    payment_id: str

    def asked(self, desk: Desk) -> Payment:
        return desk.payment(self.payment_id)


@dataclass(frozen=True, slots=True)
class StopPayment:
    key: str
    payment_id: str

    def asked(self, desk: Desk) -> Payment:
        return desk.stop_payment(self.key, self.payment_id)


@dataclass(frozen=True, slots=True)
class ReportsOf:
    patient_id: str

    def asked(self, desk: Desk) -> tuple[Report, ...]:
        return desk.reports_of(self.patient_id)


@dataclass(frozen=True, slots=True)
class ReportLines:
    report_id: str
    patient_id: str

    def asked(self, desk: Desk) -> Report:
        return desk.report(self.report_id, self.patient_id)


@dataclass(frozen=True, slots=True)
class GiveUpHold:
    """Of a hold that was asked for and not heard of."""

    key: str
    hold: Hold

    def asked(self, desk: Desk) -> None:
        hold = self.hold
        GivingUp(desk).give_up_hold(self.key, hold.key, hold.slot_id, hold.patient_id, hold.actor)


@dataclass(frozen=True, slots=True)
class GiveUpPayment:
    """Of a payment that was asked for and not heard of: nobody saw its code."""

    key: str
    start: StartPayment

    def asked(self, desk: Desk) -> None:
        start = self.start
        about = start.subject, start.subject_id, start.patient_id, start.actor
        GivingUp(desk).give_up_payment(self.key, start.key, *about)


@dataclass(frozen=True, slots=True)
class TellOfScalper:
    """No question to the desk: a hub is told, when it can be."""

    key: str
    report: ScalperReport


Request = (
    HolderOf
    | ByCode
    | PhotoOf
    | Departments
    | DoctorsOf
    | Find
    | DaysOf
    | SlotsOf
    | BookingsOf
    | Hold
    | Book
    | Release
    | CheckIn
    | Cancel
    | QueueOf
    | BillsOf
    | RecordBookPrice
    | StartPayment
    | PaymentNow
    | StopPayment
    | ReportsOf
    | ReportLines
)
MustArrive = Book | Release | CheckIn | Cancel | StopPayment | GiveUpHold | GiveUpPayment | TellOfScalper
"""What the kiosk's outbox carries; each may be repeated with its key until the desk, or the hub, has answered."""


def carry_out(desk: Desk, request: Request | GiveUpHold | GiveUpPayment) -> object:
    """Ask the desk. Raises DeskAway and DeskRefused as the desk does."""
    answer: object = request.asked(desk)
    return answer
