"""Queue numbers: one row of them for each department and day, in the order in which people picked up."""

import math

import sqlalchemy as sa

from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.tables import bookings, departments, queue_counters, slots


def next_number(connection: sa.Connection, department_id: str, day: str) -> tuple[int, str]:
    """The running number and as it is called out, as in 内12. Nobody else gets it before this transaction ends."""
    mine = sa.and_(queue_counters.c.department_id == department_id, queue_counters.c.day == day)
    change = queue_counters.update().where(mine).values(last=queue_counters.c.last + 1)
    number = connection.execute(change.returning(queue_counters.c.last)).scalar_one_or_none()
    if number is None:
        # Two of them at once: the second finds the key taken, and its whole change is done again.
        number = 1
        connection.execute(queue_counters.insert().values(department_id=department_id, day=day, last=number))
    query = sa.select(departments.c.letter).where(departments.c.id == department_id)
    return number, f"{connection.execute(query).scalar_one()}{number}"


def count_ahead(connection: sa.Connection, row: Row) -> int:
    """Who waits for the same doctor, or machine, that day and came before; `row` as `bookings_joined` has it."""
    if row["called_at"] is not None:
        return 0
    same_doctor = slots.c.doctor_id.is_not_distinct_from(row["slot_doctor_id"])
    same_queue = (slots.c.department_id == row["slot_department_id"], slots.c.day == row["slot_day"], same_doctor)
    query = sa.select(sa.func.count()).select_from(bookings.join(slots, bookings.c.slot_id == slots.c.id))
    waiting = (bookings.c.queue_place < row["queue_place"], bookings.c.called_at.is_(None))
    return connection.execute(query.where(*same_queue, *waiting)).scalar_one()


def wait_min(row: Row, ahead: int) -> int | None:
    """As long as the slots allow for so many people, in whole minutes; None for a slot that has no place any more."""
    if not row["slot_capacity"]:
        return None
    slot_s: int = row["slot_ends_at"] - row["slot_starts_at"]
    return math.ceil(ahead * slot_s / (60 * int(row["slot_capacity"])))
