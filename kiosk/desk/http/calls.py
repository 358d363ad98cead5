"""The calls of the desk as the wire knows them, and which kind of key may make which. Pure.

What a call takes and answers stands in the protocols alone: `shape` is the protocol's method.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.desk.keys import KeyKind
from kiosk.desk.messages import MessageBox
from kiosk.desk.protocol import Desk

PREFIX = "/desk/v1"
MARK = "Gatehouse-Desk"
"""A header of every answer of the desk's own: without it a no is somebody's on the way."""

GET, POST = "GET", "POST"

KIOSKS = frozenset({KeyKind.KIOSK})
CHANNELS = frozenset({KeyKind.CHANNEL})
EVERYBODY = KIOSKS | CHANNELS


@dataclass(frozen=True, slots=True)
class Call:
    """`is_change`: it needs an idempotency key. A look-up by something secret or personal is a POST all the same,
    because addresses end up in logs. `at`: its place, where the name alone says too little. `may_guess`: whoever
    asks for what there is not may be guessing. `opens`: the argument that says whose data are opened by it.
    """

    shape: Callable[..., Any]
    verb: str
    kinds: frozenset[KeyKind]
    is_change: bool = False
    at: str = ""
    may_guess: bool = False
    opens: str = ""

    @property
    def name(self) -> str:
        return self.shape.__name__

    @property
    def path(self) -> str:
        return f"{PREFIX}/{self.at or self.name.replace('_', '-')}"


DESK_CALLS = (
    Call(Desk.holder_of, POST, EVERYBODY, may_guess=True),
    Call(Desk.by_code, POST, KIOSKS, may_guess=True),
    Call(Desk.photo_of, GET, KIOSKS, may_guess=True, opens="person_id"),
    Call(Desk.departments, GET, EVERYBODY),
    Call(Desk.doctors, GET, EVERYBODY),
    Call(Desk.find, GET, EVERYBODY),
    Call(Desk.days, GET, EVERYBODY),
    Call(Desk.slots, GET, EVERYBODY),
    Call(Desk.bookings_of, GET, EVERYBODY),
    Call(Desk.queue_of, GET, KIOSKS),
    Call(Desk.bills_of, GET, KIOSKS, opens="patient_id"),
    Call(Desk.record_book_price_fen, GET, KIOSKS),
    Call(Desk.reports_of, GET, KIOSKS, opens="patient_id"),
    Call(Desk.report, GET, KIOSKS, opens="patient_id"),
    Call(Desk.payment, GET, EVERYBODY),
    Call(Desk.hold, POST, EVERYBODY, is_change=True),
    Call(Desk.book, POST, EVERYBODY, is_change=True),
    Call(Desk.release, POST, EVERYBODY, is_change=True),
    Call(Desk.check_in, POST, KIOSKS, is_change=True),
    Call(Desk.cancel, POST, EVERYBODY, is_change=True),
    Call(Desk.start_payment, POST, EVERYBODY, is_change=True),
    Call(Desk.stop_payment, POST, EVERYBODY, is_change=True),
)
MESSAGE_CALLS = (
    Call(MessageBox.waiting, GET, CHANNELS, at="messages"),
    Call(MessageBox.acknowledge, POST, CHANNELS, at="messages/acknowledge"),
)
CALLS = {call.name: call for call in (*DESK_CALLS, *MESSAGE_CALLS)}
