"""Department, doctor, day, time; and the search. Pure."""

from datetime import date

from kiosk.desk.values import Booking, DayOffer, Department, Doctor, Found, Slot
from kiosk.visit.moves import Here, Result, ask, go, keyed, stay
from kiosk.visit.pages import Page
from kiosk.visit.requests import DaysOf, Departments, DoctorsOf, Find, Hold, Request, SlotsOf
from kiosk.visit.state import VisitState
from kiosk.visit.steps.tasks import check_or_proceed

MOST_LETTERS = 12


def departments_came(state: VisitState, asked: Departments, answer: tuple[Department, ...], here: Here) -> Result:
    return go(state.offered(departments=answer), Page.DEPARTMENTS)


def doctors_came(state: VisitState, asked: DoctorsOf, answer: tuple[Doctor, ...], here: Here) -> Result:
    return go(state.offered(doctors=answer), Page.DOCTORS)


def days_came(state: VisitState, asked: DaysOf, answer: tuple[DayOffer, ...], here: Here) -> Result:
    """The first day with a place left is opened at once."""
    state = state.offered(days=answer, slots=())
    first = next((each for each in answer if each.left), answer[0] if answer else None)
    if first is None:
        return go(state.chosen(day=None), Page.SLOTS)
    return _open_day(state, first.day, here)


def slots_came(state: VisitState, asked: SlotsOf, answer: tuple[Slot, ...], here: Here) -> Result:
    return go(state.offered(slots=answer), Page.SLOTS)


def held(state: VisitState, asked: Hold, booking: Booking, here: Here) -> Result:
    return go(state.chosen(booking=booking, is_held=True), Page.CONFIRM)


def department_chosen(state: VisitState, value: str, here: Here) -> Result:
    chosen = _by_id(state.visitor.offers.departments, value)
    return _in_department(state, chosen, None, here) if chosen else stay(state)


def _in_department(state: VisitState, department: Department, doctor: Doctor | None, here: Here) -> Result:
    """A department may ask for a face check of its own."""
    return check_or_proceed(state.chosen(department=department, doctor=doctor), here)


def doctor_chosen(state: VisitState, value: str, here: Here) -> Result:
    department = state.visitor.task.department
    doctor = next((each for each in state.visitor.offers.doctors if each.id == value), None)
    if department is None or (doctor is None and value != "any"):
        return stay(state)
    state = state.chosen(doctor=doctor)
    return ask(state, DaysOf(department.id, doctor.id if doctor else None), here)


def search_opened(state: VisitState, value: str, here: Here) -> Result:
    return go(state.chosen(typed="").offered(found=Found()), Page.SEARCH)


def letter_typed(state: VisitState, value: str, here: Here) -> Result:
    typed = state.visitor.task.typed
    letter = value.lower()
    if len(letter) != 1 or not ("a" <= letter <= "z") or len(typed) >= MOST_LETTERS:
        return stay(state)
    return _search(state, typed + letter, here)


def letter_erased(state: VisitState, value: str, here: Here) -> Result:
    return _search(state, state.visitor.task.typed[:-1], here)


def _search(state: VisitState, typed: str, here: Here) -> Result:
    """What was found before stays in sight until the answer is there."""
    if not typed:
        return search_opened(state, "", here)
    return ask(state.chosen(typed=typed), Find(typed), here, Page.SEARCH)


def found_came(state: VisitState, asked: Find, found: Found, here: Here) -> Result:
    return go(state.offered(found=found), Page.SEARCH)


def search_unreachable(state: VisitState, asked: Request, here: Here) -> Result:
    return stay(state.personal(is_desk_away=True).offered(found=Found()))


def found_chosen(state: VisitState, value: str, here: Here) -> Result:
    kind, _, name = value.partition(":")
    found = state.visitor.offers.found
    if kind == "dept":
        department = _by_id(found.departments, name)
        return _in_department(state, department, None, here) if department else stay(state)
    doctor = next((each for each in found.doctors if each.id == name), None)
    if kind != "doctor" or doctor is None:
        return stay(state)
    home = _by_id((*found.departments, *state.visitor.offers.departments), doctor.department_id)
    return _in_department(state, home, doctor, here) if home else stay(state)


def time_chosen(state: VisitState, value: str, here: Here) -> Result:
    kind, _, name = value.partition(":")
    if kind == "day":
        day = next((each.day for each in state.visitor.offers.days if each.day.isoformat() == name), None)
        return _open_day(state, day, here) if day else stay(state)
    slot = next((each for each in state.visitor.offers.slots if each.id == name), None)
    if kind != "slot" or slot is None or not slot.left or slot.ends_at <= state.kiosk.clock:
        return stay(state)
    return _hold(state, slot, here)


def _hold(state: VisitState, slot: Slot, here: Here) -> Result:
    patient, actor = state.patient, state.visitor.actor
    if patient is None or actor is None:
        return stay(state)
    state, key = keyed(state)
    return ask(state, Hold(key, slot.id, patient.id, actor), here)


def choose_again(state: VisitState, here: Here) -> Result:
    """The times of the same day, as they are now."""
    task = state.visitor.task
    state = state.chosen(booking=None, is_held=False, payment=None)
    if task.department is None or task.day is None:
        return go(state, Page.SLOTS)
    return _open_day(state, task.day, here)


def _open_day(state: VisitState, day: date, here: Here) -> Result:
    task = state.visitor.task
    if task.department is None:
        return stay(state)
    doctor_id = task.doctor.id if task.doctor else None
    return ask(state.chosen(day=day), SlotsOf(task.department.id, doctor_id, day), here)


def back_to_departments(state: VisitState, value: str, here: Here) -> Result:
    return go(state.chosen(department=None, doctor=None), Page.DEPARTMENTS)


def back_from_slots(state: VisitState, value: str, here: Here) -> Result:
    """To the doctors where there were some to choose from."""
    department = state.visitor.task.department
    doctors = state.visitor.offers.doctors
    if department and doctors and doctors[0].department_id == department.id:
        return go(state.chosen(doctor=None), Page.DOCTORS)
    return back_to_departments(state, value, here)


def _by_id(departments: tuple[Department, ...], name: str) -> Department | None:
    return next((each for each in departments if each.id == name), None)
