"""The hub's own book-keeping beside the hospital's system: answers to repeated requests, the trail, what is cut short.

A change at the hospital and a row here cannot be one transaction. So what will be changed is written down before
(`intend`) and taken up again by the upkeep when nobody wrote down that it was done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from kiosk.desk import wire
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.tables import intents
from kiosk.desk.sql.answers import LONGEST_KEY
from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.site import Site
from kiosk.desk.sql.tables import answers
from kiosk.desk.sql.trails import THE_DESK, note
from kiosk.desk.values import Actor, Booking, Relation
from kiosk.errors import DeskRefused, Refusal
from records.canonical import Json, to_json

_PURPOSE = "desk-answers"


@dataclass(frozen=True, slots=True)
class Done:
    """What a request came to. `what` is the trail's word for it, empty when nothing was changed."""

    booking: Booking
    what: str = ""
    actor: Actor = THE_DESK


@dataclass(frozen=True, slots=True)
class Intent:
    booking_id: str
    what: str
    channel: str
    actor: Actor


def once(hospital: Hospital, key: str, what: str, asked: Mapping[str, Json], work: Callable[[], Done]) -> Booking:
    """What `work` answered, now or when this request came first. A refusal is not kept.

    Where it was cut short, the work is done again: it must look whether it is done already. Raises
    DeskRefused(WRONG_STATE) for a key that was used for something else.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise DeskRefused(Refusal.WRONG_STATE, f"a key has 1 to {LONGEST_KEY} characters")
    site = hospital.site
    fingerprint = site.cipher.mac(to_json({"what": what, "arguments": dict(asked)}).encode(), _PURPOSE)
    kept = _kept(site, key, fingerprint)
    if kept is not None:
        return kept
    done = work()
    site.database.change(lambda connection: _write_down(connection, site, key, fingerprint, done))
    return done.booking


def intend(hospital: Hospital, booking_id: str, what: str, actor: Actor) -> None:
    site = hospital.site
    row: dict[str, object] = {
        "booking_id": booking_id,
        "what": what,
        "channel": site.channel.name,
        "actor": actor.person_id,
    }
    row |= {"relation": actor.relation.value if actor.relation else None, "at": to_seconds(site.now())}

    def write(connection: sa.Connection) -> None:
        _forget(connection, booking_id, what)
        connection.execute(intents.insert().values(**row))

    site.database.change(write)


def unfinished(site: Site, before: datetime, most: int) -> tuple[Intent, ...]:
    query = sa.select(intents).where(intents.c.at < to_seconds(before)).order_by(intents.c.at).limit(most)
    with site.database.reading() as connection:
        rows = connection.execute(query).all()
    relations = [Relation(row.relation) if row.relation else None for row in rows]
    pairs = zip(rows, relations, strict=True)
    return tuple(Intent(row.booking_id, row.what, row.channel, Actor(row.actor, one)) for row, one in pairs)


def given_up(site: Site, intent: Intent) -> None:
    """It was never done."""
    site.database.change(lambda connection: _forget(connection, intent.booking_id, intent.what))


def tell(site: Site, done: Done) -> None:
    site.database.change(lambda connection: told(connection, site, done))


def told(connection: sa.Connection, site: Site, done: Done) -> None:
    """Into the trail and to whoever listens, in a transaction that is open already."""
    note(connection, site.now(), done.what, done.booking.id, site.channel.name, done.actor)
    site.told(connection, done.what, done.booking)
    _forget(connection, done.booking.id, done.what)


def _kept(site: Site, key: str, fingerprint: str) -> Booking | None:
    mine = sa.and_(answers.c.who == site.channel.name, answers.c.key == key)
    with site.database.reading() as connection:
        row = connection.execute(sa.select(answers.c.fingerprint, answers.c.answer).where(mine)).one_or_none()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise DeskRefused(Refusal.WRONG_STATE, "this key was used for another request")
    return wire.from_json(Booking, row.answer, wire.Reading.LENIENT)


def _write_down(connection: sa.Connection, site: Site, key: str, fingerprint: str, done: Done) -> None:
    if done.what:
        told(connection, site, done)
    row = {"fingerprint": fingerprint, "answer": wire.to_json(done.booking).decode()}
    mine = {"who": site.channel.name, "key": key}
    same = sa.and_(answers.c.who == mine["who"], answers.c.key == key)
    if connection.execute(sa.select(answers.c.key).where(same)).first() is None:
        connection.execute(answers.insert().values(**mine, **row, answered_at=to_seconds(site.now())))


def _forget(connection: sa.Connection, booking_id: str, what: str) -> None:
    mine = sa.and_(intents.c.booking_id == booking_id, intents.c.what == what)
    connection.execute(intents.delete().where(mine))
