"""What must be so when a patient has gone, whatever page they were on."""

from dataclasses import replace

from kiosk.desk.fake import hospital
from kiosk.desk.http.client import HttpDesk
from kiosk.desk.values import BookingState, PaymentState
from kiosk.visit.pages import Page
from kiosk.visit.state import fresh
from tests.stories.kiosk import traces
from tests.stories.kiosk.stage import Stage

MARKS = tuple(
    mark
    for person in hospital.PEOPLE
    for mark in (
        person.name,
        person.masked_name,
        person.id,
        *(card.number for card, of in hospital.OWNERS if of == person),
    )
)
"""By which a drawn patient is known."""


def nothing_is_left(stage: Stage, *more: str) -> None:
    """Neither on the screen nor in memory nor on the disk. `more`: codes and ids of the visit's own."""
    stage.comes_to(Page.ATTRACT)
    stage.until(lambda: not stage.camera.held, "the camera to be given back")
    marks = (*MARKS, *more)
    state, program = stage.state, stage.program
    nobody = fresh(state.kiosk, stage.site.look, 0.0)
    assert replace(state, entered_at=0.0, touched_at=0.0) == nobody
    assert traces.in_widgets(program.window, marks) == []
    stage.until(lambda: not _in_memory(stage, marks), "a memory without the visit")
    assert traces.in_files(stage.home, marks) == []


def nothing_is_owed(stage: Stage) -> None:
    """No place is kept for nobody, and no code can be paid any more."""
    house = stage.house
    stage.until(lambda: not house.holds() and not house.payments.waiting(), "the end of holds and orders")
    assert not house.payments_in(PaymentState.WAITING)


def what_was_paid_stands(stage: Stage) -> None:
    (booked,) = stage.house.kiosk_bookings()
    assert booked["state"] == BookingState.BOOKED
    assert booked["is_paid"]
    assert len(stage.house.payments_in(PaymentState.PAID)) == 1


def _in_memory(stage: Stage, marks: tuple[str, ...]) -> list[str]:
    """A desk over the network is part of the kiosk; one in the house is not."""
    over_the_network = [stage.desk] if isinstance(stage.desk, HttpDesk) else []
    roots = [stage.program, *stage.program.window.children(), *over_the_network]
    parts = [stage.line, stage.line.desk, stage.hub, stage.house, stage.printer, stage.reader, stage.scanner, stage]
    return traces.in_memory(roots, marks, parts)
