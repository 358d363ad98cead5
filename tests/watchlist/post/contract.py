"""What every post does, whatever stands behind it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.watchlist.post.worlds import BADGE, CAPTURED, GUARD, NAMES, OTHER, PINS, PLAN, SUPERVISOR, PostWorld
from watchlist.alarms.errors import AlarmOver, AlarmTaken, NotYourAlarm
from watchlist.alarms.life import Decide, Forward, GuardId, Release, Stage, Take, Verdict
from watchlist.errors import NoSuchAlarm
from watchlist.post.errors import LoginRefused, NotAllowed, SessionOver
from watchlist.post.values import Badge, GuardRole, HistoryQuery, Pin, Session
from watchlist.types import AlarmId, PersonId

ZHANG, LI = NAMES


class PostContract:
    """Test classes of it bring a fixture `world`."""

    def test_a_guard_logs_in_with_the_pin_or_the_badge(self, world: PostWorld) -> None:
        by_pin, by_badge = world.log_in(), world.post.log_in(Badge(BADGE))
        assert by_pin.guard == by_badge.guard
        assert (by_pin.guard.guard_id, by_pin.guard.role) == (GUARD, GuardRole.GUARD)
        assert by_pin.token != by_badge.token
        assert by_pin.until > world.post.overview().at

    @pytest.mark.parametrize(
        "credential",
        [Pin(GUARD, PINS[OTHER]), Pin(GUARD, ""), Pin(GuardId("nobody"), PINS[GUARD]), Badge("04FFFFFF"), Badge("")],
    )
    def test_nobody_else_does(self, world: PostWorld, credential: Pin | Badge) -> None:
        with pytest.raises(LoginRefused):
            world.post.log_in(credential)

    def test_before_anybody_logs_in_nothing_is_told_about_anybody(self, world: PostWorld) -> None:
        alarm_id = world.ring(ZHANG)
        overview = world.post.overview()
        assert (overview.open_alarms, overview.loudest) == (1, 0)
        assert overview.oldest_open_at == overview.last_alarm_at
        assert ZHANG not in repr(overview)
        assert world.people[ZHANG] not in repr(overview)
        stranger = Session("made up", world.log_in().guard, overview.at)
        with pytest.raises(SessionOver):
            world.post.changes(stranger, 0)
        for ask in (world.post.captured, world.post.sheet):
            with pytest.raises(SessionOver):
                ask(stranger, alarm_id)
        with pytest.raises(SessionOver):
            world.post.plan(stranger)

    def test_a_session_ends_when_its_guard_logs_out(self, world: PostWorld) -> None:
        session = world.log_in()
        world.post.log_out(session)
        world.post.log_out(session)
        with pytest.raises(SessionOver):
            world.post.colleagues(session)

    def test_the_screen_offers_the_guards_and_an_alarm_their_colleagues(self, world: PostWorld) -> None:
        assert {guard.guard_id for guard in world.post.overview().guards} == set(PINS)
        assert {guard.guard_id for guard in world.post.colleagues(world.log_in())} == {OTHER, SUPERVISOR}

    def test_changes_bring_what_is_open_and_then_only_what_is_new(self, world: PostWorld) -> None:
        session = world.log_in()
        assert world.post.changes(session, 0).alarms == ()
        first = world.ring(ZHANG)
        changes = world.post.changes(session, 0)
        assert [view.alarm_id for view in changes.alarms] == [first]
        assert world.post.changes(session, changes.revision).alarms == ()
        second = world.ring(LI)
        world.post.act(session, first, Take())
        later = world.post.changes(session, changes.revision)
        assert [view.alarm_id for view in later.alarms] == [second, first]
        assert later.alarms[-1].life.owner == GUARD
        assert not later.more

    def test_who_waits_for_changes_hears_of_them_at_once(self, world: PostWorld) -> None:
        session = world.log_in()
        world.ring(ZHANG)
        known = world.post.changes(session, 0).revision
        with ThreadPoolExecutor(1) as other:
            answer = other.submit(world.post.changes, session, known, 30.0)
            alarm_id = world.ring(LI)
            assert [view.alarm_id for view in answer.result(20).alarms] == [alarm_id]

    def test_who_waits_in_vain_is_answered_too(self, world: PostWorld) -> None:
        session = world.log_in()
        world.ring(ZHANG)
        known = world.post.changes(session, 0).revision
        answer = world.post.changes(session, known, 0.05)
        assert (answer.alarms, answer.revision) == ((), known)

    def test_an_alarm_names_whom_it_may_be(self, world: PostWorld) -> None:
        session = world.log_in()
        world.ring(ZHANG)
        world.ring(ZHANG, LI)
        one, tie = world.post.changes(session, 0).alarms
        assert [candidate.name for candidate in one.candidates] == [ZHANG]
        assert [candidate.name for candidate in tie.candidates] == [ZHANG, LI]
        assert (one.is_tie, tie.is_tie) == (False, True)
        assert one.has_picture
        assert one.one_in is None
        assert one.candidates[0].has_photo

    def test_both_faces_are_pictures(self, world: PostWorld) -> None:
        session = world.log_in()
        alarm_id = world.ring(ZHANG, LI)
        assert world.post.captured(session, alarm_id) == CAPTURED
        faces = [world.post.enrolled(session, alarm_id, world.people[name]) for name in NAMES]
        assert all(face.startswith(b"\xff\xd8") for face in faces)
        assert faces[0] != faces[1]

    def test_only_the_faces_of_the_alarm_are_told(self, world: PostWorld) -> None:
        session = world.log_in()
        alarm_id = world.ring(ZHANG)
        with pytest.raises(NoSuchAlarm):
            world.post.enrolled(session, alarm_id, world.people[LI])
        with pytest.raises(NoSuchAlarm):
            world.post.enrolled(session, alarm_id, PersonId("nobody"))

    def test_why_somebody_is_listed_stands_on_the_sheet_alone(self, world: PostWorld) -> None:
        session = world.log_in()
        alarm_id = world.ring(ZHANG)
        assert "sold slots" not in repr(world.post.changes(session, 0))
        world.post.act(session, alarm_id, Take())
        world.post.act(session, alarm_id, Decide(Verdict.CANNOT_TELL, "戴口罩"))
        sheet = world.post.sheet(session, alarm_id)
        assert [reason[:10] for reason in sheet.reasons] == ["sold slots"]
        assert [stay.camera for stay in sheet.stays] == ["door"]
        assert [(step.who, step.act) for step in sheet.steps] == [
            (GUARD, Take()),
            (GUARD, Decide(Verdict.CANNOT_TELL, "戴口罩")),
        ]
        assert sheet.alarm.life.verdict is Verdict.CANNOT_TELL

    def test_of_two_who_take_an_alarm_one_has_it(self, world: PostWorld) -> None:
        mine, theirs = world.log_in(), world.log_in(OTHER)
        alarm_id = world.ring(ZHANG)
        assert world.post.act(mine, alarm_id, Take()).life.owner == GUARD
        with pytest.raises(AlarmTaken) as told:
            world.post.act(theirs, alarm_id, Take())
        assert told.value.who == GUARD

    def test_only_a_supervisor_takes_an_alarm_over(self, world: PostWorld) -> None:
        mine, theirs, boss = world.log_in(), world.log_in(OTHER), world.log_in(SUPERVISOR)
        alarm_id = world.ring(ZHANG)
        world.post.act(mine, alarm_id, Take())
        with pytest.raises(NotAllowed):
            world.post.act(theirs, alarm_id, Take(over=True))
        assert world.post.act(boss, alarm_id, Take(over=True)).life.owner == SUPERVISOR

    def test_an_alarm_is_given_back_by_who_has_it_alone(self, world: PostWorld) -> None:
        mine, theirs = world.log_in(), world.log_in(OTHER)
        alarm_id = world.ring(ZHANG)
        world.post.act(mine, alarm_id, Take())
        with pytest.raises(NotYourAlarm) as told:
            world.post.act(theirs, alarm_id, Release())
        assert told.value.who == GUARD
        forwarded = world.post.act(mine, alarm_id, Forward(OTHER)).life
        assert (forwarded.stage, forwarded.meant_for) == (Stage.RAISED, OTHER)

    def test_what_is_decided_is_over(self, world: PostWorld) -> None:
        mine, theirs = world.log_in(), world.log_in(OTHER)
        alarm_id = world.ring(ZHANG)
        assert world.post.act(mine, alarm_id, Decide(Verdict.CONFIRMED)).life.stage is Stage.DECIDED
        with pytest.raises(AlarmOver) as told:
            world.post.act(theirs, alarm_id, Take())
        assert told.value.who == GUARD
        assert world.post.overview().open_alarms == 0

    def test_what_there_is_not_is_told(self, world: PostWorld) -> None:
        session, nothing = world.log_in(), AlarmId("nothing")
        world.ring(ZHANG)
        for ask in (
            lambda: world.post.captured(session, nothing),
            lambda: world.post.sheet(session, nothing),
            lambda: world.post.act(session, nothing, Take()),
            lambda: world.post.enrolled(session, nothing, world.people[ZHANG]),
        ):
            with pytest.raises(NoSuchAlarm):
                ask()

    def test_history_finds_all_the_words_in_names_cameras_guards_and_notes(self, world: PostWorld) -> None:
        session = world.log_in()
        first = world.ring(ZHANG, camera="north")
        world.wait(60)
        second = world.ring(LI, camera="south")
        world.post.act(session, second, Decide(Verdict.CONFIRMED, "Blue coat"))

        def found(words: str, **more: object) -> list[str]:
            return [view.alarm_id for view in world.post.history(session, HistoryQuery(words, **more))]  # type: ignore[arg-type]

        assert found("") == [second, first]
        assert (found(ZHANG), found("NORTH"), found("blue south"), found(GUARD)) == (
            [first],
            [first],
            [second],
            [second],
        )
        assert found(f"{ZHANG} south") == []
        assert found("", limit=1) == [second]
        assert found("", before=world.post.history(session, HistoryQuery())[0].raised_at) == [first]

    def test_a_camera_that_shows_nothing_has_no_picture(self, world: PostWorld) -> None:
        session = world.log_in()
        assert world.post.thumbnail(session, "gate") is None
        world.show("gate", b"\xff\xd8small")
        assert world.post.thumbnail(session, "gate") == b"\xff\xd8small"

    def test_the_plan_and_where_its_cameras_hang_come_to_whoever_is_logged_in(self, world: PostWorld) -> None:
        session, alarm_id = world.log_in(), world.ring(ZHANG)
        assert world.post.overview().has_plan
        assert world.post.plan(session) == PLAN.picture
        assert world.post.sheet(session, alarm_id).places == PLAN.places
