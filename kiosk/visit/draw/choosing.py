"""The pages on which a time is chosen: departments, doctors, search, slots. Pure."""

from kiosk.desk.values import Department, DepartmentKind, Doctor, Slot
from kiosk.visit.draw.names import doctor_of
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Alphabet, Choice, Clock, Keypad, Layout, Money, Screen, Text
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from kiosk.visit.state import VisitState
from kiosk.visit.wording import said


def departments(state: VisitState, site: SiteRules) -> Screen:
    offered = state.visitor.offers.departments
    is_clinic = state.visitor.task.service is Service.BOOK
    search = [Choice(Action.SEARCH, said("departments.search"), detail=said("departments.search_detail"))]
    return Screen(
        Page.DEPARTMENTS,
        Layout.CHOICES,
        said("departments.title") if is_clinic else said("departments.examination_title"),
        body=() if offered else (said("departments.none"),),
        choices=(*(search if is_clinic else []), *(_department(each) for each in offered)),
    )


def doctors(state: VisitState, site: SiteRules) -> Screen:
    task = state.visitor.task
    name = said("doctors.department", department=task.department.name) if task.department else None
    offered = state.visitor.offers.doctors
    anyone = Choice(
        Action.CHOOSE, said("doctors.any"), "any", detail=said("doctors.any_detail"), is_primary=bool(offered)
    )
    return Screen(
        Page.DOCTORS,
        Layout.CHOICES,
        said("doctors.title"),
        body=(name,) if name else (),
        choices=(anyone, *(_doctor(each) for each in offered)),
    )


def search(state: VisitState, site: SiteRules) -> Screen:
    typed, found = state.visitor.task.typed, state.visitor.offers.found
    clinics = [each for each in found.departments if each.kind is DepartmentKind.CLINIC]
    choices = (*(_doctor(each, "doctor:") for each in found.doctors), *(_department(each, "dept:") for each in clinics))
    return Screen(
        Page.SEARCH,
        Layout.SEARCH,
        said("search.title"),
        body=(_search_advice(state, bool(choices)),),
        choices=choices if typed else (),
        keypad=Keypad(Alphabet.LETTERS, typed),
        caution=said("trouble.away") if state.visitor.is_desk_away else None,
    )


def _search_advice(state: VisitState, is_found: bool) -> Text:
    if not state.visitor.task.typed:
        return said("search.how")
    if is_found:
        return said("search.found")
    return said("search.looking") if state.visitor.waiting else said("search.none")


def _department(department: Department, before: str = "") -> Choice:
    return Choice(
        Action.CHOOSE,
        said("fact.name", name=department.name),
        before + department.id,
        detail=said("fact.name", name=department.place),
    )


def _doctor(doctor: Doctor, before: str = "") -> Choice:
    return Choice(
        Action.CHOOSE,
        said("fact.name", name=doctor.name),
        before + doctor.id,
        detail=said("fact.name", name=doctor.title),
    )


def slots(state: VisitState, site: SiteRules) -> Screen:
    task, offers = state.visitor.task, state.visitor.offers
    days = tuple(
        Choice(
            Action.CHOOSE,
            said("slots.day", day=each.day),
            f"day:{each.day.isoformat()}",
            trailing=said("slots.left", left=each.left) if each.left else said("slots.full"),
            is_chosen=each.day == task.day,
        )
        for each in offers.days
    )
    names_doctor = task.doctor is None
    return Screen(
        Page.SLOTS,
        Layout.GRID,
        said("slots.title"),
        body=(_with_whom(state), *(() if offers.slots else (said("slots.none"),))),
        days=days,
        choices=tuple(_slot(each, state, names_doctor) for each in offers.slots),
    )


def _with_whom(state: VisitState) -> Text:
    task = state.visitor.task
    if task.department is None:
        return said("slots.how")
    if task.doctor is None:
        return said("slots.department", department=task.department.name)
    return said("slots.doctor", department=task.department.name, doctor=task.doctor.name, title=task.doctor.title)


def _slot(slot: Slot, state: VisitState, names_doctor: bool) -> Choice:
    """Full and past ones are shown, so that nobody wonders, and cannot be pressed."""
    is_past = slot.ends_at <= state.kiosk.clock
    return Choice(
        Action.CHOOSE,
        said("slots.time", begin=Clock(slot.starts_at), end=Clock(slot.ends_at)),
        f"slot:{slot.id}",
        detail=doctor_of(slot) if names_doctor and slot.doctor else None,
        trailing=_what_is_left(slot, is_past),
        is_enabled=slot.left > 0 and not is_past,
    )


def _what_is_left(slot: Slot, is_past: bool) -> Text:
    if is_past:
        return said("slots.past")
    if not slot.left:
        return said("slots.full")
    if not slot.price_fen:
        return said("slots.left_free", left=slot.left)
    return said("slots.left_price", left=slot.left, price=Money(slot.price_fen))
