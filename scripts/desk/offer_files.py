"""departments.csv, doctors.csv and schedule.csv: what can be booked."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path

from kiosk.desk.entering_all import Entry
from kiosk.desk.opening import OpenDesk
from kiosk.desk.sql.entering import NewSlot, put_department, put_doctor, put_slots
from kiosk.desk.values import Department, DepartmentKind, Doctor, Words
from scripts.desk import readers
from scripts.desk.sheets import Faults, Line, Sheet, lines_of

DEPARTMENTS = Sheet("departments.csv", ("id", "kind", "name", "place"), ("name_en", "place_en", "initials", "letter"))
DOCTORS = Sheet("doctors.csv", ("id", "department", "name", "title"), ("name_en", "title_en", "initials"))
SCHEDULE = Sheet("schedule.csv", ("department", "day", "start", "end", "capacity"), ("doctor", "price", "minutes"))
USUAL_MIN = 30


def department_entries(folder: Path, faults: Faults) -> Iterator[Entry]:
    for position, line in enumerate(lines_of(folder, DEPARTMENTS, faults)):
        kind = line.read("kind", readers.one_of(DepartmentKind))
        if kind is None:
            continue
        names = (Words(line["name"], line["name_en"]), Words(line["place"], line["place_en"]))
        department = Department(line["id"], kind, *names, line["initials"])
        yield Entry(
            "departments",
            line["id"],
            line.where,
            {**line.columns, "position": position},
            partial(_enter_department, department, line["letter"], position),
        )


def doctor_entries(folder: Path, departments: Collection[str], faults: Faults) -> Iterator[Entry]:
    for position, line in enumerate(lines_of(folder, DOCTORS, faults)):
        if line["department"] not in departments:
            faults.add(line.where, f"there is no department {line['department']!r}")
            continue
        words = (Words(line["name"], line["name_en"]), Words(line["title"], line["title_en"]))
        doctor = Doctor(line["id"], line["department"], *words, line["initials"])
        yield Entry(
            "doctors",
            line["id"],
            line.where,
            {**line.columns, "position": position},
            partial(_enter_doctor, doctor, position),
        )


def schedule_entries(
    folder: Path, departments: Collection[str], doctors: Collection[str], zone: tzinfo, faults: Faults
) -> Iterator[Entry]:
    """An entry is a session: slots of half an hour (or `minutes`) from `start` to `end`, each with this capacity."""
    taken: dict[str, str] = {}
    for line in lines_of(folder, SCHEDULE, faults):
        if line["department"] not in departments:
            faults.add(line.where, f"there is no department {line['department']!r}")
        elif line["doctor"] and line["doctor"] not in doctors:
            faults.add(line.where, f"there is no doctor {line['doctor']!r}")
        elif slots := _session(line, zone):
            twice = next((slot.id for slot in slots if slot.id in taken), None)
            if twice is not None:
                faults.add(line.where, f"the slot {twice} is in {taken[twice]} already")
                continue
            taken |= dict.fromkeys((slot.id for slot in slots), line.where)
            yield Entry("schedule", slots[0].id, line.where, dict(line.columns), partial(_enter_session, slots))


def _enter_department(department: Department, letter: str, position: int, desk: OpenDesk) -> None:
    put_department(desk.site, department, letter, position)


def _enter_doctor(doctor: Doctor, position: int, desk: OpenDesk) -> None:
    put_doctor(desk.site, doctor, position)


def _enter_session(slots: list[NewSlot], desk: OpenDesk) -> None:
    put_slots(desk.site, *slots)


def _session(line: Line, zone: tzinfo) -> list[NewSlot]:
    """Empty, and told, for what cannot be."""
    day = line.read("day", readers.day)
    start, end = line.read("start", readers.clock_time), line.read("end", readers.clock_time)
    capacity, price = line.read("capacity", readers.count(0, 500)), line.read("price", readers.fen)
    minutes = line.read("minutes", lambda text: readers.count(5, 480)(text) if text else USUAL_MIN)
    if None in (day, start, end, capacity, price, minutes):
        return []
    assert day is not None and start is not None and end is not None
    assert capacity is not None and price is not None and minutes is not None
    begins, ends = datetime.combine(day, start, zone), datetime.combine(day, end, zone)
    length, slots = timedelta(minutes=minutes), []
    named = line["doctor"] or line["department"]
    while begins + length <= ends:
        slot_id = f"{named}-{begins:%Y%m%d-%H%M}"
        doctor = line["doctor"] or None
        slots.append(NewSlot(slot_id, line["department"], doctor, begins, begins + length, capacity, price))
        begins += length
    if not slots:
        line.faults.add(line.where, f"between {line['start']} and {line['end']} there is no room for {minutes} minutes")
    return slots
