"""The kiosks of the rush, in a process of their own: each a thread with a client and a key of its own."""

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from multiprocessing.synchronize import Barrier
from typing import TypeVar

from kiosk.desk.http.asking import Patience
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.values import Actor, DepartmentKind
from kiosk.errors import DeskAway, DeskRefused, Refusal

DEPARTMENT = "rush"
PATIENCE = Patience(connect_s=10, read_s=30, whole_s=40)
BEGIN_WITHIN_S = 120
GIVE_UP_AFTER_S = 120
T = TypeVar("T")

_together: list[Barrier] = []


@dataclass(frozen=True, slots=True)
class Visitor:
    """`number` says which slot they want first."""

    number: int
    key: str = field(repr=False)
    patient_id: str


def begin_together(barrier: Barrier) -> None:
    """What this process waits at; a barrier cannot be sent with the work."""
    _together[:] = [barrier]


def visit_all(url: str, day: date, slots: Sequence[str], visitors: Sequence[Visitor]) -> list[float]:
    """How many seconds each of them took until the answer."""
    with ThreadPoolExecutor(len(visitors)) as kiosks:
        return list(kiosks.map(partial(_visit, url, day, slots), visitors))


def _visit(url: str, day: date, slots: Sequence[str], visitor: Visitor) -> float:
    with HttpDesk(url, visitor.key, PATIENCE) as desk:
        _patiently(lambda: desk.departments(DepartmentKind.CLINIC))  # opens the connection, as a kiosk in use has it
        _together[0].wait(BEGIN_WITHIN_S)
        began = time.monotonic()
        _book(desk, day, slots, visitor)
        return time.monotonic() - began


def _book(desk: HttpDesk, day: date, slots: Sequence[str], visitor: Visitor) -> None:
    """Takes the slot they see; where it is gone, looks what is left, and takes another until nothing is."""
    free = list(slots)
    while free:
        slot_id = free[visitor.number % len(free)]
        if _holds(desk, slot_id, visitor.patient_id):
            return
        offered = _patiently(lambda: desk.slots(DEPARTMENT, None, day))
        free = [slot.id for slot in offered if slot.left]


def _holds(desk: HttpDesk, slot_id: str, patient_id: str) -> bool:
    key = f"{patient_id}-{uuid.uuid4().hex}"
    try:
        held = _patiently(lambda: desk.hold(f"hold-{key}", slot_id, patient_id, Actor(patient_id)))
    except DeskRefused as refused:
        if refused.why is not Refusal.SLOT_TAKEN:
            raise
        return False
    _patiently(lambda: desk.book(f"book-{key}", held.id))
    return True


def _patiently(ask: Callable[[], T]) -> T:
    """A desk that is away for a moment is asked again with the same key."""
    deadline = time.monotonic() + GIVE_UP_AFTER_S
    while True:
        try:
            return ask()
        except DeskAway:
            if time.monotonic() > deadline:
                raise
            threading.Event().wait(0.05)
