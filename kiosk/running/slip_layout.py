"""What stands on each kind of slip, in the visitor's language. Pure: the sentences are an argument."""

from collections.abc import Callable
from datetime import datetime

from hardware.printers.slip import Align, Slip, SlipFeed, SlipLine, SlipNumber, SlipPair, SlipRule, SlipText
from kiosk.desk.values import Booking, Words
from kiosk.visit.screen import Clock, Money, Text, TextValue
from kiosk.visit.slips import (
    BookingSlip,
    CounterSlip,
    PickUpSlip,
    ReceiptSlip,
    RecordBookSlip,
    ReportSlip,
    SlipContent,
)
from kiosk.visit.wording import said

Say = Callable[[Text], str]


def slip_of(content: SlipContent, hospital: Words, say: Say) -> Slip:
    return Slip((*_head(hospital, say), *_body(content, say), SlipFeed(3)))


def _head(hospital: Words, say: Say) -> tuple[SlipLine, ...]:
    return (SlipText(say(said("slip.hospital", hospital=hospital)), bold=True, align=Align.CENTER), SlipRule())


def _body(content: SlipContent, say: Say) -> tuple[SlipLine, ...]:
    match content:
        case BookingSlip():
            return (
                _title("slip.booked", say),
                *_booking(content.booking, content.patient, say),
                SlipPair(say(said("slip.code")), content.booking.code, bold=True),
                _words("slip.come", say, begin=Clock(content.booking.check_in_from)),
            )
        case PickUpSlip():
            return (*_queue(content.booking, say), *_booking(content.booking, content.patient, say))
        case ReceiptSlip():
            what = said("slip.text", text=content.title) if content.title else said("slip.record_book")
            return (_title("slip.receipt", say), _words_of(what, say), *_paid(content, say))
        case RecordBookSlip():
            place = {"counter": content.counter, "place": content.place}
            return (_title("slip.record_book", say), *_paid(content, say), _words("slip.fetch", say, **place))
        case ReportSlip():
            lines = tuple(SlipText(line) for line in content.report.lines)
            when = _moment(content.report.taken_at, say)
            return (_words("slip.text", say, text=content.report.title), _patient(content.patient, say), when, *lines)
        case CounterSlip():
            place = {"counter": content.counter, "place": content.place}
            return (SlipNumber(content.number), _words("slip.counter", say, **place), _moment(content.at, say))


def _booking(booking: Booking, patient: str, say: Say) -> tuple[SlipLine, ...]:
    slot = booking.slot
    doctor = (_pair("slip.doctor", slot.doctor.name, say),) if slot.doctor else ()
    return (
        _patient(patient, say),
        _pair("slip.department", slot.department.name, say),
        *doctor,
        _moment(slot.starts_at, say),
        _pair("slip.place", slot.department.place, say),
        _pair("slip.price", Money(slot.price_fen), say),
    )


def _queue(booking: Booking, say: Say) -> tuple[SlipLine, ...]:
    if booking.queue is None:
        return (_title("slip.picked_up", say),)
    return (
        _title("slip.picked_up", say),
        SlipNumber(booking.queue.number),
        _words("slip.ahead", say, ahead=booking.queue.ahead),
    )


def _paid(content: ReceiptSlip | RecordBookSlip, say: Say) -> tuple[SlipLine, ...]:
    return (
        _patient(content.patient, say),
        _pair("slip.amount", Money(content.amount_fen), say),
        _moment(content.paid_at, say),
        SlipPair(say(said("slip.payment")), content.payment_id),
    )


def _title(key: str, say: Say) -> SlipText:
    return SlipText(say(said(key)), size=2, bold=True, align=Align.CENTER)


def _words(key: str, say: Say, **values: TextValue) -> SlipText:
    return _words_of(said(key, **values), say)


def _words_of(text: Text, say: Say) -> SlipText:
    return SlipText(say(text), align=Align.CENTER)


def _pair(key: str, value: TextValue, say: Say) -> SlipPair:
    return SlipPair(say(said(key)), say(said("slip.text", text=value)))


def _patient(patient: str, say: Say) -> SlipPair:
    return _pair("slip.patient", patient, say)


def _moment(at: datetime, say: Say) -> SlipPair:
    return SlipPair(say(said("slip.when")), say(said("slip.moment", day=at.date(), at=Clock(at))))
