"""Nothing personal lies in the database in clear, and every change can be followed."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from hardware.cards.events import CardKind
from kiosk.desk.sql.entering import put_delegate, put_person, put_slots, remove_delegate
from kiosk.desk.sql.tables import answers, delegates, people, trail
from kiosk.desk.values import CardRef, Person, Relation
from kiosk.errors import KioskError, Refusal
from records.errors import SealBroken
from records.keys import KEY_BYTES, DataKey
from records.sealing import KeyedCipher
from tests.kiosk.desk.book_world import (
    ADULT,
    ADULT_CARD,
    ADULT_ID_CARD,
    HELPER,
    LIMITS,
    MORNING,
    MOTHER,
    NINE,
    PEOPLE,
    PHOTO,
    SELF,
    STRANGER,
    TODAY,
    Entry,
    Offer,
    Patient,
    left,
    refused,
)
from tests.kiosk.desk.sql_world import SqlWorld

KEYED = KeyedCipher(DataKey(b"k" * KEY_BYTES))


def test_no_file_of_the_desk_holds_a_name_a_birthday_a_card_or_a_photograph(tmp_path: Path) -> None:
    world = SqlWorld(f"sqlite:///{tmp_path / 'desk.db'}", cipher=KEYED)
    put_person(world.site, Person(ADULT, "张伟", PEOPLE[0].born_on), "13800000000", PEOPLE[0].cards, PHOTO)
    world.offer(Offer("a"))
    world.book.book("k2", world.book.hold("k1", "a", ADULT, SELF).id)
    world.entrust(Entry(ADULT, HELPER, Relation.HELPER))
    secrets = [PHOTO, b"13800000000", PEOPLE[0].born_on.isoformat().encode(), "陈帮手".encode()]
    secrets += [card.number.encode() for card in PEOPLE[0].cards] + [one.name.encode() for one in PEOPLE]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    world.close()
    assert b"CREATE TABLE people" in kept
    assert [secret for secret in secrets if secret in kept] == []


def test_a_person_moved_to_another_row_does_not_open(desk_url: str) -> None:
    world = SqlWorld(desk_url, cipher=KEYED)
    with world.database.writing() as connection:
        sealed, photo = connection.execute(sa.select(people.c.sealed, people.c.photo).where(people.c.id == ADULT)).one()
        moved = people.update().where(people.c.id == STRANGER)
        connection.execute(moved.values(sealed=sealed, photo=photo))
    with pytest.raises(SealBroken):
        world.book.photo_of(STRANGER)
    world.close()


def test_a_card_is_found_however_its_number_is_spelled(sql_world: SqlWorld) -> None:
    spelled = CardRef(CardKind.ID, f" {ADULT_ID_CARD.number.lower()} ")
    assert sql_world.book.holder_of(spelled).person.id == ADULT


def test_every_change_of_a_booking_is_in_the_trail(sql_world: SqlWorld) -> None:
    sql_world.offer(Offer("a", NINE + timedelta(days=1)))
    booked = sql_world.elsewhere.book("k2", sql_world.elsewhere.hold("k1", "a", ADULT, SELF).id)
    sql_world.book.cancel("k3", booked.id, SELF)
    sql_world.set_clock(MORNING + timedelta(hours=3))
    sql_world.keep_up()
    with sql_world.database.reading() as connection:
        rows = connection.execute(sa.select(trail).where(trail.c.subject == booked.id).order_by(trail.c.id)).all()
    told = [(row.what, row.channel, row.actor) for row in rows]
    assert told == [
        ("held", "app", ADULT),
        ("booked", "app", ADULT),
        ("cancelled", "kiosk", ADULT),
        ("place back", "desk", ""),
    ]


def test_a_removed_delegate_stays_as_a_trail_and_may_be_entered_again(sql_world: SqlWorld) -> None:
    put_delegate(sql_world.site, "d", ADULT, HELPER, Relation.HELPER, "clerk")
    remove_delegate(sql_world.site, "d", "other clerk")
    remove_delegate(sql_world.site, "d", "a third")
    assert sql_world.book.holder_of(ADULT_CARD).delegates == ()
    with sql_world.database.reading() as connection:
        row = connection.execute(sa.select(delegates).where(delegates.c.id == "d")).one()
        noted = connection.execute(sa.select(trail.c.what, trail.c.actor).where(trail.c.subject == "d")).all()
    assert (row.entered_by, row.removed_by) == ("clerk", "other clerk")
    assert [tuple(one) for one in noted] == [("delegate entered", "clerk"), ("delegate removed", "other clerk")]
    put_delegate(sql_world.site, "d", ADULT, HELPER, Relation.HELPER, "clerk")
    assert len(sql_world.book.holder_of(ADULT_CARD).delegates) == 1
    with refused(Refusal.NOT_FOUND):
        remove_delegate(sql_world.site, "never", "clerk")


def test_a_card_has_only_so_many_delegates_of_those_whose_entry_is_valid(sql_world: SqlWorld) -> None:
    helpers = [f"helper-{number}" for number in range(LIMITS.delegates_per_card)]
    sql_world.enter(*(Patient(one) for one in helpers))
    for one in helpers:
        sql_world.entrust(Entry(ADULT, one, Relation.HELPER, TODAY))
    with refused(Refusal.NOT_ALLOWED):
        sql_world.entrust(Entry(ADULT, MOTHER, Relation.MOTHER))
    sql_world.entrust(Entry(ADULT, helpers[0], Relation.SPOUSE, TODAY))
    sql_world.set_clock(MORNING + timedelta(days=1))
    sql_world.entrust(Entry(ADULT, MOTHER, Relation.MOTHER))


def test_a_card_belongs_to_one_person(sql_world: SqlWorld) -> None:
    with pytest.raises(KioskError):
        put_person(sql_world.site, Person(STRANGER, "王某", PEOPLE[0].born_on), holds=(ADULT_CARD,))
    assert sql_world.book.holder_of(ADULT_CARD).person.id == ADULT


def test_a_slot_entered_again_keeps_its_bookings_and_cannot_become_too_small(sql_world: SqlWorld) -> None:
    sql_world.offer(Offer("a", capacity=2))
    sql_world.book.hold("k", "a", ADULT, SELF)
    sql_world.offer(Offer("a", capacity=5))
    assert left(sql_world.book, "a") == 4
    with pytest.raises(KioskError):
        sql_world.offer(Offer("a", capacity=0))
    put_slots(sql_world.site)


def test_answers_are_forgotten_after_some_days(sql_world: SqlWorld) -> None:
    sql_world.offer(Offer("a"))
    sql_world.book.hold("k", "a", ADULT, SELF)
    for days, count in ((LIMITS.answers_kept_days, 1), (LIMITS.answers_kept_days + 1, 0)):
        sql_world.set_clock(MORNING + timedelta(days=days))
        sql_world.keep_up()
        with sql_world.database.reading() as connection:
            assert len(connection.execute(sa.select(answers)).all()) == count


def test_a_code_leads_to_whose_booking_it_is_until_the_booking_is_over(sql_world: SqlWorld) -> None:
    sql_world.offer(Offer("a", NINE + timedelta(days=1)))
    held = sql_world.elsewhere.hold("k1", "a", ADULT, SELF)
    with refused(Refusal.NOT_FOUND):
        sql_world.book.by_code(held.code)
    booked = sql_world.elsewhere.book("k2", held.id)
    holder = sql_world.book.by_code(booked.code)
    assert (holder.person.id, holder.card) == (ADULT, ADULT_CARD)
    sql_world.book.cancel("k3", booked.id, SELF)
    with refused(Refusal.NOT_FOUND):
        sql_world.book.by_code(booked.code)
