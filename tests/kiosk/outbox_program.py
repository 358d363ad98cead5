"""A kiosk of which only the outbox is left, to be killed: writes letters, or stays in the middle of a delivery."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk.courier import Courier
from kiosk.desk.fake import FakeDesk
from kiosk.outbox import Outbox
from records.sealing import TransparentCipher

NOW = datetime(2026, 3, 2, 2, 10, tzinfo=UTC)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write(outbox: Outbox) -> None:
    for number in range(1, 1_000_000):
        outbox.release(NOW + timedelta(seconds=number), f"key-{number}", f"booking-{number}")
        say(str(number))


def deliver(outbox: Outbox) -> None:
    def stay(_call: str) -> None:
        say("in delivery")
        Event().wait()

    Courier(outbox, FakeDesk(NOW, before_each=stay)).deliver(NOW)


if __name__ == "__main__":
    with Outbox.open(Path(sys.argv[1]), TransparentCipher()) as opened:
        write(opened) if sys.argv[2] == "write" else deliver(opened)
