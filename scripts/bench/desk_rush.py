"""The last places of a day, wanted by many kiosks at once."""

import json
import math
import multiprocessing
import os
import secrets
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kiosk.desk.keys import SECRET_BYTES, KeyKind, new_key
from kiosk.desk.opening import OpenDesk
from kiosk.desk.sql.entering import NewSlot, put_department, put_person, put_slots
from kiosk.desk.values import Department, DepartmentKind, Person, Words
from scripts.bench.desk_visits import DEPARTMENT, Visitor, begin_together, visit_all
from scripts.command import SETTINGS_FILE
from scripts.hub.opening import open_desk
from scripts.hub.process import hub_process
from scripts.hub.settings import DeskSettings

KIOSKS_A_PROCESS = 50
PLACES_A_SLOT = 5
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Rush:
    kiosks: int = 200
    places: int = 50


@dataclass(frozen=True, slots=True)
class Result:
    """What each kiosk needed, in seconds."""

    booked: int
    took_s: tuple[float, ...]

    def ms(self, share: float) -> float:
        """So many of all kiosks had their answer within this time."""
        ordered = sorted(self.took_s)
        return round(ordered[math.ceil(share * len(ordered)) - 1] * 1000, 1)


def rush(home: Path, database: str, work: Rush) -> Result:
    """`home` is an empty folder; an empty `database` is a file in it."""
    environ = {**os.environ, "GATEHOUSE_KEYS": str(home / "keys")}
    if database:
        (home / SETTINGS_FILE).write_text(f"[desk]\ndatabase = {json.dumps(database)}\n", encoding="utf-8")
    with open_desk(home, DeskSettings(database=database), environ=environ) as desk:
        tomorrow = desk.site.today() + timedelta(days=1)
        slots = _enter(desk, tomorrow, work)
        visitors = _visitors(desk, work)
    with hub_process(home, environ=environ) as (url, _):
        took_s = _visited(url, tomorrow, slots, visitors)
    with open_desk(home, DeskSettings(database=database), environ=environ) as desk:
        seen = desk.desk_for("kiosk")
        booked = sum(len(seen.bookings_of(visitor.patient_id)) for visitor in visitors)
    return Result(booked, took_s)


def _visited(url: str, day: date, slots: Sequence[str], visitors: Sequence[Visitor]) -> tuple[float, ...]:
    """All kiosks begin at the same moment, in several processes that share this PC with the hub."""
    spawn = multiprocessing.get_context("spawn")
    count = math.ceil(len(visitors) / KIOSKS_A_PROCESS)
    together = spawn.Barrier(len(visitors))
    shares = [visitors[number::count] for number in range(count)]
    with ProcessPoolExecutor(count, spawn, initializer=begin_together, initargs=(together,)) as processes:
        answers = [processes.submit(visit_all, url, day, slots, share) for share in shares]
        return tuple(took for answer in answers for took in answer.result())


def _enter(desk: OpenDesk, day: date, work: Rush) -> list[str]:
    """Slots of this day with so many places in all."""
    place = Words("二楼", "2nd floor")
    sizes = [min(PLACES_A_SLOT, work.places - first) for first in range(0, work.places, PLACES_A_SLOT)]
    starts = datetime.combine(day, time(0, 30), desk.site.zone)
    length = min(HALF_HOUR, timedelta(hours=23) / len(sizes))
    slots = [
        NewSlot(f"s{number}", DEPARTMENT, None, starts + length * number, starts + length * (number + 1), size, 0)
        for number, size in enumerate(sizes)
    ]

    def enter(within: OpenDesk) -> None:
        put_department(within.site, Department(DEPARTMENT, DepartmentKind.CLINIC, Words("内科", "Medicine"), place))
        put_slots(within.site, *slots)
        for number in range(work.kiosks):
            put_person(within.site, Person(f"patient-{number}", "张伟", date(1990, 1, 1)))

    desk.change(enter)
    return [slot.id for slot in slots]


def _visitors(desk: OpenDesk, work: Rush) -> list[Visitor]:
    visitors: list[Visitor] = []

    def enter(within: OpenDesk) -> None:
        visitors.clear()
        for number in range(work.kiosks):
            name = f"kiosk-{number}"
            key, written = new_key(name, name, KeyKind.KIOSK, secrets.token_bytes(SECRET_BYTES))
            within.keys.put(key, "bench")
            visitors.append(Visitor(number, written, f"patient-{number}"))

    desk.change(enter)
    return visitors
