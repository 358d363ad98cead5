"""Every kind of record goes when its time is over, and that it does is provable."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from records.account_rules import FORGOTTEN_AFTER, SessionLimits
from records.opening import Place
from records.pins import PinHasher
from tests.records.tampering import tamper
from tests.watchlist.store_hand import NOON, TODAY, Hand, an_alarm, open_store, photo
from watchlist.reports.values import GroupId, NewReport
from watchlist.retention import KINDS, Kept, Periods, carry_out, how_it_stands
from watchlist.store import WatchlistStore

PERIODS = Periods(
    alarms=timedelta(days=30),
    ended_entries=timedelta(days=10),
    reports=timedelta(days=365),
    dismissed_reports=timedelta(days=20),
    sessions=SessionLimits(3600, 3600),
)
PIN = "482913"


@pytest.fixture
def hand() -> Hand:
    return Hand()


def filled(store: WatchlistStore, hand: Hand) -> None:
    """With something of every kind whose time runs."""
    store.list_person("张伟", "reason", TODAY + timedelta(days=300), "wei", [photo(1)])
    ended = store.list_person("李娜", "reason", TODAY, "wei", [photo(2)])
    store.raise_alarm(an_alarm("a-1", ended.person_id, at=hand.now), b"jpeg")
    reports = [NewReport(hand.now, "north gate", f"call 1380013800{n} for a slot {n}", "kiosk") for n in (1, 2)]
    ids = store.reports.add(reports, "kiosk").report_ids
    store.reports.dismiss(GroupId(ids[1]), "wei", "nothing in it")
    store.accounts._hasher = PinHasher(rounds=1, memory_kib=8)
    store.accounts.add("wei", "王伟", "guard", PIN, "op", hand.now)
    tried_on = store.accounts.begin_pin_try("wei", "10.0.0.7", hand.now)
    store.accounts.end_pin_try("wei", True, tried_on, "10.0.0.7", hand.now, PERIODS.sessions)
    store.accounts.begin_pin_try("wei", "10.0.0.8", hand.now)


TIMES = {
    "sessions": timedelta(hours=1),
    "wrong tries": FORGOTTEN_AFTER,
    "ended entries": timedelta(days=11),
    "dismissed reports": timedelta(days=20),
    "alarms": timedelta(days=30),
    "reports": timedelta(days=365),
}
"""When what `filled` made at noon is over."""


def test_each_kind_goes_when_its_time_is_over_and_not_before(place: Place, hand: Hand) -> None:
    with open_store(place, hand) as store:
        filled(store, hand)
        assert not any(carry_out(store, PERIODS, hand.now).values())
        for kind, time in TIMES.items():
            hand.now = NOON + time - timedelta(hours=0.5 if kind == "sessions" else 13 if "ended" in kind else 1)
            before = carry_out(store, PERIODS, hand.now)
            assert not before[kind], kind
            hand.now = NOON + time + timedelta(seconds=1)
            assert carry_out(store, PERIODS, hand.now)[kind] == 1, kind
        store.verify()


def test_every_kind_whose_time_runs_here_is_tried() -> None:
    told_by_nodes = {"delivered alarms"}  # tests/watchlist/upstream/test_book.py
    assert {kind.name for kind in KINDS if kind.purge} - told_by_nodes == set(TIMES)


def kept(store: WatchlistStore, hand: Hand, name: str) -> Kept:
    return next(one for one in how_it_stands(store, PERIODS, hand.now) if one.kind.name == name)


def test_what_is_there_too_long_is_told_until_it_went(place: Place, hand: Hand) -> None:
    with open_store(place, hand) as store:
        filled(store, hand)
        assert not any(one.is_overdue for one in how_it_stands(store, PERIODS, hand.now))
        hand.now = NOON + timedelta(days=366)
        assert {one.kind.name for one in how_it_stands(store, PERIODS, hand.now) if one.is_overdue} == set(TIMES)
        assert kept(store, hand, "alarms").oldest == NOON
        carry_out(store, PERIODS, hand.now)
        assert not any(one.is_overdue for one in how_it_stands(store, PERIODS, hand.now))


def test_each_carrying_out_leaves_its_mark_and_one_record_where_anything_went(place: Place, hand: Hand) -> None:
    with open_store(place, hand) as store:
        filled(store, hand)
        assert kept(store, hand, "alarms").mark is None
        before = len(store.audit_records())
        carry_out(store, PERIODS, hand.now)
        assert len(store.audit_records()) == before
        mark = kept(store, hand, "alarms").mark
        assert mark is not None
        assert (mark.at, mark.gone, mark.ever) == (NOON, 0, 0)
        hand.now = NOON + timedelta(days=31)
        carry_out(store, PERIODS, hand.now)
        [record] = [one for one in store.audit_records() if one.what == "retention.carried_out"]
        rule = "30 days after the person was last seen (site.keep_alarms_days)"
        assert record.detail["alarms"] == {"gone": 1, "rule": rule}
        assert "reports" not in record.detail
        hand.wait(minutes=60)
        carry_out(store, PERIODS, hand.now)
        mark = kept(store, hand, "alarms").mark
        assert mark is not None
        assert (mark.at, mark.rule, mark.gone, mark.ever) == (hand.now, rule, 0, 1)
        store.verify()


def test_what_was_carried_out_within_the_hour_is_not_marked_again_unless_its_rule_changed(
    place: Place, hand: Hand
) -> None:
    with open_store(place, hand) as store:
        carry_out(store, PERIODS, hand.now)
        hand.wait(minutes=59)
        carry_out(store, PERIODS, hand.now)
        mark = kept(store, hand, "alarms").mark
        assert mark is not None
        assert mark.at == NOON
        carry_out(store, replace(PERIODS, alarms=timedelta(days=29)), hand.now)
        mark = kept(store, hand, "alarms").mark
        assert mark is not None
        assert mark.at == hand.now


def test_a_mark_that_somebody_changed_is_none(place: Place, hand: Hand) -> None:
    with open_store(place, hand) as store:
        carry_out(store, PERIODS, hand.now)
        tamper(store._database, "UPDATE meta SET value = ? WHERE name = 'retention'", b"x")
        assert all(one.mark is None for one in how_it_stands(store, PERIODS, hand.now))


def test_an_entry_that_ended_is_as_old_as_its_end_at_the_site(tmp_path: Path, hand: Hand) -> None:
    with open_store(tmp_path / "list.db", hand) as store:
        revoked = store.list_person("张伟", "reason", TODAY + timedelta(days=300), "wei")
        store.revoke(revoked.person_id, "wei")
        store.list_person("李娜", "reason", TODAY, "wei")
        assert kept(store, hand, "ended entries").oldest == NOON.replace(hour=0)
        hand.now = NOON.replace(hour=0) + timedelta(days=10, minutes=-1)
        assert carry_out(store, PERIODS, hand.now)["ended entries"] == 0
        hand.wait(minutes=1)
        assert carry_out(store, PERIODS, hand.now)["ended entries"] == 1
        assert kept(store, hand, "ended entries").oldest == NOON.replace(hour=0) + timedelta(days=1)
