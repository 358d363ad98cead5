"""What the hospital's IT staff enters. Everything may be entered again: the newest says how it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.persons import Sealed, lookup_of, seal_photo, valid_delegates
from kiosk.desk.sql.places import lock_people
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import cards, delegates, departments, doctors, people, slots
from kiosk.desk.sql.trails import note
from kiosk.desk.values import Actor, CardRef, Department, Doctor, Person, Relation
from kiosk.errors import DeskRefused, KioskError, Refusal
from kiosk.rules.acting import can_enter_delegate
from kiosk.rules.pinyin import initials_of_person, initials_of_words

ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NewSlot:
    """`starts_at` and `ends_at` carry a time zone."""

    id: str
    department_id: str
    doctor_id: str | None
    starts_at: datetime
    ends_at: datetime
    capacity: int
    price_fen: int


def put_department(site: Site, department: Department, letter: str = "", position: int = 0) -> None:
    """`letter` is what its queue numbers begin with: the first character of its name unless told otherwise.

    Where `department.initials` is given, it goes before what the dictionary says.
    """
    readings = _readings(department.initials, initials_of_words(department.name.zh))
    values = {
        "kind": department.kind.value,
        "name_zh": department.name.zh,
        "name_en": department.name.en,
        "place_zh": department.place.zh,
        "place_en": department.place.en,
        "readings": readings,
        "letter": letter or department.name.zh[:1],
        "position": position,
    }
    site.database.change(lambda connection: _put(connection, departments, department.id, values))


def put_doctor(site: Site, doctor: Doctor, position: int = 0) -> None:
    values = {
        "department_id": doctor.department_id,
        "name_zh": doctor.name.zh,
        "name_en": doctor.name.en,
        "title_zh": doctor.title.zh,
        "title_en": doctor.title.en,
        "position": position,
        "readings": _readings(doctor.initials, initials_of_person(doctor.name.zh)),
    }
    site.database.change(lambda connection: _put(connection, doctors, doctor.id, values))


def put_slots(site: Site, *new: NewSlot) -> None:
    """A schedule. A slot that is there keeps what is taken; it cannot become smaller than that (KioskError)."""

    def put(connection: sa.Connection) -> None:
        here = _those_there(connection, slots, [slot.id for slot in new])
        missing = {slot.id: slot for slot in new if slot.id not in here}
        for slot in new:
            if slot.id in here:
                _change_slot(connection, site, slot)
        if missing:
            rows = [{"id": slot.id, "taken": 0, **_of_slot(site, slot)} for slot in missing.values()]
            connection.execute(slots.insert(), rows)

    site.database.change(put)


def put_person(
    site: Site, person: Person, phone: str = "", holds: tuple[CardRef, ...] = (), photo: bytes | None = None
) -> None:
    """With all the cards they hold: one that is missing here has ended. Without `photo`, theirs is taken away.

    Raises KioskError for a card that is somebody else's.
    """
    sealed = Sealed(person.name, person.born_on, phone, holds).to_blob(site.cipher, person.id)
    kept_photo = None if photo is None else seal_photo(site.cipher, person.id, photo)

    def put(connection: sa.Connection) -> None:
        lock_people(connection, person.id)
        _put(connection, people, person.id, {"sealed": sealed, "photo": kept_photo})
        _put_cards(connection, site, person.id, holds)

    site.database.change(put)


def put_delegate(
    site: Site,
    delegate_id: str,
    patient_id: str,
    person_id: str,
    relation: Relation,
    entered_by: str,
    valid_until: date | None = None,
) -> None:
    """`entered_by` is who of the staff saw the papers. Raises NOT_ALLOWED when the card has as many as it may have."""

    def put(connection: sa.Connection) -> None:
        lock_people(connection, patient_id)
        if person_id == patient_id:
            raise DeskRefused(Refusal.NOT_ALLOWED, "nobody is entered for their own card")
        others = sa.select(sa.func.count()).select_from(delegates).where(valid_delegates(patient_id, site.today()))
        count = connection.execute(others.where(delegates.c.id != delegate_id)).scalar_one()
        if not can_enter_delegate(count, site.limits):
            raise DeskRefused(Refusal.NOT_ALLOWED, f"this card has {count} people entered for it")
        values = {
            "patient_id": patient_id,
            "person_id": person_id,
            "relation": relation.value,
            "valid_until": valid_until.isoformat() if valid_until else None,
            "entered_by": entered_by,
            "entered_at": to_seconds(site.now()),
            "removed_by": None,
            "removed_at": None,
        }
        _put(connection, delegates, delegate_id, values)
        note(connection, site.now(), "delegate entered", delegate_id, site.channel.name, Actor(entered_by))

    site.database.change(put)


def remove_delegate(site: Site, delegate_id: str, removed_by: str) -> None:
    """The entry stays as a trail. Nothing happens when it has been removed; NOT_FOUND when it never was."""

    def remove(connection: sa.Connection) -> None:
        mine = sa.and_(delegates.c.id == delegate_id, delegates.c.removed_at.is_(None))
        change = delegates.update().where(mine).values(removed_by=removed_by, removed_at=to_seconds(site.now()))
        if connection.execute(change).rowcount:
            note(connection, site.now(), "delegate removed", delegate_id, site.channel.name, Actor(removed_by))
        elif not _is_there(connection, delegates, delegate_id):
            raise DeskRefused(Refusal.NOT_FOUND, "no such entry")

    site.database.change(remove)


def _of_slot(site: Site, slot: NewSlot) -> dict[str, Any]:
    return {
        "department_id": slot.department_id,
        "doctor_id": slot.doctor_id,
        "starts_at": to_seconds(slot.starts_at),
        "ends_at": to_seconds(slot.ends_at),
        "day": slot.starts_at.astimezone(site.zone).date().isoformat(),
        "capacity": slot.capacity,
        "price_fen": slot.price_fen,
    }


def _change_slot(connection: sa.Connection, site: Site, slot: NewSlot) -> None:
    change = slots.update().where(slots.c.id == slot.id, slots.c.taken <= slot.capacity)
    if not connection.execute(change.values(**_of_slot(site, slot))).rowcount:
        raise KioskError(f"slot {slot.id} has more bookings than {slot.capacity}", "Cancel bookings first.")


def _put_cards(connection: sa.Connection, site: Site, person_id: str, holds: tuple[CardRef, ...]) -> None:
    ended = cards.update().where(cards.c.person_id == person_id, cards.c.ended_at.is_(None))
    connection.execute(ended.values(ended_at=to_seconds(site.now())))
    for card in holds:
        mine = sa.and_(cards.c.kind == card.kind.value, cards.c.lookup == lookup_of(site.cipher, card))
        owner = connection.execute(sa.select(cards.c.person_id).where(mine)).scalar_one_or_none()
        if owner is None:
            row = {"kind": card.kind.value, "lookup": lookup_of(site.cipher, card), "person_id": person_id}
            connection.execute(cards.insert().values(row))
        elif owner != person_id:
            raise KioskError(f"a card of {person_id} is entered for {owner}", "End it there, or correct the number.")
        else:
            connection.execute(cards.update().where(mine).values(ended_at=None))


def _put(connection: sa.Connection, table: sa.Table, row_id: str, values: Mapping[str, Any]) -> None:
    changed = connection.execute(table.update().where(table.c.id == row_id).values(**values)).rowcount
    if not changed:
        connection.execute(table.insert().values(id=row_id, **values))


def _is_there(connection: sa.Connection, table: sa.Table, row_id: str) -> bool:
    return connection.execute(sa.select(table.c.id).where(table.c.id == row_id)).one_or_none() is not None


def _readings(given: str, read: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(one for one in (given.lower(), *read) if one))


def _those_there(connection: sa.Connection, table: sa.Table, ids: Sequence[str]) -> set[str]:
    there: set[str] = set()
    for begin in range(0, len(ids), ASKED_AT_ONCE):
        some = sa.select(table.c.id).where(table.c.id.in_(ids[begin : begin + ASKED_AT_ONCE]))
        there.update(connection.execute(some).scalars())
    return there
