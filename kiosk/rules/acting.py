"""Who may act for a card, and whose photograph the face check compares. Pure."""

from dataclasses import dataclass
from datetime import date

from kiosk.desk.values import Actor, CardHolder, Delegate, Person, Relation
from kiosk.rules.limits import BookingLimits


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who may act: who it is, as what, and whether the face check can compare anything of theirs."""

    person: Person
    relation: Relation | None

    @property
    def actor(self) -> Actor:
        return Actor(self.person.id, self.relation)


def is_child(person: Person, today: date, limits: BookingLimits) -> bool:
    return person.age_on(today) < limits.acts_alone_from_age


def who_may_act(holder: CardHolder, today: date, limits: BookingLimits) -> tuple[Standing, ...]:
    """The holder first, unless it is a child; then those entered for the card. Nobody: the counter helps."""
    own = () if is_child(holder.person, today, limits) else (Standing(holder.person, None),)
    return own + tuple(Standing(delegate.person, delegate.relation) for delegate in grown(holder, today, limits))


def grown(holder: CardHolder, today: date, limits: BookingLimits) -> tuple[Delegate, ...]:
    return tuple(one for one in holder.delegates if not is_child(one.person, today, limits))


def may_act(actor: Actor, holder: CardHolder, today: date, limits: BookingLimits) -> bool:
    return any(standing.actor == actor for standing in who_may_act(holder, today, limits))


def photo_to_compare(actor: Actor, holder: CardHolder, today: date, limits: BookingLimits) -> Person | None:
    """Whose photograph: the actor's own, and no other. None where nothing may or can be compared.

    A child is never in `who_may_act`, so a child's face is compared with nothing, whatever photograph there is.
    """
    for standing in who_may_act(holder, today, limits):
        if standing.actor == actor:
            return standing.person if standing.person.has_photo else None
    return None


def can_enter_delegate(count: int, limits: BookingLimits) -> bool:
    """Whether one more may be entered beside `count` valid ones."""
    return count < limits.delegates_per_card
