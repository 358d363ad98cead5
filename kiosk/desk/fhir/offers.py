"""What can be booked: Schedules and their Slots as our days and slots."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.desk.fhir.asking import Asked
from kiosk.desk.fhir.directory import Listed
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.outcomes import NotThere
from kiosk.desk.fhir.places import Group, Place, groups_of, place_in
from kiosk.desk.fhir.reading import (
    Resource,
    extension_in,
    fen_in,
    first_day,
    id_in,
    last_day,
    part_of,
    parts_of,
    text_in,
)
from kiosk.desk.values import DayOffer, Slot
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.windows import last_day_offered

_SCHEDULES_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Schedule:
    """Whose slots: `role_id` is empty for an examination's machine. `price_fen` is None where it names none."""

    id: str
    department_id: str
    role_id: str
    price_fen: int | None


def days_of(hospital: Hospital, department_id: str, doctor_id: str | None) -> tuple[DayOffer, ...]:
    now = hospital.site.now()
    counts: dict[date, int] = defaultdict(int)
    for group, _ in _offered(hospital, department_id, doctor_id, now, None):
        counts[group.first.starts_at.date()] += group.left(now)
    return tuple(DayOffer(day, counts[day]) for day in sorted(counts))


def slots_of(hospital: Hospital, department_id: str, doctor_id: str | None, day: date) -> tuple[Slot, ...]:
    now = hospital.site.now()
    if not now.date() <= day <= last_day_offered(now.date(), hospital.site.limits):
        return ()
    slots = [slot_of(hospital, *one) for one in _offered(hospital, department_id, doctor_id, now, day)]
    return tuple(sorted(slots, key=lambda one: (one.starts_at, one.doctor.id if one.doctor else "", one.id)))


def slot_of(hospital: Hospital, group: Group, schedule: Schedule) -> Slot:
    """Raises NOT_FOUND when its department is not listed any more."""
    now = hospital.site.now()
    listed = hospital.directory.at(now)
    department = listed.departments.get(schedule.department_id)
    if department is None:
        raise DeskRefused(Refusal.NOT_FOUND, "a slot without a department")
    prices = (_price(hospital, group.first.resource), schedule.price_fen, listed.prices_fen.get(department.id), 0)
    return Slot(
        group.id,
        department,
        listed.doctors.get((schedule.role_id, department.id)),
        group.first.starts_at,
        group.first.ends_at,
        len(group.places),
        group.left(now),
        next(price for price in prices if price is not None),
    )


def group_with(hospital: Hospital, slot_id: str) -> tuple[Group, Schedule]:
    """The places beside this Slot, and whose they are. Raises NOT_FOUND."""
    place = place_of(hospital, slot_id)
    schedule = schedule_in(hospital, hospital.server.read("Schedule", place.schedule_id))
    if schedule is None:
        raise NotThere
    asked = (("schedule", f"Schedule/{schedule.id}"), ("start", place.starts_at.isoformat()))
    beside = [one for one in _places(hospital, asked) if one.starts_at == place.starts_at]
    groups = [group for group in groups_of(beside) if group.first.schedule_id == schedule.id]
    return (groups[0] if groups else Group((place,))), schedule


def place_of(hospital: Hospital, slot_id: str) -> Place:
    """Raises NOT_FOUND."""
    place = place_in(hospital.server.read("Slot", slot_id), hospital.names, hospital.site.zone)
    if place is None:
        raise NotThere
    return place


def schedule_in(hospital: Hospital, resource: Resource) -> Schedule | None:
    """None for one of a department that is not listed."""
    listed = hospital.directory.at(hospital.site.now())
    actors = parts_of(resource, "actor")
    role_id = next((one for one in (id_in(actor, "PractitionerRole") for actor in actors) if one), "")
    department_id = next((one for one in (id_in(actor, "HealthcareService") for actor in actors) if one), "")
    department_id = department_id or _only_department(listed, role_id)
    if department_id not in listed.departments:
        return None
    practitioners = (id_in(actor, "Practitioner") for actor in actors)
    known = (listed.roles.get((one, department_id), "") for one in practitioners if one)
    price = _price(hospital, resource)
    return Schedule(text_in(resource, "id"), department_id, role_id or next(known, ""), price)


def _only_department(listed: Listed, role_id: str) -> str:
    found = [department_id for doctor_id, department_id in listed.doctors if doctor_id == role_id]
    return found[0] if len(found) == 1 else ""


def _offered(
    hospital: Hospital, department_id: str, doctor_id: str | None, now: datetime, day: date | None
) -> list[tuple[Group, Schedule]]:
    """What has not begun, on this day or as far ahead as the site offers it."""
    first = day or now.date()
    last = day or last_day_offered(now.date(), hospital.site.limits)
    schedules = _schedules(hospital, department_id, doctor_id, first, last)
    midnight = datetime.combine(first, datetime.min.time(), hospital.site.zone)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), hospital.site.zone)

    times = (("start", f"ge{max(now, midnight).isoformat()}"), ("start", f"lt{end.isoformat()}"))
    found: list[Place] = []
    ids = list(schedules)
    for start in range(0, len(ids), _SCHEDULES_AT_ONCE):
        some = ",".join(f"Schedule/{one}" for one in ids[start : start + _SCHEDULES_AT_ONCE])
        found += _places(hospital, (("schedule", some), *times))
    groups = groups_of(one for one in found if now < one.starts_at and midnight <= one.starts_at < end)
    return [(group, schedules[one]) for group in groups if (one := group.first.schedule_id) in schedules]


def _schedules(
    hospital: Hospital, department_id: str, doctor_id: str | None, first: date, last: date
) -> dict[str, Schedule]:
    listed = hospital.directory.at(hospital.site.now())
    asked: Sequence[Asked] = (("actor", f"HealthcareService/{department_id}"), ("active", "true"))
    found: dict[str, Schedule] = {}
    if department_id not in listed.departments:
        return found
    for resource in hospital.server.search("Schedule", *asked):
        schedule = schedule_in(hospital, resource)
        if schedule is not None and schedule.department_id == department_id and _is_near(resource, first, last):
            found |= {schedule.id: schedule} if doctor_id in (None, schedule.role_id) else {}
    return found


def _is_near(schedule: Resource, first: date, last: date) -> bool:
    horizon = part_of(schedule, "planningHorizon")
    starts, ends = first_day(text_in(horizon, "start")), last_day(text_in(horizon, "end"))
    return (starts is None or starts <= last) and (ends is None or ends >= first)


def _places(hospital: Hospital, asked: Iterable[Asked]) -> list[Place]:
    found = hospital.server.search("Slot", *asked)
    places = (place_in(one, hospital.names, hospital.site.zone) for one in found)
    return [one for one in places if one is not None]


def _price(hospital: Hospital, resource: Resource) -> int | None:
    return fen_in(extension_in(resource, hospital.names.price_url, "valueMoney"))
