"""A desk in a process of its own, to be killed: says its address, and stays in the middle of every hold."""

import sys
from pathlib import Path
from threading import Event

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from kiosk.desk.fake import FakeDesk
from tests.kiosk.desk.http_hand import NOW, served


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def stay(call: str) -> None:
    if call == "hold":
        say("in hold")
        Event().wait()


if __name__ == "__main__":
    with served(desk=FakeDesk(NOW, before_each=stay)) as running:
        say(running.url)
        Event().wait()
