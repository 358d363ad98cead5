"""People, their cards and who may act for them, as the tables keep them: sealed, looked up by keyed digests."""

import json
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from hardware.cards.events import CardKind
from kiosk.desk.sql.tables import cards, delegates, facts, people
from kiosk.desk.values import Actor, CardHolder, CardRef, Delegate, Person, Relation
from kiosk.errors import DeskRefused, Refusal
from kiosk.rules.acting import may_act
from kiosk.rules.limits import BookingLimits
from records.canonical import Json, to_json
from records.errors import WrongKey
from records.sealing import Cipher

_PERSON = "desk-person"
_PHOTO = "desk-photo"
_CARD = "desk-card"
_KEY_ID = "key id"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is personal about somebody. Never logged."""

    name: str
    born_on: date
    phone: str
    cards: tuple[CardRef, ...]

    def to_blob(self, cipher: Cipher, person_id: str) -> bytes:
        numbers: list[Json] = [[card.kind.value, card.number] for card in self.cards]
        plain = {"name": self.name, "born_on": self.born_on.isoformat(), "phone": self.phone}
        return cipher.seal(to_json({**plain, "cards": numbers}).encode(), _PERSON, person_id)

    @classmethod
    def from_blob(cls, cipher: Cipher, person_id: str, blob: bytes) -> "Sealed":
        kept = json.loads(cipher.open(bytes(blob), _PERSON, person_id))
        numbers = tuple(CardRef(CardKind(kind), number) for kind, number in kept["cards"])
        return cls(kept["name"], date.fromisoformat(kept["born_on"]), kept["phone"], numbers)


def normalised(number: str) -> str:
    """One spelling of a card's number: readers and people write x or X, with and without spaces."""
    return "".join(number.split()).upper()


def lookup_of(cipher: Cipher, card: CardRef) -> str:
    return cipher.mac(f"{card.kind.value} {normalised(card.number)}".encode(), _CARD)


def seal_photo(cipher: Cipher, person_id: str, photo: bytes) -> bytes:
    return cipher.seal(photo, _PHOTO, person_id)


def photo_of(connection: sa.Connection, cipher: Cipher, person_id: str) -> bytes | None:
    found = connection.execute(sa.select(people.c.photo).where(people.c.id == person_id)).one_or_none()
    if found is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such person")
    return None if found.photo is None else cipher.open(bytes(found.photo), _PHOTO, person_id)


def sealed_of(connection: sa.Connection, cipher: Cipher, person_id: str) -> Sealed:
    found = connection.execute(sa.select(people.c.sealed).where(people.c.id == person_id)).scalar_one_or_none()
    if found is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such person")
    return Sealed.from_blob(cipher, person_id, found)


def holder_of_card(connection: sa.Connection, cipher: Cipher, card: CardRef, today: date) -> CardHolder:
    query = sa.select(cards.c.person_id, cards.c.ended_at).where(cards.c.kind == card.kind.value)
    found = connection.execute(query.where(cards.c.lookup == lookup_of(cipher, card))).one_or_none()
    if found is None:
        raise DeskRefused(Refusal.UNKNOWN_CARD)
    if found.ended_at is not None:
        raise DeskRefused(Refusal.CARD_ENDED)
    return holder_of(connection, cipher, card, found.person_id, today)


def holder_of(connection: sa.Connection, cipher: Cipher, card: CardRef, person_id: str, today: date) -> CardHolder:
    """The person of this id as the holder of `card`. Raises NOT_FOUND."""
    person = _person(connection, cipher, person_id)
    return CardHolder(card, person, _delegates(connection, cipher, person_id, today))


def any_card_of(connection: sa.Connection, cipher: Cipher, person_id: str) -> CardRef:
    """A card of theirs that has not ended. Raises CARD_ENDED when there is none."""
    query = sa.select(cards.c.lookup).where(cards.c.person_id == person_id, cards.c.ended_at.is_(None))
    valid = set(connection.execute(query).scalars())
    for card in sealed_of(connection, cipher, person_id).cards:
        if lookup_of(cipher, card) in valid:
            return card
    raise DeskRefused(Refusal.CARD_ENDED)


def must_act(
    connection: sa.Connection, cipher: Cipher, patient_id: str, actor: Actor, today: date, limits: BookingLimits
) -> None:
    """Raises NOT_ALLOWED for whoever may not act for this patient today, NOT_FOUND without the patient."""
    holder = holder_of(connection, cipher, _NO_CARD, patient_id, today)
    if not may_act(actor, holder, today, limits):
        raise DeskRefused(Refusal.NOT_ALLOWED)


_NO_CARD = CardRef(CardKind.VISIT, "")


def valid_delegates(patient_id: str, today: date) -> sa.ColumnElement[bool]:
    entered = sa.and_(delegates.c.patient_id == patient_id, delegates.c.removed_at.is_(None))
    return sa.and_(entered, sa.or_(delegates.c.valid_until.is_(None), delegates.c.valid_until >= today.isoformat()))


def _delegates(connection: sa.Connection, cipher: Cipher, patient_id: str, today: date) -> tuple[Delegate, ...]:
    query = sa.select(delegates.c.person_id, delegates.c.relation).where(valid_delegates(patient_id, today))
    rows = connection.execute(query.order_by(delegates.c.entered_at, delegates.c.id)).all()
    return tuple(Delegate(_person(connection, cipher, row.person_id), Relation(row.relation)) for row in rows)


def _person(connection: sa.Connection, cipher: Cipher, person_id: str) -> Person:
    query = sa.select(people.c.sealed, people.c.photo.is_not(None).label("has_photo"))
    found = connection.execute(query.where(people.c.id == person_id)).one_or_none()
    if found is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such person")
    sealed = Sealed.from_blob(cipher, person_id, found.sealed)
    return Person(person_id, sealed.name, sealed.born_on, bool(found.has_photo))


def claim(connection: sa.Connection, cipher: Cipher) -> None:
    """Begin a new desk, or see that this one is sealed with our key. Raises WrongKey."""
    found = connection.execute(sa.select(facts.c.value).where(facts.c.name == _KEY_ID)).scalar_one_or_none()
    if found is None:
        connection.execute(facts.insert().values(name=_KEY_ID, value=cipher.key_id))
    elif found != cipher.key_id:
        raise WrongKey(f"the desk's database is sealed with key {found}")
