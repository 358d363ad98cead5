"""Many kiosks at several hubs on one hospital's system: nobody's place is given twice."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from kiosk.desk.values import Actor, Booking, BookingState
from kiosk.errors import DeskRefused, Refusal
from tests.kiosk.desk.book_world import ADULT, CLINIC, LIMITS, MACHINE, MORNING, NINE, OTHER, SELF, Offer, Patient, left
from tests.kiosk.desk.fhir_world import FhirWorld

BACK_WITHIN = timedelta(seconds=LIMITS.given_up_back_after_s[1])
AFTER_HOLD = MORNING + timedelta(seconds=LIMITS.hold_s)


def at_once(works: Sequence[Callable[[], Booking]]) -> list[Booking | Refusal]:
    start = threading.Barrier(len(works))

    def answer(work: Callable[[], Booking]) -> Booking | Refusal:
        start.wait(timeout=30)
        try:
            return work()
        except DeskRefused as refused:
            return refused.why

    with ThreadPoolExecutor(len(works)) as kiosks:
        return list(kiosks.map(answer, works))


def done(answers: Sequence[Booking | Refusal]) -> list[Booking]:
    return [one for one in answers if isinstance(one, Booking)]


def test_two_hubs_give_the_last_places_to_as_many_as_there_are(fhir_world: FhirWorld) -> None:
    patients = [f"patient-{number}" for number in range(20)]
    fhir_world.enter(*(Patient(one) for one in patients))
    fhir_world.offer(Offer("a", capacity=6))
    hubs = (fhir_world.book, fhir_world.second_hub())

    def visit(number: int, patient: str) -> Booking:
        book = hubs[number % 2]
        return book.book(f"b{patient}", book.hold(f"h{patient}", "a", patient, Actor(patient)).id)

    answers = at_once([partial(visit, n, p) for n, p in enumerate(patients)])
    booked = done(answers)
    assert len(booked) == 6
    assert set(answers) - set(booked) == {Refusal.SLOT_TAKEN}
    slots = [fhir_world.appointment(one)["slot"][0]["reference"] for one in booked]
    assert len(set(slots)) == 6
    assert len(fhir_world.slots("busy")) == 6
    assert len(fhir_world.store.all("Appointment")) == 6


def test_a_place_whose_hold_ran_out_goes_to_one_of_those_who_want_it(fhir_world: FhirWorld) -> None:
    patients = [f"patient-{number}" for number in range(8)]
    fhir_world.enter(*(Patient(one) for one in patients))
    fhir_world.offer(Offer("a"))
    hubs = (fhir_world.book, fhir_world.second_hub())
    held = fhir_world.book.hold("k", "a", ADULT, SELF)
    fhir_world.set_clock(AFTER_HOLD + BACK_WITHIN)

    def wish(number: int, patient: str) -> Booking:
        book = hubs[number % 2]
        return book.book(f"b{patient}", book.hold(f"h{patient}", "a", patient, Actor(patient)).id)

    late = partial(fhir_world.book.book, "late", held.id)
    answers = at_once([*(partial(wish, n, p) for n, p in enumerate(patients)), late])
    assert len(done(answers)) == 1
    booked = [one for one in fhir_world.store.all("Appointment") if one["status"] == "booked"]
    assert [one["id"] for one in booked] == [one.id for one in done(answers)]
    assert fhir_world.slots("busy") == ["a"]


def test_a_booking_and_the_upkeep_of_two_hubs_leave_no_booking_without_its_place(fhir_world: FhirWorld) -> None:
    """At the very moment when the hold runs out, again and again."""
    fhir_world.enter(*(Patient(f"patient-{number}") for number in range(12)))
    fhir_world.offer(*(Offer(f"s{number}", capacity=2) for number in range(6)))
    second = fhir_world.second_hub()
    held = {
        f"patient-{n}": fhir_world.book.hold(f"h{n}", f"s{n % 6}", f"patient-{n}", Actor(f"patient-{n}"))
        for n in range(12)
    }
    fhir_world.set_clock(AFTER_HOLD)

    def upkeep() -> Booking:
        fhir_world.keep_up()
        raise DeskRefused(Refusal.NOT_FOUND)

    hubs = (fhir_world.book, second)
    books = [partial(hubs[n % 2].book, f"b{n}", one.id) for n, one in enumerate(held.values())]
    answers = at_once([upkeep, *books, upkeep])
    fhir_world.keep_up()
    taken = {one["slot"][0]["reference"] for one in fhir_world.store.all("Appointment") if one["status"] == "booked"}
    assert len(taken) == len(done(answers))
    assert taken == {f"Slot/{one}" for one in fhir_world.slots("busy")}
    assert fhir_world.slots("busy-tentative") == []


def test_one_hub_keeps_the_limits_when_a_patient_asks_everywhere_at_once(fhir_world: FhirWorld) -> None:
    departments = (CLINIC.id, OTHER.id, MACHINE.id)
    wishes = [(f"{department}-{day}", department, day) for department in departments for day in (0, 1, 2)]
    for slot_id, department, day in wishes:
        fhir_world.offer(Offer(slot_id, NINE + timedelta(days=day), department_id=department, doctor_id=None))
    answers = at_once([partial(fhir_world.book.hold, s, s, ADULT, SELF) for s, _, _ in wishes])
    assert len(done(answers)) == LIMITS.active_bookings
    assert len(fhir_world.slots("busy-tentative")) == LIMITS.active_bookings


def test_a_request_sent_twice_at_once_to_two_hubs_makes_one_appointment(fhir_world: FhirWorld) -> None:
    fhir_world.offer(Offer("a", capacity=4))
    hubs = (fhir_world.book, fhir_world.second_hub())
    answers = at_once([partial(hubs[n % 2].hold, "the key", "a", ADULT, SELF) for n in range(6)])
    assert len({one.id for one in done(answers)}) == 1
    assert len(fhir_world.store.all("Appointment")) == 1
    assert left(fhir_world.book, "a") == 3


def test_no_queue_number_is_given_twice(fhir_world: FhirWorld) -> None:
    patients = [f"patient-{number}" for number in range(8)]
    fhir_world.enter(*(Patient(one) for one in patients))
    fhir_world.offer(Offer("a", capacity=len(patients)))
    book = fhir_world.book
    held = {one: book.book(f"b{one}", book.hold(f"h{one}", "a", one, Actor(one)).id).id for one in patients}
    fhir_world.set_clock(NINE)
    answers = done(at_once([partial(book.check_in, f"c{p}", held[p], Actor(p)) for p in patients]))
    assert {one.state for one in answers} == {BookingState.CHECKED_IN}
    assert {one.queue.number for one in answers if one.queue} == {f"内{number}" for number in range(1, 9)}
