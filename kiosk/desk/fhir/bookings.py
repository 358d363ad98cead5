"""Appointments of the hospital's system as our bookings."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kiosk.desk.fhir.appointments import Seen, seen_in
from kiosk.desk.fhir.asking import Asked
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.offers import group_with, slot_of
from kiosk.desk.fhir.outcomes import NotThere
from kiosk.desk.values import Booking, BookingState, QueuePlace, Slot
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.windows import awaited_since, check_in_window, queues_since

AWAITED = "booked,arrived,checked-in"


def seen(hospital: Hospital, booking_id: str) -> Seen:
    """Raises NOT_FOUND for what is no booking."""
    found = seen_in(hospital.server.read("Appointment", booking_id), hospital.names, hospital.site.zone)
    if found is None:
        raise NotThere
    return found


def all_seen(hospital: Hospital, *asked: Asked) -> list[Seen]:
    found = hospital.server.search("Appointment", *asked)
    known = (seen_in(one, hospital.names, hospital.site.zone) for one in found)
    return [one for one in known if one is not None]


def of_token(hospital: Hospital, token: str) -> Seen | None:
    found = all_seen(hospital, ("identifier", f"{hospital.names.hold_system}|{token}"))
    return next((one for one in found if one.token == token), None)


def awaited(hospital: Hospital, patient_id: str) -> tuple[Booking, ...]:
    """Those that are awaited, the earliest first. What has no department of ours is the hospital's own counters'."""
    asked = (("patient", f"Patient/{patient_id}"), ("status", AWAITED), ("date", f"ge{_since(hospital)}"))
    found = [one for one in all_seen(hospital, *asked) if one.patient_id == patient_id and is_awaited(hospital, one)]
    found.sort(key=lambda one: (one.starts_at, one.id))
    return tuple(booking for booking in _known(hospital, found))


def is_awaited(hospital: Hospital, one: Seen) -> bool:
    """Whether it can be picked up now or later, or was and waits: a night clinic's day goes on past midnight."""
    now = hospital.site.now()
    if one.state is BookingState.BOOKED:
        return one.starts_at >= awaited_since(now, hospital.site.limits)
    waits = one.state is BookingState.CHECKED_IN and one.resource["status"] != "fulfilled"
    return waits and one.starts_at >= queues_since(now)


def _since(hospital: Hospital) -> str:
    """From when on what `is_awaited` begins."""
    now = hospital.site.now()
    return min(awaited_since(now, hospital.site.limits), queues_since(now)).isoformat()


def midnight(hospital: Hospital, days: int = 0) -> str:
    day = hospital.site.today() + timedelta(days=days)
    return datetime.combine(day, datetime.min.time(), hospital.site.zone).isoformat()


def booking_of(hospital: Hospital, one: Seen) -> Booking:
    """Raises NOT_FOUND when its department is not listed."""
    slot = _slot(hospital, one)
    opens, closes = check_in_window(one.starts_at, hospital.site.limits)
    return Booking(
        one.id,
        slot,
        one.patient_id,
        one.state,
        one.code,
        one.channel,
        one.payment_id != "",
        one.until if one.state is BookingState.HELD else None,
        opens,
        closes,
        _queue_place(hospital, one, slot),
    )


def department_id_of(hospital: Hospital, one: Seen) -> str:
    """Empty where nothing tells it."""
    listed = hospital.directory.at(hospital.site.now())
    of_role = (department_id for role_id, department_id in listed.doctors if role_id == one.role_id)
    return one.department_id or next(of_role, "")


def _known(hospital: Hospital, found: Iterable[Seen]) -> Iterable[Booking]:
    for one in found:
        try:
            yield booking_of(hospital, one)
        except DeskRefused as refused:
            if refused.why is not Refusal.NOT_FOUND:
                raise


def _slot(hospital: Hospital, one: Seen) -> Slot:
    try:
        return slot_of(hospital, *group_with(hospital, one.slot_id))
    except NotThere:
        return _slot_without_slot(hospital, one)


def _slot_without_slot(hospital: Hospital, one: Seen) -> Slot:
    """Hospitals make Appointments without Slots, and delete Slots: who comes and when is in the Appointment."""
    listed = hospital.directory.at(hospital.site.now())
    department_id = department_id_of(hospital, one)
    department = listed.departments.get(department_id)
    if department is None:
        raise NotThere
    doctor = listed.doctors.get((one.role_id, department_id))
    price_fen = listed.prices_fen.get(department_id, 0)
    return Slot(one.slot_id or one.id, department, doctor, one.starts_at, one.ends_at, 1, 0, price_fen)


def _queue_place(hospital: Hospital, one: Seen, slot: Slot) -> QueuePlace | None:
    if one.state is not BookingState.CHECKED_IN or not one.number:
        return None
    return QueuePlace(one.number, _ahead(hospital, one, slot), None, slot.department.name, slot.department.place)


def _ahead(hospital: Hospital, one: Seen, slot: Slot) -> int:
    """Who waits for the same doctor, or machine, that day and came before. Whoever is being seen is "fulfilled"."""
    if one.resource["status"] == "fulfilled" or not one.place:
        return 0
    day = one.starts_at.date()
    begins = datetime.combine(day, datetime.min.time(), hospital.site.zone)
    times = (("date", f"ge{begins.isoformat()}"), ("date", f"lt{(begins + timedelta(days=1)).isoformat()}"))
    actor = f"PractitionerRole/{one.role_id}" if one.role_id else f"HealthcareService/{slot.department.id}"
    waiting = all_seen(hospital, ("actor", actor), ("status", "checked-in,arrived"), *times)
    before = (other for other in waiting if 0 < other.place < one.place and other.role_id == one.role_id)
    same = (o for o in before if department_id_of(hospital, o) == slot.department.id and o.starts_at.date() == day)
    return sum(1 for _ in same)
