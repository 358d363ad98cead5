"""What a patient told is kept until a hub has it, beside everything else the kiosk owes."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.courier import Courier
from kiosk.errors import KeyRefused
from kiosk.outbox import REPORTS_FILE, Outbox
from kiosk.reports.fake import FakeReports
from kiosk.reports.values import ScalperReport
from kiosk.running.post_line import TO_HUB
from records.keys import DataKey
from records.sealing import KeyedCipher, TransparentCipher
from tests.kiosk.visit.hand import MORNING

TOLD = ScalperReport("A", "offered", "13800138000", "北门", "huang666niu", MORNING)


def test_a_hub_that_is_away_has_it_later_and_one_whose_answer_was_lost_has_it_once() -> None:
    hub = FakeReports(is_away=True)
    with Outbox.open(None, TransparentCipher()) as outbox:
        courier = Courier(outbox, hub, TO_HUB.limits)
        outbox.report_scalper(MORNING, "k1", TOLD)
        outbox.report_scalper(MORNING, "k2", TOLD)
        assert courier.deliver(MORNING).waiting == 2
        hub.is_away, hub.loses_answers = False, True
        assert courier.deliver(MORNING + timedelta(minutes=2)).waiting == 2
        hub.loses_answers = False
        assert courier.deliver(MORNING + timedelta(minutes=4)).delivered == 2
    assert (hub.told, hub.asked) == ({"k1": TOLD, "k2": TOLD}, 4)


def test_it_is_sealed_and_survives_the_end_of_the_program(tmp_path: Path) -> None:
    path, cipher = tmp_path / REPORTS_FILE, KeyedCipher(DataKey(b"k" * 32))
    with Outbox.open(path, cipher) as outbox:
        outbox.report_scalper(MORNING, "k1", TOLD)
        outbox.report_scalper(MORNING, "k1", TOLD)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"13800138000" not in on_disk
    assert "北门".encode() not in on_disk
    hub = FakeReports(loses_answers=True)
    with Outbox.open(path, cipher) as outbox:  # killed after the hub took it, before it was known
        assert Courier(outbox, hub, TO_HUB.limits).deliver(MORNING).waiting == 1
    hub.loses_answers = False
    with Outbox.open(path, cipher) as outbox:
        assert Courier(outbox, hub, TO_HUB.limits).deliver(MORNING).delivered == 1
    assert hub.told == {"k1": TOLD}


def test_what_will_never_be_taken_is_given_up_and_a_wrong_key_is_not() -> None:
    hub = FakeReports(refuses_key=True)
    with Outbox.open(None, TransparentCipher()) as outbox:
        courier = Courier(outbox, hub, TO_HUB.limits)
        outbox.report_scalper(MORNING, "k1", TOLD)
        assert isinstance(courier.deliver(MORNING).trouble, KeyRefused)
        hub.refuses_key, hub.refuses = False, True
        [dropped] = courier.deliver(MORNING + timedelta(minutes=2)).dropped
        assert "does not take" in dropped.why
        assert outbox.waiting == 0


@pytest.mark.parametrize(("days", "waits"), [(13, 1), (15, 0)])
def test_a_report_waits_two_weeks_for_its_hub(days: int, waits: int) -> None:
    hub = FakeReports(is_away=True)
    with Outbox.open(None, TransparentCipher()) as outbox:
        courier = Courier(outbox, hub, TO_HUB.limits)
        outbox.report_scalper(MORNING, "k1", TOLD)
        for minute in range(70):
            courier.deliver(MORNING + timedelta(days=days, minutes=minute))
        assert outbox.waiting == waits
