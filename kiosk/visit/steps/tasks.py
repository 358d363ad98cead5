"""From a wish to its first page, by way of the face check where the site asks for one. Pure."""

from collections.abc import Callable

from kiosk.desk.values import DepartmentKind, Person
from kiosk.face.verdict import Obstacle, Outcome, Verdict
from kiosk.visit.moves import Here, Result, ask, go, leave_task, stay
from kiosk.visit.pages import Page
from kiosk.visit.requests import (
    BillsOf,
    BookingsOf,
    DaysOf,
    Departments,
    DoctorsOf,
    QueueOf,
    RecordBookPrice,
    ReportsOf,
    Request,
)
from kiosk.visit.services import Service
from kiosk.visit.state import VisitState
from kiosk.visit.workings import is_child, needs_check


def begin(state: VisitState, service: Service, here: Here) -> Result:
    """Something was wished for; whatever was begun before is left."""
    state, effects = leave_task(state)
    state, more = check_or_proceed(state.chosen(service=service), here)
    return state, [*effects, *more]


def check_or_proceed(state: VisitState, here: Here) -> Result:
    if not needs_check(state, here.site):
        return proceed(state, here)
    if not may_have_photo(state, here):
        verdict = Verdict(Outcome.NO_COMPARISON, obstacle=Obstacle.NO_REFERENCE)
        return go(state.checked(verdict=verdict), Page.AGAIN)
    return go(state, Page.NOTICE)


def may_have_photo(state: VisitState, here: Here) -> bool:
    """Somebody who may be compared, and a photograph to compare with. A child's own is never looked at."""
    acting = state.acting
    if acting is None or is_child(acting, state.day, here.site):
        return False
    return acting.has_photo or card_photo(state) is not None


def card_photo(state: VisitState) -> bytes | None:
    """The picture in the chip shows the card's holder, nobody who acts for them."""
    card, patient, acting = state.visitor.card, state.patient, state.acting
    if card is None or patient is None or acting is None or acting.id != patient.id:
        return None
    return card.photo or None


def proceed(state: VisitState, here: Here) -> Result:
    """On with the task from where it stands."""
    task, patient = state.visitor.task, state.patient
    if task.service is Service.SCALPER:
        return go(state, Page.SCALPER)
    if task.service is None or patient is None:
        return go(state, Page.HOME) if state.visitor.actor else stay(state)
    if task.service is Service.CANCEL and task.booking is not None:
        return go(state, Page.CONFIRM)
    if task.department is not None:
        return in_department(state, here)
    return ask(state, FIRST_REQUEST[task.service](patient), here)


def in_department(state: VisitState, here: Here) -> Result:
    """Doctors first; where there are none to choose, or one was found by name, the days."""
    task = state.visitor.task
    assert task.department is not None
    if task.doctor is None and task.department.kind is DepartmentKind.CLINIC:
        return ask(state, DoctorsOf(task.department.id), here)
    return ask(state, DaysOf(task.department.id, task.doctor.id if task.doctor else None), here)


FIRST_REQUEST: dict[Service, Callable[[Person], Request]] = {
    Service.BOOK: lambda _: Departments(DepartmentKind.CLINIC),
    Service.EXAMINATION: lambda _: Departments(DepartmentKind.EXAMINATION),
    Service.PICK_UP: lambda patient: BookingsOf(patient.id),
    Service.CANCEL: lambda patient: BookingsOf(patient.id),
    Service.PAY: lambda patient: BillsOf(patient.id),
    Service.QUEUE: lambda patient: QueueOf(patient.id),
    Service.RECORD_BOOK: lambda _: RecordBookPrice(),
    Service.REPORTS: lambda patient: ReportsOf(patient.id),
}
