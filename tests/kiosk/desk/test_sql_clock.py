"""A clock that is wrong for a moment, or at the hub's start, does nothing that is never undone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from kiosk.desk.sql import upkeep
from kiosk.desk.sql.answers import Request, once
from kiosk.desk.sql.clock_watch import ERROR_S, LONG_STOP_S, STEADY_S, ClockWatch, ClockWrong
from kiosk.desk.sql.correcting import undo_no_show
from kiosk.desk.sql.tables import answers, trail
from kiosk.desk.sql.upkeep import keep_up
from kiosk.desk.values import Actor, Booking, BookingState
from kiosk.errors import Refusal
from tests.kiosk.desk.book_world import ADULT, MORNING, NINE, SELF, Keys, Offer, Patient, refused
from tests.kiosk.desk.sql_world import SqlWorld
from tests.postgres_peer import PostgresPeer

DAYS = 3
GLITCH = MORNING + timedelta(days=DAYS)
A_SECOND = timedelta(seconds=1)
STEADY = timedelta(seconds=STEADY_S)


def booked(world: SqlWorld, count: int = DAYS) -> list[Booking]:
    """One a day from today on."""
    keys = Keys()
    made = []
    for day in range(count):
        world.offer(Offer(f"day-{day}", NINE + timedelta(days=day)))
        held = world.elsewhere.hold(keys.next(), f"day-{day}", ADULT, SELF)
        made.append(world.elsewhere.book(keys.next(), held.id))
    return made


def states(world: SqlWorld, made: list[Booking]) -> set[BookingState]:
    return {world.book.booking(one.id).state for one in made}


def test_a_clock_that_jumps_for_a_moment_ends_nothing(sql_world: SqlWorld) -> None:
    made = booked(sql_world)
    once(
        sql_world.database,
        sql_world.site.cipher,
        Request("app", "k", "what", MORNING - timedelta(days=6)),
        lambda _: {},
    )
    sql_world.keep_up()
    for at in (GLITCH, GLITCH + 2 * A_SECOND):
        sql_world.jump_clock(at)
        with pytest.raises(ClockWrong) as wrong:
            sql_world.keep_up()
        assert wrong.value.hint
    sql_world.jump_clock(MORNING)
    sql_world.keep_up()
    assert states(sql_world, made) == {BookingState.BOOKED}
    with sql_world.database.reading() as connection:
        assert "k" in connection.execute(sa.select(answers.c.key)).scalars().all()
    sql_world.set_clock(NINE)
    assert sql_world.book.check_in("in", made[0].id, SELF).state is BookingState.CHECKED_IN


@pytest.mark.parametrize("moved", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_that_was_set_right_is_believed_after_it_went_evenly(sql_world: SqlWorld, moved: timedelta) -> None:
    sql_world.keep_up()
    now = MORNING + moved
    sql_world.jump_clock(now)
    for after in (timedelta(), STEADY - A_SECOND):
        sql_world.set_clock(now + after)
        with pytest.raises(ClockWrong):
            sql_world.keep_up()
    sql_world.set_clock(now + STEADY)
    sql_world.keep_up()


def test_a_clock_that_jumps_about_is_never_believed(sql_world: SqlWorld) -> None:
    sql_world.keep_up()
    for hours in range(1, 9):
        sql_world.jump_clock(MORNING + timedelta(hours=hours))
        sql_world.set_clock(sql_world.site.now() + STEADY - A_SECOND)
        with pytest.raises(ClockWrong):
            sql_world.keep_up()


def test_a_small_correction_is_nothing(sql_world: SqlWorld) -> None:
    sql_world.keep_up()
    sql_world.jump_clock(MORNING + timedelta(seconds=ERROR_S))
    sql_world.keep_up()
    sql_world.jump_clock(MORNING)
    sql_world.keep_up()


def test_after_a_long_stop_holds_end_at_once_and_no_shows_when_the_clock_went_evenly(sql_world: SqlWorld) -> None:
    made = booked(sql_world, 1)
    sql_world.offer(Offer("later", NINE + timedelta(days=2)))
    held = sql_world.book.hold("h", "later", ADULT, SELF)
    sql_world.keep_up()
    begun = MORNING + timedelta(hours=14)
    sql_world.set_clock(begun)
    sql_world.restart()
    for after in (timedelta(), STEADY - A_SECOND):
        sql_world.set_clock(begun + after)
        sql_world.keep_up()
        assert sql_world.book.booking(held.id).state is BookingState.LAPSED
        assert states(sql_world, made) == {BookingState.BOOKED}
    sql_world.set_clock(begun + STEADY)
    sql_world.keep_up()
    assert states(sql_world, made) == {BookingState.NO_SHOW}


def test_a_hub_that_starts_with_a_wrong_clock_twice_still_waits(sql_world: SqlWorld) -> None:
    made = booked(sql_world)
    sql_world.keep_up()
    sql_world.jump_clock(GLITCH)
    for _ in range(2):
        sql_world.restart()
        sql_world.keep_up()
    sql_world.jump_clock(MORNING)
    sql_world.restart()
    sql_world.keep_up()
    assert states(sql_world, made) == {BookingState.BOOKED}


def test_a_restart_or_a_second_hub_does_not_wait(sql_world: SqlWorld) -> None:
    made = booked(sql_world, 1)
    over = made[0].check_in_until + A_SECOND
    sql_world.set_clock(over - timedelta(seconds=LONG_STOP_S))
    sql_world.keep_up()
    sql_world.set_clock(over)
    sql_world.restart()
    sql_world.keep_up()
    assert states(sql_world, made) == {BookingState.NO_SHOW}


def test_no_more_than_so_many_are_marked_in_one_round(sql_world: SqlWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MOST_AT_ONCE", 3)
    people = [f"p{number}" for number in range(4)]
    sql_world.offer(Offer("a", capacity=len(people)))
    keys, made = Keys(), []
    for one in people:
        sql_world.enter(Patient(one))
        held = sql_world.elsewhere.hold(keys.next(), "a", one, Actor(one))
        made.append(sql_world.elsewhere.book(keys.next(), held.id))
    sql_world.set_clock(made[0].check_in_until + A_SECOND)
    sql_world.keep_up()
    assert [sql_world.book.booking(one.id).state for one in made].count(BookingState.NO_SHOW) == 3
    sql_world.keep_up()
    assert states(sql_world, made) == {BookingState.NO_SHOW}


def test_a_database_whose_clock_says_otherwise_is_not_kept_up(postgres: PostgresPeer) -> None:
    world = SqlWorld(postgres.new_database())
    asking = replace(world.site, watch=world.new_watch(asks_database=True))
    with pytest.raises(ClockWrong, match="database"):
        keep_up(asking)
    with world.database.reading() as connection:
        now: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    keep_up(replace(asking, clock=lambda: now + timedelta(seconds=ERROR_S - 60), watch=ClockWatch()))
    world.close()


def missed(world: SqlWorld) -> Booking:
    (made,) = booked(world, 1)
    world.set_clock(made.check_in_until + A_SECOND)
    world.keep_up()
    assert world.book.booking(made.id).state is BookingState.NO_SHOW
    return made


def test_the_staff_undoes_a_no_show_of_whoever_can_still_come(sql_world: SqlWorld) -> None:
    made = missed(sql_world)
    sql_world.set_clock(made.check_in_until)
    assert undo_no_show(sql_world.site, made.id, "clerk").state is BookingState.BOOKED
    assert sql_world.book.check_in("in", made.id, SELF).state is BookingState.CHECKED_IN
    with sql_world.database.reading() as connection:
        rows = connection.execute(sa.select(trail).where(trail.c.what == "no-show undone")).all()
    assert [(row.subject, row.actor) for row in rows] == [(made.id, "clerk")]


def test_a_no_show_undone_too_late_to_come_counts_against_nobody_and_stays_undone(sql_world: SqlWorld) -> None:
    strict = sql_world.limited(no_shows=1)
    made = missed(sql_world)
    sql_world.offer(Offer("next", NINE + timedelta(days=1)))
    with refused(Refusal.TOO_MANY_NO_SHOWS):
        strict.hold("k1", "next", ADULT, SELF)
    undo_no_show(sql_world.site, made.id, "clerk")
    sql_world.keep_up()
    undone = sql_world.book.booking(made.id)
    assert (undone.state, undone.queue) == (BookingState.CHECKED_IN, None)
    assert strict.hold("k2", "next", ADULT, SELF).state is BookingState.HELD


def test_only_a_no_show_is_undone(sql_world: SqlWorld) -> None:
    (made,) = booked(sql_world, 1)
    with refused(Refusal.WRONG_STATE):
        undo_no_show(sql_world.site, made.id, "clerk")
    with refused(Refusal.NOT_FOUND):
        undo_no_show(sql_world.site, "nothing", "clerk")
