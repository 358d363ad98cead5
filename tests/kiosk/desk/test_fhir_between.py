"""What happens between two writes of one change: the test's hand does it at exactly that moment."""

from datetime import timedelta
from typing import Any

import pytest

from kiosk.desk.values import Actor
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import ADULT, LIMITS, MORNING, NINE, SELF, STRANGER, Offer, left, refused
from tests.kiosk.desk.fhir_world import NAMES, FhirWorld

BACK_WITHIN = timedelta(seconds=LIMITS.given_up_back_after_s[1])
AFTER_HOLD = MORNING + timedelta(seconds=LIMITS.hold_s)


@pytest.fixture
def world(fhir_world: FhirWorld) -> FhirWorld:
    fhir_world.offer(Offer("a"))
    return fhir_world


def at_first(world: FhirWorld, verb: str, reference: str, **changes: Any) -> None:
    """When the first such request comes, this Slot was changed a moment ago by somebody else."""
    waiting = [changes]

    def change(asked_verb: str, target: str) -> None:
        if asked_verb == verb and target.startswith(reference) and waiting:
            world.store.put({**world.store.get("Slot/a"), **waiting.pop()})

    world.peer.before = change


def theirs(status: str) -> dict[str, Any]:
    marks = [("for", "valueString", "somebody"), ("until", "valueInstant", (NINE + timedelta(hours=9)).isoformat())]
    return {"status": status, "extension": [{"url": NAMES.extension(word), kind: value} for word, kind, value in marks]}


def test_a_place_lost_in_the_moment_of_booking_is_no_booking(world: FhirWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.set_clock(AFTER_HOLD)
    at_first(world, "PUT", "Appointment", **theirs("busy-tentative"))
    with refused(Refusal.HOLD_ENDED):
        world.book.book("k2", held.id)
    assert world.appointment(held)["status"] == "cancelled"
    assert world.store.get("Slot/a")["extension"] == theirs("busy-tentative")["extension"]


def test_a_place_lost_in_the_moment_of_paying_is_not_paid(world: FhirWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.set_clock(AFTER_HOLD)
    at_first(world, "PUT", "Appointment", **theirs("busy"))
    assert not world.pay(held.id)
    assert not world.book.booking(held.id).is_paid
    assert world.store.get("Slot/a")["status"] == "busy"


def test_a_place_that_somebody_took_while_it_was_given_back_is_theirs(world: FhirWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    at_first(world, "PUT", "Appointment", **theirs("busy"))
    world.book.release("k2", held.id)
    assert world.appointment(held)["status"] == "cancelled"
    assert world.store.get("Slot/a")["status"] == "busy"


def test_a_note_that_the_hospital_writes_meanwhile_does_not_keep_a_cancelled_place(world: FhirWorld) -> None:
    world.offer(Offer("b", NINE + timedelta(days=1)))
    booked = world.book.book("k2", world.book.hold("k1", "b", ADULT, SELF).id)

    def write(verb: str, target: str) -> None:
        if verb == "PUT" and target.startswith("Appointment"):
            world.store.put({**world.store.get("Slot/b"), "comment": "room 5"})

    world.peer.before = write
    world.book.cancel("k3", booked.id, SELF)
    world.set_clock(MORNING + timedelta(seconds=LIMITS.cancelled_back_after_s[1]))
    assert left(world.book, "b", NINE.date() + timedelta(days=1)) == 1
    assert world.store.get("Slot/b")["comment"] == "room 5"


def test_a_slot_taken_by_the_hospital_while_it_is_wanted_is_taken(world: FhirWorld) -> None:
    at_first(world, "PUT", "Slot/a", status="busy")
    with refused(Refusal.SLOT_TAKEN):
        world.book.hold("k", "a", ADULT, SELF)
    assert world.store.all("Appointment") == []


def test_the_upkeep_ends_holds_whose_time_is_over_and_leaves_the_others(world: FhirWorld) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.set_clock(AFTER_HOLD - timedelta(seconds=1))
    world.keep_up()
    assert world.appointment(held)["status"] == "pending"
    world.set_clock(AFTER_HOLD)
    world.keep_up()
    assert world.appointment(held)["status"] == "cancelled"
    world.set_clock(AFTER_HOLD + BACK_WITHIN)
    world.keep_up()
    assert world.slots("free") == ["a"]


def test_a_hold_that_ran_out_does_not_keep_its_patient_from_another(world: FhirWorld) -> None:
    world.offer(Offer("b", NINE + timedelta(hours=1)))
    world.book.hold("k1", "a", ADULT, SELF)
    with refused(Refusal.ONE_A_DAY):
        world.book.hold("k2", "b", ADULT, SELF)
    world.set_clock(AFTER_HOLD)
    assert world.book.hold("k2", "b", ADULT, SELF).slot.id == "b"


def test_two_keys_never_share_a_place(world: FhirWorld) -> None:
    world.book.hold("k1", "a", ADULT, SELF)
    with refused(Refusal.SLOT_TAKEN):
        world.book.hold("k2", "a", STRANGER, Actor(STRANGER))
