"""The hospital's files, read and checked against each other, as entries for the desk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from kiosk.desk.entering_all import Entry
from scripts.desk.bill_files import bill_entries, report_entries
from scripts.desk.offer_files import department_entries, doctor_entries, schedule_entries
from scripts.desk.people_files import delegate_entries, people_entries
from scripts.desk.sheets import Faults


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that the desk has already: files may speak of them."""

    departments: frozenset[str] = frozenset()
    doctors: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HospitalFiles:
    entries: tuple[Entry, ...]
    faults: tuple[str, ...] = field(default=())


def read_hospital(folder: Path, known: Known, zone: tzinfo, operator: str) -> HospitalFiles:
    """In an order in which everything is there before something speaks of it."""
    faults = Faults()
    departments = list(_once(department_entries(folder, faults), faults))
    here = known.departments | {one.id for one in departments}
    doctors = list(_once(doctor_entries(folder, here, faults), faults))
    there = known.doctors | {one.id for one in doctors}
    slots = list(_once(schedule_entries(folder, here, there, zone, faults), faults))
    people = list(_once(people_entries(folder, faults), faults))
    who = known.people | {one.id for one in people}
    papers = [
        *_once(delegate_entries(folder, who, operator, faults), faults),
        *_once(bill_entries(folder, who, faults), faults),
        *_once(report_entries(folder, who, zone, faults), faults),
    ]
    entries: Sequence[Entry] = [*departments, *doctors, *slots, *people, *papers]
    return HospitalFiles(tuple(entries), tuple(faults.told))


def _once(entries: Iterator[Entry], faults: Faults) -> Iterator[Entry]:
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.id in seen:
            faults.add(entry.where, f"{entry.id} stands at {seen[entry.id]} already")
            continue
        seen[entry.id] = entry.where
        yield entry
