"""A kiosk that is killed at any moment still owes the desk what it owed, in the same order."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.courier import Courier
from kiosk.desk.fake import FakeDesk
from kiosk.outbox import Outbox
from records.sealing import TransparentCipher
from tests.kiosk.outbox_program import NOW

PROGRAM = Path(__file__).with_name("outbox_program.py")


def killed_after(path: Path, doing: str, lines: int) -> list[str]:
    """What the program said until it was killed."""
    command = [sys.executable, str(PROGRAM), str(path), doing]
    with subprocess.Popen(command, cwd=PROGRAM.parents[2], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            said = [program.stdout.readline().strip() for _ in range(lines)]
        finally:
            program.kill()
        return [*said, *program.stdout.read().split()]


@pytest.mark.parametrize("lines", [1, 17])
def test_every_letter_that_was_written_is_there_after_a_kill(tmp_path: Path, lines: int) -> None:
    said = killed_after(tmp_path / "outbox.db", "write", lines)
    with Outbox.open(tmp_path / "outbox.db", TransparentCipher()) as outbox:
        waiting = outbox.waiting
        # The last one may have been written and not yet said.
        assert len(said) <= waiting <= len(said) + 1
        for number in range(1, waiting + 1):
            letter = outbox.first()
            assert letter is not None
            assert (letter.key, letter.arguments) == (f"key-{number}", {"booking_id": f"booking-{number}"})
            outbox.drop(letter.number)


def test_a_letter_whose_delivery_was_killed_is_delivered_by_the_next_program(tmp_path: Path) -> None:
    path, desk = tmp_path / "outbox.db", FakeDesk(NOW)
    booking = desk.all_bookings[0]
    with Outbox.open(path, TransparentCipher()) as outbox:
        outbox.release(NOW, "key-1", booking.id)
    assert killed_after(path, "deliver", 1)[0] == "in delivery"
    with Outbox.open(path, TransparentCipher()) as outbox:
        assert outbox.waiting == 1
        assert Courier(outbox, desk).deliver(NOW).delivered == 1
