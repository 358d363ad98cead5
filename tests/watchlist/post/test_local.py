"""The post over a store: who looked, who waits, what a restart leaves, what another program did."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from camera.errors import NotAPicture
from records.errors import DatabaseBusy
from records.sealing import TransparentCipher
from tests.watchlist.post.worlds import GUARD, NAMES, OTHER, PINS, SUPERVISOR, LocalWorld, local_world
from tests.watchlist.store_hand import Hand
from watchlist.alarms import finding
from watchlist.alarms.life import CORRECTED_WITHIN, Decide, GuardId, LifeLimits, Stage, Take, Verdict
from watchlist.errors import NoSuchAlarm
from watchlist.post.errors import LoginRefused, PostAway, SessionOver
from watchlist.post.local import LocalPost
from watchlist.post.portraits import Portraits
from watchlist.post.store_thread import Done, StoreThread
from watchlist.post.values import HistoryQuery, Pin, Session
from watchlist.post.viewing import AT_MOST, NEWEST_AT_FIRST
from watchlist.store import WatchlistStore

ZHANG, LI = NAMES


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LocalWorld]:
    with local_world(tmp_path) as made:
        yield made


def logged_in(world: LocalWorld, guard: GuardId = GUARD) -> Session:
    return world.post.log_in(Pin(guard, PINS[guard]))


def audited(world: LocalWorld) -> list[tuple[str, str]]:
    return [(one.who, one.what) for one in world.store.audit_records()]


def test_every_look_is_on_record_also_of_a_portrait_that_was_cut_before(world: LocalWorld) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG)
    before = len(audited(world))
    world.post.captured(session, alarm_id)
    for _ in range(2):
        world.post.enrolled(session, alarm_id, world.people[ZHANG])
    world.post.sheet(session, alarm_id)
    world.post.history(session, HistoryQuery())
    assert len(world.cut) == 1
    looks = ["alarm.looked_at", "photo.looked_at", "photo.looked_at", "alarm.opened", "alarms.looked_at"]
    assert audited(world)[before:] == [(GUARD, look) for look in looks]
    world.store.verify()


def test_somebody_erased_is_shown_nowhere_any_more(world: LocalWorld) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG)
    world.post.enrolled(session, alarm_id, world.people[ZHANG])
    known = world.post.changes(session, 0).revision
    world.store.erase(world.people[ZHANG], "op", "listed by mistake")
    [view] = world.post.changes(session, known).alarms
    assert (view.candidates[0].name, view.candidates[0].has_photo, view.has_picture) == ("", False, False)
    with pytest.raises(NoSuchAlarm):
        world.post.enrolled(session, alarm_id, world.people[ZHANG])
    with pytest.raises(NoSuchAlarm):
        world.post.captured(session, alarm_id)


def test_the_beginning_of_an_id_is_no_alarm(world: LocalWorld) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG)
    with pytest.raises(NoSuchAlarm):
        world.post.captured(session, type(alarm_id)(alarm_id[:6]))


def test_a_stranger_at_another_client_locks_nobody_out(world: LocalWorld) -> None:
    stranger = world.post.for_client("10.0.0.9")
    waits = []
    for _ in range(4):
        with pytest.raises(LoginRefused) as told:
            stranger.log_in(Pin(GUARD, "999111"))
        waits.append(told.value.wait_s)
    assert waits == [0, 0, 5, 5]
    assert logged_in(world).guard.guard_id == GUARD


def test_a_session_and_the_alarms_life_outlive_the_program(world: LocalWorld, tmp_path: Path) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG)
    world.post.act(session, alarm_id, Take())
    world.stores.close()
    hand = Hand(prefix="again", now=world.hand.now)
    stores = StoreThread(
        lambda: WatchlistStore.open(tmp_path / "gatehouse.db", TransparentCipher(), hand.clock, hand.new_id)
    )
    again = LocalPost(stores, world.board, Portraits(lambda data: data), hand.clock)
    assert again.changes(session, 0).alarms[0].life.owner == GUARD
    assert again.act(session, alarm_id, Decide(Verdict.CONFIRMED)).life.stage is Stage.DECIDED
    stores.close()


def test_a_session_nobody_uses_is_over(world: LocalWorld) -> None:
    session = logged_in(world)
    world.wait(599)
    world.post.colleagues(session)
    world.wait(599)
    world.post.colleagues(session)
    world.wait(600)
    with pytest.raises(SessionOver):
        world.post.colleagues(session)


def test_a_guard_who_was_removed_is_out_at_once(world: LocalWorld) -> None:
    session = logged_in(world, OTHER)
    world.store.accounts.remove(OTHER, "op", world.hand.now)
    with pytest.raises(SessionOver):
        world.post.colleagues(session)
    assert OTHER not in {guard.guard_id for guard in world.post.overview().guards}


def test_what_time_does_comes_as_a_change_and_is_told_to_everybody(world: LocalWorld) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG)
    known = world.post.changes(session, 0).revision
    world.wait(31)
    world.store.pass_time(world.hand.now, LifeLimits())
    [view] = world.post.changes(session, known).alarms
    assert (view.alarm_id, view.life.level) == (alarm_id, 1)
    assert world.post.overview().loudest == 1


def test_how_rare_it_is_stands_with_the_alarm_as_it_was_known_then(world: LocalWorld) -> None:
    session = logged_in(world)
    world.ring(ZHANG, one_in=65)
    world.ring(LI)
    assert [view.one_in for view in world.post.changes(session, 0).alarms] == [65, None]


def test_a_tie_that_was_resolved_has_one_candidate_left(world: LocalWorld) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG, LI)
    world.store.update_alarm(alarm_id, world.hand.now, "hall", 0.8, world.people[LI])
    [view] = world.post.changes(session, 0).alarms
    assert [candidate.name for candidate in view.candidates] == [LI]
    assert (view.last_camera, view.updates, view.score) == ("hall", 1, 0.8)


def test_at_first_come_the_newest_and_whatever_is_open(world: LocalWorld) -> None:
    session = logged_in(world)
    first = world.ring(ZHANG)
    for _ in range(NEWEST_AT_FIRST + 5):
        world.wait(1)
        world.store.act(world.ring(LI), GUARD, Decide(Verdict.CONFIRMED))
    shown = world.post.changes(session, 0)
    assert len(shown.alarms) == NEWEST_AT_FIRST + 1
    assert shown.alarms[0].alarm_id == first
    assert shown.revision == world.post.revision()


def test_others_get_the_store_between_two_pieces_of_a_search(
    world: LocalWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = logged_in(world)
    for _ in range(3):
        world.ring(ZHANG)
    monkeypatch.setattr(finding, "AT_ONCE", 1)
    do, turns = world.stores.do, list[None]()

    def counted(work: Callable[[WatchlistStore], Done]) -> Done:
        turns.append(None)
        return do(work)

    monkeypatch.setattr(world.stores, "do", counted)
    assert len(world.post.history(session, HistoryQuery(ZHANG))) == 3
    assert len(turns) >= 3


def test_a_screen_that_was_away_for_long_gets_all_in_parts(world: LocalWorld) -> None:
    session = logged_in(world)
    first = world.ring(ZHANG)
    known = world.post.changes(session, 0).revision
    for number in range(AT_MOST + 1):
        world.wait(1)
        world.ring(LI, camera=f"door-{number}")
    one = world.post.changes(session, known)
    two = world.post.changes(session, one.revision)
    assert (len(one.alarms), one.more, len(two.alarms), two.more) == (AT_MOST, True, 1, False)
    assert first not in {view.alarm_id for view in one.alarms}
    assert world.post.changes(session, two.revision).alarms == ()


def test_a_screen_that_knows_more_than_the_store_begins_anew(world: LocalWorld) -> None:
    """The database was restored from a backup."""
    session, alarm_id = logged_in(world), world.ring(ZHANG)
    answer = world.post.changes(session, 5000)
    assert ([view.alarm_id for view in answer.alarms], answer.revision) == ([alarm_id], world.post.revision())


def test_history_finds_guards_by_their_names(world: LocalWorld) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG)
    world.post.act(session, alarm_id, Take())
    assert len(world.post.history(session, HistoryQuery(f"the {GUARD}"))) == 1
    assert world.post.history(session, HistoryQuery(f"the {SUPERVISOR}")) == ()


def test_the_board_is_what_the_screen_shows(world: LocalWorld) -> None:
    world.show("gate", b"\xff\xd8small")
    world.board.show_list(2, world.hand.now)
    overview = world.post.overview()
    assert [view.camera for view in overview.cameras] == ["gate"]
    assert (overview.people, overview.list_at, overview.at) == (2, world.hand.now, world.hand.now)


def test_a_photograph_that_cannot_be_cut_is_told(world: LocalWorld) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG)

    def failing(_data: bytes) -> bytes:
        raise NotAPicture("no picture")

    world.post._portraits = Portraits(failing)
    with pytest.raises(PostAway):
        world.post.enrolled(session, alarm_id, world.people[ZHANG])


def test_a_store_that_cannot_be_opened_is_tried_again() -> None:
    tries = iter([DatabaseBusy("locked")])

    def opening() -> WatchlistStore:
        for error in tries:
            raise error
        return WatchlistStore.open(None, TransparentCipher(), Hand().clock, Hand().new_id)

    stores = StoreThread(opening)
    with pytest.raises(PostAway) as told:
        stores.do(lambda store: store.alarm_revision)
    assert told.value.hint == DatabaseBusy.hint
    assert stores.do(lambda store: store.alarm_revision) == 0
    stores.close()
    stores.close()
    with pytest.raises(PostAway):
        stores.do(lambda store: store.alarm_revision)


def test_waiting_holds_nothing_and_looks_again_and_again(world: LocalWorld) -> None:
    """The time of a wait is the post's own: here each sleep is a moment in which something may happen."""
    session = logged_in(world)
    now, naps = [0.0], []

    def sleep(seconds: float) -> None:
        now[0] += seconds
        naps.append(seconds)
        if len(naps) == 3:
            world.ring(ZHANG)

    world.post._waiting = (lambda: now[0], sleep)
    assert len(world.post.changes(session, 0, 10.0).alarms) == 1
    assert len(naps) == 3
    known = world.post.revision()
    world.post.changes(session, known, 1.0)
    assert now[0] == pytest.approx(0.6 + 1.0)


def test_a_wrong_decision_is_corrected_within_its_time(world: LocalWorld) -> None:
    session, alarm_id = logged_in(world), world.ring(ZHANG)
    world.post.act(session, alarm_id, Decide(Verdict.NOT_THIS_PERSON))
    world.wait((CORRECTED_WITHIN - timedelta(seconds=1)).total_seconds())
    assert world.post.act(session, alarm_id, Decide(Verdict.CONFIRMED)).life.verdict is Verdict.CONFIRMED
