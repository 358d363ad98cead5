"""A whole desk in memory, with a sample hospital and a hand that makes trouble: for tests, pictures and the demo."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Self

from kiosk.desk.fake import booking as bookings
from kiosk.desk.fake import looking, paying
from kiosk.desk.fake.hand import FakeHand
from kiosk.desk.fake.sample import put_sample_bookings
from kiosk.desk.fake.world import FakeWorld
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


class FakeDesk(FakeHand):
    """A `Desk`. Any number of threads may use it; the people and cards are constants of `kiosk.desk.fake.hospital`."""

    def __init__(
        self,
        now: datetime,
        photos: Mapping[str, bytes] | None = None,
        before_each: Callable[[str], None] | None = None,
    ) -> None:
        """`now` carries the site's time zone; `photos` are by person; `before_each` is told the name of every call
        before its work begins, in the caller's thread, and may take as long as it likes."""
        super().__init__(FakeWorld(now, dict(photos or {})), bookings.KIOSK)
        put_sample_bookings(self.world)
        self.world.before_each = before_each or self.world.before_each

    def for_channel(self, channel: str) -> Self:
        """The same desk as a channel sees it: its bookings bear its name, and it knows none but its own."""
        seen = type(self).__new__(type(self))
        FakeHand.__init__(seen, self.world, channel)
        return seen

    def holder_of(self, card: CardRef) -> CardHolder:
        with self.world.call("holder_of"):
            return looking.holder_of(card)

    def photo_of(self, person_id: str) -> bytes | None:
        with self.world.call("photo_of"):
            return looking.photo_of(self.world, person_id)

    def departments(self, kind: DepartmentKind) -> tuple[Department, ...]:
        with self.world.call("departments"):
            return looking.departments(kind)

    def doctors(self, department_id: str) -> tuple[Doctor, ...]:
        with self.world.call("doctors"):
            return looking.doctors(department_id)

    def find(self, text: str) -> Found:
        with self.world.call("find"):
            return looking.find(text)

    def days(self, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
        with self.world.call("days"):
            return looking.days(self.world, department_id, doctor_id)

    def slots(self, department_id: str, doctor_id: str | None, day: date) -> tuple[Slot, ...]:
        with self.world.call("slots"):
            return looking.slots(self.world, department_id, doctor_id, day)

    def bookings_of(self, patient_id: str) -> tuple[Booking, ...]:
        with self.world.call("bookings_of"):
            found = looking.bookings_of(self.world, patient_id)
            return tuple(one for one in found if self.channel in (bookings.KIOSK, one.channel))

    def hold(self, key: str, slot_id: str, patient_id: str, actor: Actor) -> Booking:
        def work() -> Booking:
            return bookings.hold(self.world, slot_id, patient_id, actor, self.channel)

        with self.world.call("hold"):
            return self.world.once(key, ("hold", slot_id, patient_id, actor), work)

    def book(self, key: str, booking_id: str) -> Booking:
        with self.world.call("book"):
            asked = ("book", booking_id)
            return self.world.once(key, asked, lambda: bookings.book(self.world, booking_id, self.channel))

    def release(self, key: str, booking_id: str) -> None:
        with self.world.call("release"):
            asked = ("release", booking_id)
            self.world.once(key, asked, lambda: bookings.release(self.world, booking_id, self.channel))

    def check_in(self, key: str, booking_id: str, actor: Actor) -> Booking:
        with self.world.call("check_in"):
            asked = ("check_in", booking_id, actor)
            return self.world.once(key, asked, lambda: bookings.check_in(self.world, booking_id, actor, self.channel))

    def cancel(self, key: str, booking_id: str, actor: Actor) -> Booking:
        with self.world.call("cancel"):
            asked = ("cancel", booking_id, actor)
            return self.world.once(key, asked, lambda: bookings.cancel(self.world, booking_id, actor, self.channel))

    def by_code(self, code: str) -> CardHolder:
        with self.world.call("by_code"):
            return looking.holder_by_code(self.world, code)

    def queue_of(self, patient_id: str) -> tuple[QueuePlace, ...]:
        with self.world.call("queue_of"):
            return looking.queue_of(self.world, patient_id)

    def bills_of(self, patient_id: str) -> tuple[Bill, ...]:
        with self.world.call("bills_of"):
            return looking.bills_of(self.world, patient_id)

    def record_book_price_fen(self) -> int:
        with self.world.call("record_book_price_fen"):
            return looking.record_book_price_fen()

    def start_payment(self, key: str, subject: PaySubject, subject_id: str, patient_id: str, actor: Actor) -> Payment:
        def work() -> Payment:
            return paying.start(self.world, subject, subject_id, patient_id, actor, self.channel)

        with self.world.call("start_payment"):
            return self.world.once(key, ("start_payment", subject, subject_id, patient_id, actor), work)

    def payment(self, payment_id: str) -> Payment:
        with self.world.call("payment"):
            return paying.look(self.world, payment_id, self.channel)

    def stop_payment(self, key: str, payment_id: str) -> Payment:
        with self.world.call("stop_payment"):
            asked = ("stop_payment", payment_id)
            return self.world.once(key, asked, lambda: paying.stop(self.world, payment_id, self.channel))

    def reports_of(self, patient_id: str) -> tuple[Report, ...]:
        with self.world.call("reports_of"):
            return looking.reports_of(self.world, patient_id)

    def report(self, report_id: str, patient_id: str) -> Report:
        with self.world.call("report"):
            return looking.report(self.world, report_id, patient_id)
