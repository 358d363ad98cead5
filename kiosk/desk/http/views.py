"""How much of an answer a key is told. Pure."""

from dataclasses import replace
from datetime import date
from typing import Any

from kiosk.desk.http.calls import Call
from kiosk.desk.keys import DeskKey, KeyKind
from kiosk.desk.protocol import Desk
from kiosk.desk.values import CardHolder, Person


def as_told(call: Call, key: DeskKey, answer: Any) -> Any:
    """A channel's customer knows their own name, and the channel needs an id to book for; a code is no way to a card's
    number for anybody."""
    is_channel = key.kind is KeyKind.CHANNEL
    if call.shape is Desk.holder_of and is_channel:
        return _masked(answer)
    if call.shape is Desk.by_code:
        return replace(answer, card=replace(answer.card, number=""))
    if call.shape is Desk.bookings_of and is_channel:
        return tuple(booking for booking in answer if booking.channel == key.channel)
    return answer


def _masked(holder: CardHolder) -> CardHolder:
    delegates = tuple(replace(delegate, person=_known_by_sight(delegate.person)) for delegate in holder.delegates)
    return replace(holder, person=_known_by_sight(holder.person), delegates=delegates)


def _known_by_sight(person: Person) -> Person:
    """Enough to be recognised by those who know them: of the birth date the year alone is true."""
    return Person(person.id, person.masked_name, date(person.born_on.year, 1, 1))
