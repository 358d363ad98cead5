"""The whole desk of a site, as one channel sees it: the appointment book and the till."""

from datetime import date
from typing import Protocol

from kiosk.desk.protocol import AppointmentBook
from kiosk.desk.sql.site import Site
from kiosk.desk.till import papers
from kiosk.desk.till.payments import Payments
from kiosk.desk.values import (
    Actor,
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
    Payment,
    PaySubject,
    QueuePlace,
    Report,
    Slot,
)
from kiosk.errors import DeskRefused, Refusal


class SiteBook(AppointmentBook, Protocol):
    """What a desk needs of its book beyond what kiosks ask for."""

    def by_code(self, code: str) -> CardHolder: ...

    def booking(self, booking_id: str) -> Booking: ...


class SiteDesk:
    """A Desk. A channel that does not stand in the hospital sees and changes nothing but its own bookings."""

    def __init__(self, book: SiteBook, site: Site, payments: Payments, record_book_fen: int) -> None:
        self._book = book
        self._site = site
        self._payments = payments
        self._record_book_fen = record_book_fen

    def holder_of(self, card: CardRef) -> CardHolder:
        return self._book.holder_of(card)

    def by_code(self, code: str) -> CardHolder:
        return self._book.by_code(code)

    def photo_of(self, person_id: str) -> bytes | None:
        return self._book.photo_of(person_id)

    def departments(self, kind: DepartmentKind) -> tuple[Department, ...]:
        return self._book.departments(kind)

    def doctors(self, department_id: str) -> tuple[Doctor, ...]:
        return self._book.doctors(department_id)

    def find(self, text: str) -> Found:
        return self._book.find(text)

    def days(self, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
        return self._book.days(department_id, doctor_id)

    def slots(self, department_id: str, doctor_id: str | None, day: date) -> tuple[Slot, ...]:
        return self._book.slots(department_id, doctor_id, day)

    def bookings_of(self, patient_id: str) -> tuple[Booking, ...]:
        return self._book.bookings_of(patient_id)

    def hold(self, key: str, slot_id: str, patient_id: str, actor: Actor) -> Booking:
        return self._book.hold(key, slot_id, patient_id, actor)

    def book(self, key: str, booking_id: str) -> Booking:
        self._own(booking_id)
        return self._book.book(key, booking_id)

    def release(self, key: str, booking_id: str) -> None:
        self._own(booking_id)
        self._book.release(key, booking_id)

    def check_in(self, key: str, booking_id: str, actor: Actor) -> Booking:
        self._own(booking_id)
        return self._book.check_in(key, booking_id, actor)

    def cancel(self, key: str, booking_id: str, actor: Actor) -> Booking:
        self._own(booking_id)
        return self._book.cancel(key, booking_id, actor)

    def queue_of(self, patient_id: str) -> tuple[QueuePlace, ...]:
        waiting = (b for b in self._book.bookings_of(patient_id) if b.state is BookingState.CHECKED_IN)
        return tuple(booking.queue for booking in waiting if booking.queue is not None)

    def bills_of(self, patient_id: str) -> tuple[Bill, ...]:
        return papers.bills_of(self._site, patient_id)

    def record_book_price_fen(self) -> int:
        return self._record_book_fen

    def start_payment(self, key: str, subject: PaySubject, subject_id: str, patient_id: str, actor: Actor) -> Payment:
        if subject is PaySubject.BOOKING:
            self._own(subject_id)
        elif not self._site.channel.is_on_site:
            raise DeskRefused(Refusal.NOT_OFFERED)
        return self._payments.start(key, subject, subject_id, patient_id, actor)

    def payment(self, payment_id: str) -> Payment:
        self._own_payment(payment_id)
        return self._payments.look(payment_id)

    def stop_payment(self, key: str, payment_id: str) -> Payment:
        """Closing an order twice changes nothing, so the key is not needed here."""
        self._own_payment(payment_id)
        return self._payments.stop(payment_id)

    def reports_of(self, patient_id: str) -> tuple[Report, ...]:
        return papers.reports_of(self._site, patient_id)

    def report(self, report_id: str, patient_id: str) -> Report:
        return papers.report_of(self._site, report_id, patient_id)

    def _own(self, booking_id: str) -> None:
        channel = self._site.channel
        if not channel.is_on_site and self._book.booking(booking_id).channel != channel.name:
            raise DeskRefused(Refusal.NOT_FOUND, "no such booking")

    def _own_payment(self, payment_id: str) -> None:
        """Raises NOT_FOUND for a payment of another channel's."""
        if self._site.channel.is_on_site:
            return
        payment = self._payments.kept(payment_id)
        if payment.subject is not PaySubject.BOOKING:
            raise DeskRefused(Refusal.NOT_FOUND, "no such payment")
        self._own(payment.subject_id)
