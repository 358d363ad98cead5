"""What the store keeps of an alarm's life, and what follows from how it ends."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from records.errors import StorageFull
from records.keys import KEY_BYTES, DataKey
from records.opening import Place
from records.sealing import KeyedCipher, TransparentCipher
from tests.watchlist.store_hand import NEXT_YEAR, NOON, Hand, an_alarm, full_disk, open_store, photo
from watchlist.alarms.errors import AlarmOver, AlarmTaken
from watchlist.alarms.life import (
    PROGRAM,
    Decide,
    Escalate,
    Forward,
    GuardId,
    LifeLimits,
    Release,
    Stage,
    Step,
    Take,
    Verdict,
)
from watchlist.alarms.stay import Stay
from watchlist.errors import NoSuchAlarm
from watchlist.store import WatchlistStore
from watchlist.types import AlarmId, PersonId

LI, WANG, ALARM = GuardId("li"), GuardId("wang"), AlarmId("a-1")
LIMITS = LifeLimits()
NOTE = "他在北门外等人"


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def store(hand: Hand, place: Place) -> Iterator[WatchlistStore]:
    with open_store(place, hand) as opened:
        yield opened


@pytest.fixture
def person(store: WatchlistStore) -> PersonId:
    return listed(store)


def listed(store: WatchlistStore, seed: int = 1) -> PersonId:
    return store.list_person(f"Person {seed}", "resold slots", NEXT_YEAR, "it", [photo(seed)]).person_id


def seconds(hand: Hand, s: float) -> None:
    hand.now += timedelta(seconds=s)


def rung(store: WatchlistStore, *who: PersonId, alarm_id: str = "a-1", at: Hand | None = None) -> AlarmId:
    store.raise_alarm(an_alarm(alarm_id, *who, at=at.now if at else NOON), b"jpeg")
    return AlarmId(alarm_id)


def test_taken_by_one_the_other_sees_who(store: WatchlistStore, person: PersonId) -> None:
    rung(store, person)
    assert store.act(ALARM, LI, Take()).life.owner == LI
    with pytest.raises(AlarmTaken) as refused:
        store.act(ALARM, WANG, Take())
    assert refused.value.who == LI
    assert store.alarm(ALARM).life.owner == LI


def test_two_programs_race_and_one_has_it(hand: Hand, place: Place) -> None:
    with open_store(place, hand) as mine, open_store(place, Hand(prefix="other")) as other:
        rung(mine, listed(mine))
        other.act(ALARM, WANG, Take())
        with pytest.raises(AlarmTaken):
            mine.act(ALARM, LI, Take())


def test_an_act_on_no_alarm(store: WatchlistStore) -> None:
    with pytest.raises(NoSuchAlarm):
        store.act(ALARM, LI, Take())


def test_every_step_is_kept_with_its_note_which_lies_sealed(store: WatchlistStore, person: PersonId) -> None:
    rung(store, person)
    store.act(ALARM, LI, Take())
    store.act(ALARM, LI, Forward(WANG))
    store.act(ALARM, WANG, Decide(Verdict.CONFIRMED, NOTE))
    assert [(one.who, one.act) for one in store.steps(ALARM)] == [
        (LI, Take()),
        (LI, Forward(WANG)),
        (WANG, Decide(Verdict.CONFIRMED, NOTE)),
    ]
    assert [one.who for one in store.audit_records() if one.what == "alarm.act"] == [LI, LI, WANG]
    assert store.verify()


def test_a_note_is_nowhere_in_clear(hand: Hand, tmp_path: Path) -> None:
    with open_store(tmp_path / "gatehouse.db", hand, KeyedCipher(DataKey(b"\x01" * KEY_BYTES))) as store:
        rung(store, listed(store))
        store.act(ALARM, LI, Decide(Verdict.CONFIRMED, NOTE))
        assert store.steps(ALARM)[0].act == Decide(Verdict.CONFIRMED, NOTE)
    for file in tmp_path.iterdir():
        assert NOTE.encode() not in file.read_bytes()


def test_steps_stand_in_their_order_also_when_the_clock_is_set_back(
    store: WatchlistStore, person: PersonId, hand: Hand
) -> None:
    rung(store, person)
    store.act(ALARM, LI, Take())
    hand.wait(minutes=-60)
    store.act(ALARM, LI, Release())
    assert store.alarm(ALARM).life.stage is Stage.RAISED
    assert store.act(ALARM, WANG, Take()).life.owner == WANG


def test_ids_do_not_put_steps_of_one_moment_in_order(place: Place, hand: Hand) -> None:
    counted = iter(range(99, 0, -1))
    with WatchlistStore.open(place, TransparentCipher(), hand.clock, lambda: f"id-{next(counted):02}") as store:
        rung(store, listed(store))
        for _ in range(2):  # a clock that was set back, or stands still
            assert store.act(ALARM, LI, Take()).life.owner == LI
            assert store.act(ALARM, LI, Release()).life.owner is None


def test_unanswered_alarms_escalate_and_expire_whoever_lets_time_pass(hand: Hand, place: Place) -> None:
    with open_store(place, hand) as store, open_store(place, Hand(prefix="other")) as other:
        rung(store, listed(store))
        later = NOON + timedelta(seconds=LIMITS.escalate_s)
        assert [one.life.level for one in store.pass_time(later, LIMITS)] == [1]
        assert other.pass_time(later + timedelta(seconds=3), LIMITS) == []
        after_hours = NOON + timedelta(seconds=LIMITS.expire_s)
        assert [one.life.stage for one in other.pass_time(after_hours, LIMITS)] == [Stage.EXPIRED]
        assert store.open_alarms() == []
        with pytest.raises(AlarmOver):
            store.act(ALARM, LI, Take())
        assert store.steps(ALARM)[0].who == PROGRAM


def test_two_programs_that_kept_an_alarm_apart_agree_when_they_exchange_their_steps(hand: Hand) -> None:
    with open_store(None, hand) as door, open_store(None, Hand(prefix="hub")) as hub:
        for store in (door, hub):
            rung(store, listed(store))
        door.act(ALARM, LI, Take())
        hand.now = NOON
        hub.act(ALARM, WANG, Take())
        hub.pass_time(NOON + timedelta(seconds=400), LIMITS)
        lives = {hub.merge_steps(ALARM, door.steps(ALARM)).life, door.merge_steps(ALARM, hub.steps(ALARM)).life}
        assert len(lives) == 1
        before = door.alarm_revision
        door.merge_steps(ALARM, hub.steps(ALARM))
        assert door.alarm_revision == before


def test_a_merged_step_of_another_does_not_end_what_was_taken(store: WatchlistStore, person: PersonId) -> None:
    rung(store, person)
    store.act(ALARM, LI, Take())
    late = Step("theirs", NOON + timedelta(seconds=5), WANG, Decide(Verdict.NOT_THIS_PERSON))
    assert store.merge_steps(ALARM, [late]).life.owner == LI
    assert late in store.steps(ALARM)


def test_every_change_has_a_later_revision(store: WatchlistStore, person: PersonId, hand: Hand) -> None:
    rung(store, person)
    rung(store, person, alarm_id="a-2")
    seen = [store.alarm_revision]
    for change in (
        lambda: store.act(ALARM, LI, Take()),
        lambda: store.update_alarm(ALARM, hand.now, "hall", 0.8),
        lambda: store.pass_time(NOON + timedelta(minutes=1), LIMITS),
        lambda: store.erase(person, "it", "revoked"),
    ):
        change()
        assert store.alarm_revision > seen[-1]
        assert store.changed_since(seen[-1])
        seen.append(store.alarm_revision)
    assert store.changed_since(seen[-1]) == []


def test_not_this_person_keeps_the_entry_and_the_score_and_not_the_face(
    store: WatchlistStore, person: PersonId, hand: Hand
) -> None:
    rung(store, person)
    store.act(ALARM, LI, Decide(Verdict.NOT_THIS_PERSON))
    store.pass_time(hand.now, LIMITS)
    assert store.picture(ALARM, LI) == b"jpeg", "it can still be corrected"
    seconds(hand, 121)
    store.pass_time(hand.now, LIMITS)
    with pytest.raises(NoSuchAlarm):
        store.picture(ALARM, LI)
    assert [(one.person_id, one.score) for one in store.rejections()] == [(person, 0.7)]
    store.pass_time(hand.now, LIMITS)
    assert len(store.rejections()) == 1


def test_a_corrected_decision_rejects_nobody(store: WatchlistStore, person: PersonId, hand: Hand) -> None:
    rung(store, person)
    store.act(ALARM, LI, Decide(Verdict.NOT_THIS_PERSON))
    store.act(ALARM, LI, Decide(Verdict.CONFIRMED))
    seconds(hand, 500)
    store.pass_time(hand.now, LIMITS)
    assert store.rejections() == []
    assert store.picture(ALARM, LI) == b"jpeg"


def test_a_rejected_tie_counts_for_both(store: WatchlistStore, person: PersonId, hand: Hand) -> None:
    other = listed(store, 2)
    rung(store, person, other)
    store.act(ALARM, LI, Decide(Verdict.NOT_THIS_PERSON))
    seconds(hand, 121)
    store.pass_time(hand.now, LIMITS)
    assert {(one.person_id, round(one.score, 2)) for one in store.rejections()} == {(person, 0.7), (other, 0.69)}


def rejected(store: WatchlistStore, hand: Hand, person: PersonId, alarm_id: str) -> None:
    rung(store, person, alarm_id=alarm_id, at=hand)
    store.act(AlarmId(alarm_id), LI, Decide(Verdict.NOT_THIS_PERSON))
    seconds(hand, 121)
    store.pass_time(hand.now, LIMITS)


def test_an_entry_that_is_wrong_again_and_again_proposes_its_review(
    store: WatchlistStore, person: PersonId, hand: Hand
) -> None:
    for number in range(2):
        rejected(store, hand, person, f"a-{number}")
    assert store.reviews_due(hand.now) == []
    rejected(store, hand, person, "a-2")
    assert [(one.person_id, one.rejections) for one in store.reviews_due(hand.now)] == [(person, 3)]
    assert store.reviews_due(hand.now + timedelta(days=91)) == []
    store.reviewed(person, "it")
    assert store.reviews_due(hand.now) == []


def test_an_erased_person_leaves_no_rejection_no_note_and_no_picture(
    store: WatchlistStore, person: PersonId, hand: Hand
) -> None:
    rejected(store, hand, person, "a-1")
    rung(store, person, alarm_id="a-2", at=hand)
    store.act(AlarmId("a-2"), LI, Decide(Verdict.NOT_THIS_PERSON, NOTE))
    store.erase(person, "it", "revoked")
    seconds(hand, 500)
    store.pass_time(hand.now, LIMITS)
    assert store.rejections() == []
    assert store.steps(AlarmId("a-2"))[0].act == Decide(Verdict.NOT_THIS_PERSON, "")


def test_a_visit_leads_from_camera_to_camera(store: WatchlistStore, person: PersonId) -> None:
    rung(store, person)
    for at_s, camera, sure in ((10, "door", True), (20, "hall", True), (22, "hall", False), (25, "door", True)):
        store.update_alarm(ALARM, NOON + timedelta(seconds=at_s), camera, 0.8, sure=sure)
    store.update_alarm(ALARM, NOON + timedelta(seconds=90), "door", 0.6)

    def stay(camera: str, from_s: int, to_s: int, score: float) -> Stay:
        return Stay(camera, NOON + timedelta(seconds=from_s), NOON + timedelta(seconds=to_s), score)

    assert store.stays(ALARM) == [stay("door", 0, 25, 0.8), stay("hall", 20, 20, 0.8), stay("door", 90, 90, 0.6)]


def test_what_is_kept_no_longer_goes_with_its_steps_and_notes(
    store: WatchlistStore, person: PersonId, hand: Hand
) -> None:
    rung(store, person)
    store.act(ALARM, LI, Decide(Verdict.CONFIRMED, NOTE))
    hand.wait(days=40)
    assert store.purge_alarms(hand.now - timedelta(days=30)) == 1
    assert store.steps(ALARM) == []
    assert store.changed_since(0) == []
    assert store.verify()


def test_a_full_disk_changes_nothing(store: WatchlistStore, person: PersonId) -> None:
    rung(store, person)
    before = store.alarm(ALARM)
    with full_disk(store), pytest.raises(StorageFull):
        for _ in range(2000):
            store.act(ALARM, LI, Take())
    assert before.alarm_id == store.alarm(ALARM).alarm_id
    assert all(one.act == Take() for one in store.steps(ALARM))


def test_escalation_that_is_owed_after_a_sleep_happens_at_once(store: WatchlistStore, person: PersonId) -> None:
    rung(store, person)
    changed = store.pass_time(NOON + timedelta(hours=1), LIMITS)
    assert [one.life.level for one in changed] == [2]
    assert [one.act for one in store.steps(ALARM)] == [Escalate(), Escalate()]
