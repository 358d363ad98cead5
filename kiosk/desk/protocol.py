"""The desk as kiosks and channels see it, wherever its data live.

Every call may raise DeskAway (nobody knows: ask again) or DeskRefused (a clear no, nothing changed). A call with a
`key` may be repeated with the same key: it does its work once and answers the same; the same key with other arguments
is refused with WRONG_STATE.
"""

from datetime import date
from typing import Protocol

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


class AppointmentBook(Protocol):
    """Who comes when: an SQL database of the desk's own, or a hospital system's FHIR interface."""

    def holder_of(self, card: CardRef) -> CardHolder: ...

    def photo_of(self, person_id: str) -> bytes | None:
        """The photograph in the hospital's record, for the face check alone; None where there is none."""

    def departments(self, kind: DepartmentKind) -> tuple[Department, ...]: ...

    def doctors(self, department_id: str) -> tuple[Doctor, ...]: ...

    def find(self, text: str) -> Found:
        """By characters of a department's or doctor's name, or by pinyin initials."""

    def days(self, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
        """From today on; full days too, with 0 left."""

    def slots(self, department_id: str, doctor_id: str | None, day: date) -> tuple[Slot, ...]:
        """In their order; full ones too. Without a doctor: of all doctors, or of the examination."""

    def bookings_of(self, patient_id: str) -> tuple[Booking, ...]:
        """Those that are booked or checked in, from today on, the earliest first."""

    def hold(self, key: str, slot_id: str, patient_id: str, actor: Actor) -> Booking:
        """A place kept for some minutes. Refused: SLOT_TAKEN, SLOT_PAST, NOT_ALLOWED and the limits' reasons."""

    def book(self, key: str, booking_id: str) -> Booking:
        """A hold becomes a booking: HOLD_ENDED when it had run out and the place is gone, NOT_PAID where it costs."""

    def release(self, key: str, booking_id: str) -> None:
        """Give a hold back; nothing happens when it has ended."""

    def check_in(self, key: str, booking_id: str, actor: Actor) -> Booking:
        """Pick up: the booking gets its place in the queue. TOO_EARLY, TOO_LATE, NOT_PAID."""

    def cancel(self, key: str, booking_id: str, actor: Actor) -> Booking: ...


class Desk(AppointmentBook, Protocol):
    """All that a kiosk asks for."""

    def by_code(self, code: str) -> CardHolder:
        """Whose booking has this pick-up code; who stands there still needs that person's card or face."""

    def queue_of(self, patient_id: str) -> tuple[QueuePlace, ...]: ...

    def bills_of(self, patient_id: str) -> tuple[Bill, ...]:
        """Those not paid yet."""

    def record_book_price_fen(self) -> int: ...

    def start_payment(self, key: str, subject: PaySubject, subject_id: str, patient_id: str, actor: Actor) -> Payment:
        """PAYMENT_AWAY when the payment service cannot be reached, ALREADY_PAID."""

    def payment(self, payment_id: str) -> Payment:
        """How it stands now; the desk asks the payment service itself. A paid booking is BOOKED when this says PAID."""

    def stop_payment(self, key: str, payment_id: str) -> Payment:
        """Give the order up; PAID when somebody was faster."""

    def reports_of(self, patient_id: str) -> tuple[Report, ...]:
        """The newest first, without their lines."""

    def report(self, report_id: str, patient_id: str) -> Report: ...
