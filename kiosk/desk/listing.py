"""What the hospital's staff may see of the desk: the bookings of a day, and who acts for whom."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from kiosk.desk.sql.changes import with_queue
from kiosk.desk.sql.persons import sealed_of
from kiosk.desk.sql.rows import booking_of, bookings_joined
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import bookings, delegates, departments, doctors, people, slots
from kiosk.desk.values import Booking, Person, Relation


@dataclass(frozen=True, slots=True)
class DelegateEntry:
    id: str
    patient_id: str
    person_id: str
    relation: Relation
    valid_until: date | None
    entered_by: str
    removed_by: str | None


def bookings_on(site: Site, day: date) -> tuple[tuple[Booking, str], ...]:
    """Each with its patient's name as others may read it, by time. Holds and lapsed ones are left out."""
    kept = bookings.c.state.not_in(("held", "lapsed"))
    query = bookings_joined().where(slots.c.day == day.isoformat(), kept).order_by(slots.c.starts_at, bookings.c.id)
    with site.database.reading() as connection:
        rows = [with_queue(connection, row) for row in connection.execute(query).mappings().all()]
        names = {str(row["patient_id"]): "" for row in rows}
        for person_id in names:
            sealed = sealed_of(connection, site.cipher, person_id)
            names[person_id] = Person(person_id, sealed.name, sealed.born_on).masked_name
    return tuple((booking_of(row, site.zone, site.limits), names[str(row["patient_id"])]) for row in rows)


def delegates_entered(site: Site, patient_id: str | None = None) -> tuple[DelegateEntry, ...]:
    """Also those that were removed or are over: the trail."""
    query = sa.select(delegates).order_by(delegates.c.patient_id, delegates.c.entered_at, delegates.c.id)
    if patient_id is not None:
        query = query.where(delegates.c.patient_id == patient_id)
    with site.database.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(
        DelegateEntry(
            row.id,
            row.patient_id,
            row.person_id,
            Relation(row.relation),
            None if row.valid_until is None else date.fromisoformat(row.valid_until),
            row.entered_by,
            row.removed_by,
        )
        for row in rows
    )


def ids_entered(site: Site) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The departments, the doctors and the people that the desk knows."""
    with site.database.reading() as connection:
        tables = (departments, doctors, people)
        found = [frozenset(connection.execute(sa.select(table.c.id)).scalars()) for table in tables]
    return found[0], found[1], found[2]
