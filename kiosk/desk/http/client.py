"""The desk over the network, as a kiosk or a channel asks it."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from kiosk.desk.http.asking import Asking
from kiosk.desk.messages import ChannelMessage
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


class HttpDesk(Asking):
    """A `Desk`. Answers are checked against the protocol before anybody sees them."""

    def holder_of(self, card: CardRef) -> CardHolder:
        return cast(CardHolder, self.ask("holder_of", card=card))

    def photo_of(self, person_id: str) -> bytes | None:
        return cast(bytes | None, self.ask("photo_of", person_id=person_id))

    def departments(self, kind: DepartmentKind) -> tuple[Department, ...]:
        return cast(tuple[Department, ...], self.ask("departments", kind=kind))

    def doctors(self, department_id: str) -> tuple[Doctor, ...]:
        return cast(tuple[Doctor, ...], self.ask("doctors", department_id=department_id))

    def find(self, text: str) -> Found:
        return cast(Found, self.ask("find", text=text))

    def days(self, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
        return cast(tuple[DayOffer, ...], self.ask("days", department_id=department_id, doctor_id=doctor_id))

    def slots(self, department_id: str, doctor_id: str | None, day: date) -> tuple[Slot, ...]:
        answer = self.ask("slots", department_id=department_id, doctor_id=doctor_id, day=day)
        return cast(tuple[Slot, ...], answer)

    def bookings_of(self, patient_id: str) -> tuple[Booking, ...]:
        return cast(tuple[Booking, ...], self.ask("bookings_of", patient_id=patient_id))

    def hold(self, key: str, slot_id: str, patient_id: str, actor: Actor) -> Booking:
        return cast(Booking, self.change("hold", key, slot_id=slot_id, patient_id=patient_id, actor=actor))

    def book(self, key: str, booking_id: str) -> Booking:
        return cast(Booking, self.change("book", key, booking_id=booking_id))

    def release(self, key: str, booking_id: str) -> None:
        self.change("release", key, booking_id=booking_id)

    def check_in(self, key: str, booking_id: str, actor: Actor) -> Booking:
        return cast(Booking, self.change("check_in", key, booking_id=booking_id, actor=actor))

    def cancel(self, key: str, booking_id: str, actor: Actor) -> Booking:
        return cast(Booking, self.change("cancel", key, booking_id=booking_id, actor=actor))

    def by_code(self, code: str) -> CardHolder:
        return cast(CardHolder, self.ask("by_code", code=code))

    def queue_of(self, patient_id: str) -> tuple[QueuePlace, ...]:
        return cast(tuple[QueuePlace, ...], self.ask("queue_of", patient_id=patient_id))

    def bills_of(self, patient_id: str) -> tuple[Bill, ...]:
        return cast(tuple[Bill, ...], self.ask("bills_of", patient_id=patient_id))

    def record_book_price_fen(self) -> int:
        return cast(int, self.ask("record_book_price_fen"))

    def start_payment(self, key: str, subject: PaySubject, subject_id: str, patient_id: str, actor: Actor) -> Payment:
        arguments = {"subject": subject, "subject_id": subject_id, "patient_id": patient_id, "actor": actor}
        return cast(Payment, self.change("start_payment", key, **arguments))

    def payment(self, payment_id: str) -> Payment:
        return cast(Payment, self.ask("payment", payment_id=payment_id))

    def stop_payment(self, key: str, payment_id: str) -> Payment:
        return cast(Payment, self.change("stop_payment", key, payment_id=payment_id))

    def reports_of(self, patient_id: str) -> tuple[Report, ...]:
        return cast(tuple[Report, ...], self.ask("reports_of", patient_id=patient_id))

    def report(self, report_id: str, patient_id: str) -> Report:
        return cast(Report, self.ask("report", report_id=report_id, patient_id=patient_id))


class HttpMessages(Asking):
    """The messages of a channel, asked with the channel's own key."""

    def waiting(self, limit: int) -> tuple[ChannelMessage, ...]:
        return cast(tuple[ChannelMessage, ...], self.ask("waiting", limit=limit))

    def acknowledge(self, ids: Sequence[str]) -> None:
        self.ask("acknowledge", ids=list(ids))
