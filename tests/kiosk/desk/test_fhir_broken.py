"""The hospital's system misbehaves: nothing is lost, nothing is given twice, and the hint says what to do."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from kiosk.desk.fhir.outcomes import Conflict, ServerAway
from kiosk.desk.values import Actor, Booking, BookingState, DepartmentKind
from kiosk.errors import DeskAway, DeskRefused, Refusal
from tests.kiosk.desk.book_world import (
    ADULT,
    ADULT_CARD,
    CLINIC,
    LIMITS,
    MORNING,
    NINE,
    SELF,
    STRANGER,
    TODAY,
    Offer,
    left,
    refused,
)
from tests.kiosk.desk.fhir_peer import FhirPeer
from tests.kiosk.desk.fhir_world import SHORT, FhirWorld

BACK_WITHIN = timedelta(seconds=LIMITS.given_up_back_after_s[1])
AFTER_HOLD = MORNING + timedelta(seconds=LIMITS.hold_s)


@pytest.fixture
def world(hospital_peer: FhirPeer) -> Iterator[FhirWorld]:
    """With a hub that waits for a second."""
    with closing(FhirWorld(hospital_peer, patience=SHORT)) as world:
        world.offer(Offer("a", capacity=2))
        yield world


@pytest.mark.parametrize("how", [500, 503, 408, 429, "hang", "garbage", "cut", "page of a proxy"])
def test_a_server_in_trouble_is_away_and_comes_back(world: FhirWorld, how: int | str) -> None:
    world.peer.fail("*", "*", how, times=99)
    with pytest.raises(DeskAway) as caught:
        world.book.slots(CLINIC.id, None, TODAY)
    assert caught.value.hint
    assert "Zhang" not in f"{caught.value} {caught.value.hint}"
    world.peer.faults.clear()
    assert left(world.book, "a") == 2


def test_a_question_is_asked_twice_before_the_server_counts_as_away(world: FhirWorld) -> None:
    world.peer.fail("GET", "Schedule", "cut", times=1)
    assert left(world.book, "a") == 2


def test_a_token_that_is_not_taken_is_told_with_where_it_is_kept(world: FhirWorld) -> None:
    world.peer.token = "another"
    with pytest.raises(ServerAway) as caught:
        world.book.departments(DepartmentKind.CLINIC)
    assert "book_token_file" in caught.value.hint


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [
        (422, "business-rule", Refusal.NOT_OFFERED),
        (422, "invalid", Refusal.WRONG_STATE),
        (400, "not-supported", Refusal.WRONG_STATE),
    ],
)
def test_what_the_server_forbids_is_refused_and_leaves_the_place_free(
    world: FhirWorld, status: int, code: str, why: Refusal
) -> None:
    world.peer.fail("POST", "Appointment", status, code=code)
    with refused(why):
        world.book.hold("k", "a", ADULT, SELF)
    assert len(world.slots("free")) == 2


def test_a_server_that_is_throttling_is_away_and_not_a_refusal(world: FhirWorld) -> None:
    world.peer.fail("POST", "Patient", 422, code="throttled")
    with pytest.raises(ServerAway):
        world.book.holder_of(ADULT_CARD)


@pytest.mark.parametrize("kind", ["Slot", "Appointment"])
@pytest.mark.parametrize("how", ["lost", 500, "hang"])
def test_a_hold_cut_short_is_made_once_when_it_is_repeated(world: FhirWorld, kind: str, how: int | str) -> None:
    world.peer.fail("PUT" if kind == "Slot" else "POST", kind, how)
    with pytest.raises(DeskAway):
        world.book.hold("k", "a", ADULT, SELF)
    held = world.book.hold("k", "a", ADULT, SELF)
    assert held.state is BookingState.HELD
    assert len(world.store.all("Appointment")) == 1
    assert left(world.book, "a") == 1


@pytest.mark.parametrize("kind", ["Slot", "Appointment"])
@pytest.mark.parametrize("how", ["lost", 500])
def test_a_booking_cut_short_is_made_once_when_it_is_repeated(world: FhirWorld, kind: str, how: int | str) -> None:
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.peer.fail("PUT", kind, how)
    with pytest.raises(DeskAway):
        world.book.book("k2", held.id)
    assert world.book.book("k2", held.id).state is BookingState.BOOKED
    assert len(world.slots("busy")) == 1
    assert world.slots("busy-tentative") == []


@pytest.mark.parametrize("how", ["lost", 500])
def test_a_cancellation_cut_short_is_done_once_when_it_is_repeated(world: FhirWorld, how: int | str) -> None:
    world.offer(Offer("b", NINE + timedelta(days=1)))
    booked = booked_at(world, "b")
    world.peer.fail("PUT", "Appointment", how)
    with pytest.raises(DeskAway):
        world.book.cancel("k", booked.id, SELF)
    assert world.book.cancel("k", booked.id, SELF).state is BookingState.CANCELLED


def test_a_crash_between_slot_and_appointment_frees_the_place_after_the_hold_time(world: FhirWorld) -> None:
    world.peer.fail("POST", "Appointment", "hang")
    with pytest.raises(DeskAway):
        world.book.hold("k", "a", ADULT, SELF)
    assert len(world.slots("busy-tentative")) == 1
    world.keep_up()
    assert left(world.book, "a") == 1
    world.set_clock(AFTER_HOLD + BACK_WITHIN)
    assert left(world.book, "a") == 2
    world.keep_up()
    assert len(world.slots("free")) == 2


def test_a_crash_after_the_appointment_is_booked_keeps_its_place(world: FhirWorld) -> None:
    world.offer(Offer("last"))
    held = world.book.hold("k1", "last", ADULT, SELF)
    world.peer.fail("PUT", "Slot", 500)
    with pytest.raises(DeskAway):
        world.book.book("k2", held.id)
    assert world.appointment(held)["status"] == "booked"
    world.set_clock(AFTER_HOLD)
    with refused(Refusal.SLOT_TAKEN):
        world.elsewhere.hold("k3", "last", STRANGER, Actor(STRANGER))
    world.keep_up()
    assert "last" in world.slots("busy")


def test_a_crash_after_the_appointment_is_cancelled_gives_its_place_back(world: FhirWorld) -> None:
    world.offer(Offer("b", NINE + timedelta(days=1)))
    booked = booked_at(world, "b")
    world.peer.fail("PUT", "Slot", 500)
    with pytest.raises(DeskAway):
        world.book.cancel("k", booked.id, SELF)
    assert "b" in world.slots("busy")
    world.set_clock(MORNING + timedelta(minutes=5))
    world.keep_up()
    assert world.slots("busy") == []
    world.set_clock(MORNING + timedelta(seconds=LIMITS.cancelled_back_after_s[1] + 600))
    world.keep_up()
    assert "b" in world.slots("free")


def test_some_conflicts_are_lived_through_and_a_storm_of_them_is_told_as_away(world: FhirWorld) -> None:
    world.peer.fail("PUT", "Slot", 412, times=1)
    held = world.book.hold("k1", "a", ADULT, SELF)
    world.peer.fail("PUT", "Appointment", 412, times=2)
    assert world.book.book("k2", held.id).state is BookingState.BOOKED
    world.peer.fail("PUT", "Appointment", 409, times=99)
    with pytest.raises(Conflict):
        world.book.cancel("k3", held.id, SELF)
    world.peer.faults.clear()
    world.peer.fail("PUT", "Slot", 412, times=99)
    with pytest.raises(Conflict):
        world.elsewhere.hold("k4", "a", STRANGER, Actor(STRANGER))


def test_a_server_that_answers_a_change_without_a_body_is_asked_for_it(world: FhirWorld) -> None:
    world.peer.tells_body = False
    assert world.book.hold("k", "a", ADULT, SELF).state is BookingState.HELD


def test_the_token_is_not_sent_to_another_address(world: FhirWorld) -> None:
    world.peer.page_size, world.peer.next_at = 1, "http://127.0.0.1:9/fhir"
    with pytest.raises(ServerAway) as caught:
        world.book.slots(CLINIC.id, None, TODAY)
    assert "another address" in str(caught.value)


def test_card_numbers_are_not_in_addresses(world: FhirWorld) -> None:
    world.book.holder_of(ADULT_CARD)
    assert world.peer.count("POST", "Patient") == 1
    assert not [target for _, target in world.peer.asked if ADULT_CARD.number in target]


@pytest.mark.parametrize("odd", ["../Patient/adult", "a/b", "..", "", "?x", "x" * 65])
def test_an_id_that_is_none_is_not_asked_for(world: FhirWorld, odd: str) -> None:
    with pytest.raises(DeskRefused):
        world.book.hold("k", odd, ADULT, SELF)
    assert world.peer.asked == []


def booked_at(world: FhirWorld, slot_id: str) -> Booking:
    return world.book.book(f"book {slot_id}", world.book.hold(f"hold {slot_id}", slot_id, ADULT, SELF).id)
