"""Reports at a hub: told by those who only tell, read and decided by those who keep the list."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from records.opening import Place
from records.rates import Rate
from tests.watchlist.hub.hub_hand import HubWorld, a_world, served
from tests.watchlist.store_hand import NEXT_YEAR, photo
from watchlist.errors import EntryRefused
from watchlist.hub.errors import HubAway, NotAllowed, NotUnderstoodThere
from watchlist.hub.http.asking import Asking
from watchlist.hub.http.client import HubListing
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.report_values import ReportRules
from watchlist.reports.errors import GroupDecided, NoSuchGroup, NoSuchReport, ReportRefused
from watchlist.reports.protocol import Reports
from watchlist.reports.traces import traces_in
from watchlist.reports.values import GroupId, GroupState, NewReport, ReportId, Wanted

CALLS, AGAIN, OURS = "他说打13800138000就有号", "又是 138 0013 8000 这个人", "医院热线 010-12345678"


def stripped(data: bytes) -> bytes:
    if not data.startswith(b"picture"):
        raise ReportRefused("no picture")
    return b"cleaned " + data


@pytest.fixture
def world(place: Place) -> Iterator[HubWorld]:
    with a_world(place) as world:
        rules = ReportRules(frozenset(traces_in(OURS)), stripped)
        world.service._site = replace(world.site, reports=rules)
        yield world


@pytest.fixture
def url(world: HubWorld) -> Iterator[str]:
    with served(world) as url:
        yield url


def told(world: HubWorld, text: str, key: str = "", picture: bytes | None = None) -> NewReport:
    return NewReport(world.hand.now, "北门", text, "hotline", picture, key)


def test_a_kiosk_tells_and_looks_at_nothing_and_a_letter_that_came_twice_is_one(world: HubWorld, url: str) -> None:
    report = told(world, CALLS, "run-1")
    with HubListing(url, world.token("kiosk")) as kiosk:
        first, again = kiosk.reports.add([report], ""), kiosk.reports.add([report], "")
        assert (first.report_ids, first.new, again.new) == (again.report_ids, 1, 0)
        with pytest.raises(NotAllowed):
            kiosk.reports.report(first.report_ids[0], "")
    with HubListing(url, world.token("watch")) as watch:
        assert watch.reports.add([report], "").new == 1  # another program's number 1
    with world.open_store() as store:
        found = store.reports.search(Wanted(), "test")
        assert {one.source for one in found} == {"kiosk-1", "watch-1"}  # whatever they say
        assert len({one.group_id for one in found}) == 1
    assert ("kiosk-1", "reports.added", "") in world.audited()


def test_a_reviewer_works_with_them_as_with_the_homes_own(world: HubWorld, url: str) -> None:
    with HubListing(url, world.token("guard")) as guard:
        guard.reports.add([told(world, CALLS, picture=b"picture with a place in it")], "")
        guard.reports.add([told(world, AGAIN)], "")
        with pytest.raises(ReportRefused, match="no picture"):
            guard.reports.add([told(world, "something else", picture=b"rubbish")], "")
    with HubListing(url, world.token("reviewer")) as hub, world.open_store() as store:
        both: tuple[Reports, Reports] = (hub.reports, store.reports)
        one, other = both
        assert one.search(Wanted("13800138000"), "x") == other.search(Wanted("13800138000"), "x")
        since = Wanted(place="北门", since=world.hand.now - timedelta(hours=1), state=GroupState.OPEN)
        assert [len(each.search(since, "x")) for each in both] == [2, 2]
        [group] = one.groups(least=2)
        assert [group] == other.groups(least=2)
        assert one.group(group.group_id) == other.group(group.group_id)
        assert one.report(ReportId(1), "x") == other.report(ReportId(1), "x")
        assert one.picture(ReportId(1), "x") == b"cleaned picture with a place in it"
        assert one.particulars(group.group_id, "x") == other.particulars(group.group_id, "x")
        assert one.everybodys(traces_in(CALLS)) == other.everybodys(traces_in(CALLS)) == []
        assert one.dismiss(group.group_id, "x", "a doctor's number").decided_by == "reviewer"
        assert one.why(group.group_id) == "a doctor's number"
        one.add([told(world, CALLS, "later")], "x")
        [later] = one.groups()
        assert one.earlier(later.group_id) == other.earlier(later.group_id) != []
        with pytest.raises(GroupDecided):
            one.dismiss(group.group_id, "x", "again")
        with pytest.raises(NoSuchReport):
            one.picture(ReportId(1), "x")
        with pytest.raises(NoSuchGroup):
            one.group(GroupId(99))
    assert {("reviewer", "reports.searched", ""), ("reviewer", "report.picture_looked_at", "1")} <= set(world.audited())


def test_a_group_becomes_what_an_entry_rests_on(world: HubWorld, url: str) -> None:
    with HubListing(url, world.token("reviewer")) as hub:
        kept = hub.reports.add([told(world, CALLS, "1"), told(world, AGAIN, "2"), told(world, OURS, "3")], "x")
        assert (len(kept.report_ids), kept.new) == (3, 3)
        assert [one.reports for one in hub.reports.groups()] == [2, 1]  # the hub knows what is everybody's
        particulars = hub.reports.particulars(GroupId(1), "x")
        entry = hub.list_person(
            *("张伟", "sells slots", NEXT_YEAR, "x", [photo(1)]), evidence=particulars.evidence, basis="b", adult=True
        )
        assert hub.reports.propose(GroupId(1), entry.person_id, "x", "they agree").state is GroupState.PROPOSED
        with pytest.raises(EntryRefused):
            hub.reports.propose(GroupId(3), "nobody", "x")  # type: ignore[arg-type]


def test_rubbish_is_told_as_such(world: HubWorld, url: str) -> None:
    right = {"key": "1", "at": world.hand.now, "place": "北门", "text": CALLS}
    wrong: list[tuple[dict[str, object], type[Exception]]] = [
        ({"at": datetime(2026, 1, 3)}, NotUnderstoodThere),
        ({"at": world.hand.now.replace(year=9999)}, NotUnderstoodThere),
        ({"at": world.hand.now + timedelta(days=3)}, ReportRefused),
        ({"text": "字" * 4001}, NotUnderstoodThere),
        ({"text": "   "}, ReportRefused),
        ({"place": "北" * 101}, ReportRefused),
        ({"picture": b""}, NotUnderstoodThere),
        ({"report_id": 7}, NotUnderstoodThere),
    ]
    with Asking(url, world.token("kiosk")) as asking:
        for change, error in wrong:
            with pytest.raises(error) as refused:
                asking.ask("tell_report", **{**right, **change})
            assert refused.value.hint  # type: ignore[attr-defined]
    with world.open_store() as store:
        assert store.reports.search(Wanted(), "test") == []


def test_who_tells_without_end_has_to_wait_and_nobody_else(tmp_path: Path) -> None:
    limits = ListLimits(reports=Rate(per_s=0.1, burst=3))
    with a_world(tmp_path / "hub.db", limits) as world, served(world) as url:
        with HubListing(url, world.token("kiosk")) as kiosk:
            for number in range(3):
                kiosk.reports.add([told(world, CALLS, str(number))], "")
            with pytest.raises(HubAway, match="too often"):
                kiosk.reports.add([told(world, CALLS, "4")], "")
            world.seconds += 10
            kiosk.reports.add([told(world, CALLS, "4")], "")
        with HubListing(url, world.token("guard")) as guard:
            assert guard.reports.add([told(world, CALLS, "1")], "").new == 1
