"""Whose card it is, who may act for it, and whose face is compared with what."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.events import CardKind
from kiosk.desk.values import Actor, CardHolder, CardRef, Delegate, Person, Relation
from kiosk.rules.acting import can_enter_delegate, is_child, may_act, photo_to_compare, who_may_act
from kiosk.rules.limits import BookingLimits

TODAY = date(2026, 8, 3)
LIMITS = BookingLimits()
CARD = CardRef(CardKind.VISIT, "V1")


def person(name: str, age: int, has_photo: bool = True) -> Person:
    return Person(name, name, date(TODAY.year - age, 1, 1), has_photo)


ADULT, CHILD = person("adult", 40), person("child", 6)
MOTHER, BROTHER = Delegate(person("mother", 35), Relation.MOTHER), Delegate(person("brother", 12), Relation.GUARDIAN)
NO_PHOTO = Delegate(person("helper", 50, has_photo=False), Relation.HELPER)
ANYBODY = (Actor("adult"), Actor("child"), Actor("mother", Relation.MOTHER), Actor("brother", Relation.GUARDIAN))


def test_an_adult_acts_alone_and_so_do_those_entered() -> None:
    holder = CardHolder(CARD, ADULT, (MOTHER,))
    assert [one.actor for one in who_may_act(holder, TODAY, LIMITS)] == [
        Actor("adult"),
        Actor("mother", Relation.MOTHER),
    ]


def test_a_child_never_acts_for_itself_nor_for_another() -> None:
    holder = CardHolder(CARD, CHILD, (MOTHER, BROTHER))
    assert [one.person for one in who_may_act(holder, TODAY, LIMITS)] == [MOTHER.person]


def test_a_child_without_anybody_entered_is_for_the_counter() -> None:
    assert who_may_act(CardHolder(CARD, CHILD), TODAY, LIMITS) == ()


def test_from_which_birthday_somebody_acts_alone_is_the_sites_choice() -> None:
    turns_today = Person("young", "young", date(2012, 8, 3))
    assert not is_child(turns_today, TODAY, LIMITS)
    assert is_child(Person("younger", "younger", date(2012, 8, 4)), TODAY, LIMITS)
    assert is_child(turns_today, TODAY, BookingLimits(acts_alone_from_age=16))


def test_a_delegate_acts_as_what_they_were_entered() -> None:
    holder = CardHolder(CARD, ADULT, (MOTHER,))
    assert may_act(Actor("mother", Relation.MOTHER), holder, TODAY, LIMITS)
    assert not may_act(Actor("mother", Relation.FATHER), holder, TODAY, LIMITS)
    assert not may_act(Actor("mother"), holder, TODAY, LIMITS)


def test_each_face_is_compared_with_that_persons_own_photograph() -> None:
    holder = CardHolder(CARD, ADULT, (MOTHER, NO_PHOTO))
    assert photo_to_compare(Actor("adult"), holder, TODAY, LIMITS) == ADULT
    assert photo_to_compare(Actor("mother", Relation.MOTHER), holder, TODAY, LIMITS) == MOTHER.person
    assert photo_to_compare(Actor("helper", Relation.HELPER), holder, TODAY, LIMITS) is None
    assert photo_to_compare(Actor("stranger"), holder, TODAY, LIMITS) is None


@given(st.sampled_from(ANYBODY), st.integers(0, 90), st.integers(0, 90))
def test_no_childs_photograph_is_ever_compared(actor: Actor, holder_age: int, delegate_age: int) -> None:
    delegate = Delegate(person("mother", delegate_age), Relation.MOTHER)
    holder = CardHolder(CARD, person("child", holder_age), (delegate, BROTHER))
    found = photo_to_compare(actor, holder, TODAY, LIMITS)
    assert found is None or not is_child(found, TODAY, LIMITS)
    assert found is None or found.id == actor.person_id


def test_a_card_has_only_so_many_delegates() -> None:
    assert can_enter_delegate(LIMITS.delegates_per_card - 1, LIMITS)
    assert not can_enter_delegate(LIMITS.delegates_per_card, LIMITS)
