"""What is to be printed, as values; hardware lays them out. Pure. Names are masked: a slip is lost easily."""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.desk.values import Booking, PaySubject, Report, Words


@dataclass(frozen=True, slots=True)
class BookingSlip:
    booking: Booking = field(repr=False)
    patient: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PickUpSlip:
    """`booking` is checked in; its queue place is the largest thing on the slip."""

    booking: Booking = field(repr=False)
    patient: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """`title` is the bill's own; a record book has none."""

    subject: PaySubject
    title: Words | None
    amount_fen: int
    payment_id: str
    paid_at: datetime
    patient: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecordBookSlip:
    """With this the book is fetched at the counter."""

    amount_fen: int
    payment_id: str
    paid_at: datetime
    counter: Words
    place: Words
    patient: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReportSlip:
    report: Report = field(repr=False)
    patient: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CounterSlip:
    """The same for everybody, whyever they go there."""

    number: str
    counter: Words
    place: Words
    at: datetime


SlipContent = BookingSlip | PickUpSlip | ReceiptSlip | RecordBookSlip | ReportSlip | CounterSlip
