"""What the kiosk owes the desk is kept on its disk, in order, and nothing of it stays when it is delivered."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.courier import Courier
from kiosk.desk.fake import FakeDesk
from kiosk.desk.fake.hospital import ADULT, MOTHER
from kiosk.desk.values import Actor, PaySubject, Relation
from kiosk.outbox import Outbox, Unreadable
from kiosk.reports.values import ScalperReport
from records.errors import WrongKey
from records.keys import DataKey
from records.sealing import KeyedCipher, TransparentCipher
from tests.kiosk.outbox_program import NOW

SELF, FOR_CHILD = Actor(ADULT.id), Actor(MOTHER.id, Relation.MOTHER)


@pytest.fixture
def outbox() -> Iterator[Outbox]:
    with Outbox.open(None, TransparentCipher()) as opened:
        yield opened


def calls_in(outbox: Outbox) -> list[tuple[str, str]]:
    """Reads it out, and empties it."""
    found = []
    while letter := outbox.first():
        found.append((letter.call, letter.key))
        outbox.drop(letter.number)
    return found


def test_every_kind_of_letter_comes_out_as_it_went_in(outbox: Outbox) -> None:
    report = ScalperReport("kiosk-1", "sells-slots", "在二楼“大声”说" * 50)
    outbox.release(NOW, "k1", "b1")
    outbox.book(NOW, "k2", "b2")
    outbox.cancel(NOW, "k3", "b3", FOR_CHILD)
    outbox.stop_payment(NOW, "k4", "p1")
    outbox.report_scalper(NOW, "k5", report)
    outbox.give_up_hold(NOW, "k6", "h1", "s1", "p1", FOR_CHILD)
    outbox.give_up_payment(NOW, "k7", "h2", PaySubject.BILL, "bill1", "p1", SELF)
    wanted = [
        ("release", "k1", {"booking_id": "b1"}),
        ("book", "k2", {"booking_id": "b2"}),
        ("cancel", "k3", {"booking_id": "b3", "actor": FOR_CHILD}),
        ("stop_payment", "k4", {"payment_id": "p1"}),
        ("report_scalper", "k5", {"report": report}),
        ("give_up_hold", "k6", {"hold_key": "h1", "slot_id": "s1", "patient_id": "p1", "actor": FOR_CHILD}),
        (
            "give_up_payment",
            "k7",
            {"start_key": "h2", "subject": PaySubject.BILL, "subject_id": "bill1", "patient_id": "p1", "actor": SELF},
        ),
    ]
    for call, key, arguments in wanted:
        letter = outbox.first()
        assert letter is not None
        assert (letter.call, letter.key, letter.arguments, letter.written_at) == (call, key, arguments, NOW)
        outbox.drop(letter.number)
    assert (outbox.first(), outbox.waiting) == (None, 0)


def test_the_same_request_is_kept_once(outbox: Outbox) -> None:
    for call in (outbox.release, outbox.release, outbox.book):
        call(NOW, "same-key", "b1")
    assert calls_in(outbox) == [("release", "same-key"), ("book", "same-key")]


def test_the_order_is_that_of_writing_whatever_the_clock_says(outbox: Outbox) -> None:
    for number in range(30):
        outbox.release(NOW - timedelta(minutes=number), f"key-{number}", "b")
    outbox.drop(str(getattr(outbox.first(), "number", "")))
    outbox.release(NOW, "key-last", "b")
    assert [key for _, key in calls_in(outbox)] == [*(f"key-{number}" for number in range(1, 30)), "key-last"]


def test_two_programs_may_write_into_one_outbox(tmp_path: Path) -> None:
    path = tmp_path / "自助机" / "outbox.db"
    with Outbox.open(path, TransparentCipher()) as one, Outbox.open(path, TransparentCipher()) as other:
        one.release(NOW, "key-1", "b1")
        other.release(NOW, "key-2", "b2")
        one.release(NOW, "key-3", "b3")
        assert [key for _, key in calls_in(other)] == ["key-1", "key-2", "key-3"]
        assert one.waiting == 0


def test_nothing_can_be_read_on_the_disk_and_nothing_stays_there(tmp_path: Path) -> None:
    cipher = KeyedCipher(DataKey(bytes(range(32))))
    with Outbox.open(tmp_path / "outbox.db", cipher) as outbox:
        outbox.cancel(NOW, "key-secret", "booking-secret", SELF)
        assert not on_disk(tmp_path, b"booking-secret") and not on_disk(tmp_path, b"key-secret")
        [sealed] = [row["sealed"] for row in outbox._database.rows("SELECT sealed FROM blobs")]
        assert on_disk(tmp_path, sealed)
        assert Courier(outbox, FakeDesk(NOW)).deliver(NOW).waiting == 0
        assert not on_disk(tmp_path, sealed)


def on_disk(folder: Path, needle: bytes) -> bool:
    return any(needle in path.read_bytes() for path in folder.iterdir())


def test_an_outbox_of_another_key_is_not_touched(tmp_path: Path) -> None:
    mine, other = (KeyedCipher(DataKey(bytes([number]) * 32)) for number in (1, 2))
    with Outbox.open(tmp_path / "outbox.db", mine) as outbox:
        outbox.release(NOW, "key-1", "b1")
    with pytest.raises(WrongKey):
        Outbox.open(tmp_path / "outbox.db", other)
    with Outbox.open(tmp_path / "outbox.db", mine) as outbox:
        assert outbox.waiting == 1


@pytest.mark.parametrize("sealed", [b"", b"nothing sealed", b"{}", b'{"value": {"call": "erase_everything"}}'])
def test_a_letter_that_was_spoilt_is_named(tmp_path: Path, sealed: bytes) -> None:
    cipher = TransparentCipher()
    with Outbox.open(tmp_path / "outbox.db", cipher) as outbox:
        outbox.release(NOW, "key-1", "b1")
        spoilt = cipher.seal(sealed, "outbox", "000000000001") if sealed.startswith(b"{") else sealed
        with outbox._database.writing():
            outbox._database.execute("UPDATE blobs SET sealed = ?", (spoilt,))
        with pytest.raises(Unreadable) as unreadable:
            outbox.first()
        assert unreadable.value.number == "000000000001"


def test_a_letter_that_only_a_newer_kiosk_could_write_is_named(outbox: Outbox) -> None:
    outbox._add(NOW, "check_in_twice", "key-1", {"booking_id": "b"})
    outbox._add(NOW, "release", "key-2", {"booking_id": "b", "gently": True})
    for number in ("000000000001", "000000000002"):
        with pytest.raises(Unreadable) as unreadable:
            outbox.first()
        assert unreadable.value.number == number
        outbox.drop(number)


def test_a_moment_without_a_zone_is_refused(outbox: Outbox) -> None:
    with pytest.raises(ValueError, match="time zone"):
        outbox.release(datetime(2026, 3, 2), "key-1", "b1")
