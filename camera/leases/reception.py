"""One reader at the worker's door: who knows the secret gets a lease, and keeps it until he leaves or dies."""

from collections.abc import Callable
from contextlib import closing
from multiprocessing import AuthenticationError
from multiprocessing.connection import answer_challenge, deliver_challenge
from threading import Thread
from typing import Any

from camera.leases.book import Held, LeaseBook
from camera.leases.checks import CheckPost
from camera.leases.errors import LeaseRefused
from camera.leases.line import GONE, Line, shut
from camera.leases.messages import (
    CheckProgress,
    Join,
    LeaseKind,
    Leave,
    MirrorFrame,
    Refused,
    StartCheck,
    StopCheck,
)
from camera.leases.outbox import Outbox
from camera.messages import Stop

LISTEN_S = 0.2
NEWEST_ONLY: tuple[type, ...] = (MirrorFrame, CheckProgress)


class Reception:
    """`receive` runs in a thread of its own for each reader: one who keeps silent holds up nobody."""

    def __init__(self, secret: bytes, book: LeaseBook, checks: CheckPost) -> None:
        self._secret = secret
        self._book = book
        self._checks = checks

    def receive(self, line: "Line[Any, Any]") -> None:
        with closing(line):
            try:
                deliver_challenge(line, self._secret)
                answer_challenge(line, self._secret)
                join = line.recv()
                if isinstance(join, Join):
                    self._admit(join, line)
            except (AuthenticationError, EOFError, OSError):  # OSError also for what is no word of ours
                return

    def _admit(self, join: Join, line: "Line[Any, Any]") -> None:
        outbox = Outbox(NEWEST_ONLY)
        try:
            held = self._book.admit(join, outbox)
        except LeaseRefused as error:
            line.send(Refused(str(error), error.hint))
            return
        if held is None:
            return
        sender = Thread(target=self._pour, args=(outbox, line.send, line), name=f"to {join.holder}", daemon=True)
        sender.start()
        try:
            self._serve(held, line)
        finally:
            if join.kind is LeaseKind.MIRROR:
                self._checks.stop()
            self._book.give_back(held)
            outbox.cut()
            shut(line)
            sender.join()

    def _pour(self, outbox: Outbox, send: Callable[[object], None], line: "Line[Any, Any]") -> None:
        outbox.pour(send)
        shut(line)

    def _serve(self, held: Held, line: "Line[Any, Any]") -> None:
        try:
            while not held.outbox.ended:
                if line.poll(LISTEN_S) and not self._heard(held, line.recv()):
                    return
        except GONE:
            return

    def _heard(self, held: Held, message: object) -> bool:
        """False when the lease ends now."""
        if held.join.kind is LeaseKind.FACES:
            if isinstance(message, Leave | Stop):
                self._book.ask_to_leave(held)
            return True
        match message:
            case StartCheck():
                self._checks.start(message)
            case StopCheck():
                self._checks.stop()
        return not isinstance(message, Leave)
