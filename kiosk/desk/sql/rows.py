"""Rows as values. A booking's row is plain JSON, so it can be kept as the answer to a request."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

import sqlalchemy as sa

from kiosk.desk.sql.moments import from_seconds
from kiosk.desk.sql.tables import bookings, departments, doctors, slots
from kiosk.desk.values import (
    Booking,
    BookingState,
    Department,
    DepartmentKind,
    Doctor,
    QueuePlace,
    Slot,
    Words,
)
from kiosk.rules.limits import BookingLimits
from kiosk.rules.windows import check_in_window

Row = sa.RowMapping | Mapping[str, Any]


def department_of(row: Row, prefix: str = "") -> Department:
    return Department(
        row[prefix + "id"],
        DepartmentKind(row[prefix + "kind"]),
        Words(row[prefix + "name_zh"], row[prefix + "name_en"]),
        Words(row[prefix + "place_zh"], row[prefix + "place_en"]),
        first_reading(row[prefix + "readings"]),
    )


def doctor_of(row: Row, prefix: str = "") -> Doctor:
    return Doctor(
        row[prefix + "id"],
        row[prefix + "department_id"],
        Words(row[prefix + "name_zh"], row[prefix + "name_en"]),
        Words(row[prefix + "title_zh"], row[prefix + "title_en"]),
        first_reading(row[prefix + "readings"]),
    )


def first_reading(readings: str) -> str:
    return readings.split(" ", maxsplit=1)[0]


def labelled(table: sa.Table, prefix: str) -> list[sa.Label[Any]]:
    return [column.label(prefix + column.name) for column in table.columns]


def slots_joined() -> sa.Select[Any]:
    """Every slot with its department and doctor, their columns under "dep_" and "doc_"."""
    joined = slots.join(departments, slots.c.department_id == departments.c.id)
    joined = joined.outerjoin(doctors, slots.c.doctor_id == doctors.c.id)
    names = [*labelled(slots, "slot_"), *labelled(departments, "dep_"), *labelled(doctors, "doc_")]
    return sa.select(*names).select_from(joined)


def bookings_joined() -> sa.Select[Any]:
    """Every booking with its slot, as `slots_joined` has it."""
    query = slots_joined()
    return query.add_columns(*bookings.columns).join(bookings, bookings.c.slot_id == slots.c.id)


def slot_of(row: Row, left: int, zone: tzinfo) -> Slot:
    return Slot(
        row["slot_id"],
        department_of(row, "dep_"),
        doctor_of(row, "doc_") if row["doc_id"] is not None else None,
        from_seconds(row["slot_starts_at"], zone),
        from_seconds(row["slot_ends_at"], zone),
        row["slot_capacity"],
        left,
        row["slot_price_fen"],
    )


def booking_of(row: Row, zone: tzinfo, limits: BookingLimits) -> Booking:
    """`row` as `bookings_joined` has it, with `ahead` when it waits in a queue."""
    slot = slot_of(row, row["slot_capacity"] - row["slot_taken"], zone)
    opens, closes = check_in_window(slot.starts_at, limits)
    return Booking(
        row["id"],
        slot,
        row["patient_id"],
        BookingState(row["state"]),
        row["code"],
        row["channel"],
        bool(row["is_paid"]),
        None if row["held_until"] is None else from_seconds(row["held_until"], zone),
        opens,
        closes,
        queue_of(row, slot.department),
    )


def queue_of(row: Row, department: Department) -> QueuePlace | None:
    if row["queue_number"] is None:
        return None
    return QueuePlace(row["queue_number"], row.get("ahead", 0), row.get("wait_min"), department.name, department.place)
