"""What stands on each slip, in both languages, on paper of every width."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from hardware.printers.layout import Row, laid_out
from hardware.printers.slip import COLUMNS
from kiosk.desk.fake import hospital
from kiosk.desk.fake.desk import FakeDesk
from kiosk.desk.values import Booking, PaySubject, QueuePlace, Report, Words
from kiosk.running.slip_layout import slip_of
from kiosk.visit.slips import (
    BookingSlip,
    CounterSlip,
    PickUpSlip,
    ReceiptSlip,
    RecordBookSlip,
    ReportSlip,
    SlipContent,
)
from tests.kiosk.running.hand import SITE, TEXTS
from tests.kiosk.visit.hand import MORNING, ZONE
from ui.shared.texts import Texts
from ui.visitor.wording import Wording

STRICT = Texts.load(TEXTS, strict=True)
NAME = hospital.ADULT.masked_name


def booking() -> Booking:
    return next(each for each in FakeDesk(MORNING).all_bookings if each.patient_id == hospital.ADULT.id)


def queued() -> Booking:
    place = QueuePlace("A012", 3, 15, Words("内科", "Internal Medicine"), Words("二楼", "2nd floor"))
    return replace(booking(), queue=place)


def contents() -> Iterator[SlipContent]:
    counter = {"counter": SITE.counter, "place": SITE.counter_place}
    report = Report("r", Words("血常规", "Blood count"), MORNING, True, ("白细胞 6.1", "红细胞 4.7"))
    yield BookingSlip(booking(), NAME)
    yield PickUpSlip(queued(), NAME)
    yield PickUpSlip(booking(), NAME)
    yield ReceiptSlip(PaySubject.BILL, Words("门诊费用", "Outpatient bill"), 12345, "pay-1", MORNING, NAME)
    yield RecordBookSlip(150, "pay-2", MORNING, patient=NAME, **counter)
    yield ReportSlip(report, NAME)
    yield CounterSlip("A007", at=MORNING, **counter)


def rows(content: SlipContent, language: str, columns: int = 48) -> list[str]:
    slip = slip_of(content, SITE.hospital, Wording(STRICT, language, ZONE).of)
    return [part.text for part in laid_out(slip, columns) if isinstance(part, Row)]


@pytest.mark.parametrize("language", STRICT.languages)
@pytest.mark.parametrize("content", list(contents()), ids=lambda content: type(content).__name__)
def test_every_slip_is_laid_out_in_every_language_on_every_paper(content: SlipContent, language: str) -> None:
    for columns in COLUMNS:
        text = rows(content, language, columns)
        assert SITE.hospital.said_in(language) in text[0]
        assert "{" not in "".join(text)


@pytest.mark.parametrize("content", list(contents()), ids=lambda content: type(content).__name__)
def test_a_slip_that_is_lost_names_nobody(content: SlipContent) -> None:
    assert hospital.ADULT.name not in "".join(rows(content, "zh"))


def test_a_booking_says_when_where_and_with_which_code() -> None:
    of = booking()
    text = "\n".join(rows(BookingSlip(of, NAME), "en"))
    assert of.code in text
    assert of.slot.department.place.en in text
    assert f"{of.slot.starts_at.astimezone(ZONE):%H:%M}" in text
    assert f"{of.check_in_from.astimezone(ZONE):%H:%M}" in text


def test_the_queue_number_is_the_largest_thing() -> None:
    slip = slip_of(PickUpSlip(queued(), NAME), SITE.hospital, Wording(STRICT, "zh", ZONE).of)
    parts = [part for part in laid_out(slip, 48) if isinstance(part, Row)]
    assert max(parts, key=lambda row: row.size).text == "A012"


def test_money_is_written_in_yuan() -> None:
    receipt = ReceiptSlip(PaySubject.BILL, None, 12345, "pay-1", MORNING + timedelta(hours=1), NAME)
    assert any("¥123.45" in row for row in rows(receipt, "en"))
