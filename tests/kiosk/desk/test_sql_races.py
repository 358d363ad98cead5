"""Many kiosks at once: nobody's place is sold twice, and nobody waits for ever."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.desk.sql.tables import bookings, slots
from kiosk.desk.values import Actor, Booking, BookingState, Relation
from kiosk.errors import DeskRefused, Refusal
from tests.kiosk.desk.book_world import (
    ADULT,
    CLINIC,
    HELPER,
    LIMITS,
    MACHINE,
    NINE,
    OTHER,
    SELF,
    Entry,
    Offer,
    Patient,
)
from tests.kiosk.desk.sql_world import SqlWorld
from tests.postgres_peer import PostgresPeer

KIOSKS, PLACES, SLOTS = 200, 50, 5
Answer = Booking | Refusal


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlWorld]:
    """Threads in one process on SQLite's file, or on a real PostgreSQL."""
    if request.param == "postgresql":
        peer: PostgresPeer = request.getfixturevalue("postgres")
        url = peer.new_database()
    else:
        url = f"sqlite:///{tmp_path / 'desk.db'}"
    world = SqlWorld(url)
    yield world
    world.close()


def at_once(*works: Callable[[], Booking]) -> list[Answer]:
    """What each answered; all of them begin at the same moment."""
    start = threading.Barrier(len(works))

    def answer(work: Callable[[], Booking]) -> Answer:
        start.wait(timeout=30)
        try:
            return work()
        except DeskRefused as refused:
            return refused.why

    with ThreadPoolExecutor(len(works)) as kiosks:
        return list(kiosks.map(answer, works))


def done(answers: Sequence[Answer]) -> list[Booking]:
    return [answer for answer in answers if isinstance(answer, Booking)]


def refusals(answers: Sequence[Answer]) -> set[Refusal]:
    return {answer for answer in answers if isinstance(answer, Refusal)}


def test_two_hundred_kiosks_get_the_last_fifty_places(world: SqlWorld) -> None:
    patients = [f"patient-{number}" for number in range(KIOSKS)]
    world.enter(*(Patient(one) for one in patients))
    world.offer(*(Offer(f"s{number}", capacity=PLACES // SLOTS) for number in range(SLOTS)))

    def visit(patient: str, wanted: int) -> Booking:
        """Like a visitor whose slot is gone: the next one, until there is none."""
        for attempt in range(SLOTS):
            slot_id = f"s{(wanted + attempt) % (SLOTS)}"
            try:
                held = world.book.hold(f"{patient} {slot_id}", slot_id, patient, Actor(patient))
            except DeskRefused as refused:
                assert refused.why is Refusal.SLOT_TAKEN
                continue
            return world.book.book(f"{patient} book", held.id)
        raise DeskRefused(Refusal.SLOT_TAKEN)

    begun = time.monotonic()
    answers = at_once(*(lambda p=p, n=n: visit(p, n) for n, p in enumerate(patients)))
    assert time.monotonic() - begun < 60
    assert len(done(answers)) == PLACES
    assert {one.state for one in done(answers)} == {BookingState.BOOKED}
    with world.database.reading() as connection:
        assert connection.execute(sa.select(sa.func.sum(slots.c.taken))).scalar_one() == PLACES
        live = sa.select(sa.func.count()).where(bookings.c.has_place)
        assert connection.execute(live).scalar_one() == PLACES


def test_two_kiosks_cannot_book_twice_for_one_patient_on_a_day(world: SqlWorld) -> None:
    world.offer(*(Offer(f"s{number}", capacity=9) for number in range(8)))
    answers = at_once(*(lambda n=n: world.book.hold(f"k{n}", f"s{n}", ADULT, SELF) for n in range(8)))
    assert len(done(answers)) == 1
    assert refusals(answers) == {Refusal.ONE_A_DAY}


def test_no_patient_gets_more_bookings_than_allowed_by_asking_everywhere_at_once(world: SqlWorld) -> None:
    departments = (CLINIC.id, OTHER.id, MACHINE.id)
    wishes = [(f"{department} {day}", department, day) for department in departments for day in (0, 1, 2)]
    for slot_id, department, day in wishes:
        world.offer(Offer(slot_id, NINE.replace(day=NINE.day + day), department_id=department, doctor_id=None))
    answers = at_once(*(lambda s=s: world.book.hold(s, s, ADULT, SELF) for s, _, _ in wishes))
    assert len(done(answers)) == LIMITS.active_bookings
    assert refusals(answers) == {Refusal.TOO_MANY_BOOKINGS}


def test_a_helper_at_several_kiosks_acts_for_no_more_patients_than_allowed(world: SqlWorld) -> None:
    patients = [f"old-{number}" for number in range(6)]
    world.enter(*(Patient(one, age=80) for one in patients))
    for one in patients:
        world.entrust(Entry(one, HELPER, Relation.HELPER))
    world.offer(Offer("a", capacity=9))
    helper = Actor(HELPER, Relation.HELPER)
    answers = at_once(*(lambda p=p: world.book.hold(p, "a", p, helper) for p in patients))
    assert len(done(answers)) == LIMITS.patients_per_helper
    assert refusals(answers) == {Refusal.TOO_MANY_PATIENTS}


def test_a_request_sent_twice_at_once_does_its_work_once(world: SqlWorld) -> None:
    world.offer(Offer("a", capacity=9))
    answers = at_once(*[lambda: world.book.hold("the key", "a", ADULT, SELF)] * 8)
    assert len(done(answers)) == 8
    assert len({one.id for one in done(answers)}) == 1


def test_no_queue_number_is_given_twice(world: SqlWorld) -> None:
    patients = [f"patient-{number}" for number in range(20)]
    world.enter(*(Patient(one) for one in patients))
    world.offer(Offer("a", capacity=len(patients)))
    held = {one: world.book.hold(f"h{one}", "a", one, Actor(one)).id for one in patients}
    for one in patients:
        world.book.book(f"b{one}", held[one])
    world.set_clock(NINE)
    answers = at_once(*(lambda p=p: world.book.check_in(f"c{p}", held[p], Actor(p)) for p in patients))
    numbers = {one.queue.number for one in done(answers) if one.queue is not None}
    assert numbers == {f"内{number}" for number in range(1, len(patients) + 1)}


def test_the_upkeep_of_several_hubs_frees_each_place_once(world: SqlWorld) -> None:
    patients = [f"patient-{number}" for number in range(20)]
    world.enter(*(Patient(one) for one in patients))
    world.offer(Offer("a", capacity=len(patients)))
    for one in patients:
        world.book.hold(one, "a", one, Actor(one))
    world.set_clock(NINE)
    with ThreadPoolExecutor(6) as hubs:
        list(hubs.map(lambda _: world.keep_up(), range(6)))
    world.keep_up()
    with world.database.reading() as connection:
        assert connection.execute(sa.select(slots.c.taken)).scalar_one() == 0
        states = connection.execute(sa.select(bookings.c.state).distinct()).scalars().all()
    assert states == [BookingState.LAPSED]
