"""Searching what is sealed."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.opening import Place
from tests.watchlist.reports.hand import BOTH, CALLS, MAN, WRITES, a_report, add
from tests.watchlist.store_hand import NOON, open_store
from watchlist.errors import EntryRefused
from watchlist.reports import index
from watchlist.reports.errors import NoSuchGroup, NoSuchReport
from watchlist.reports.keyed import Keyed
from watchlist.reports.likeness import plain
from watchlist.reports.values import GroupId, GroupState, ReportId, Wanted
from watchlist.store import WatchlistStore


def found(store: WatchlistStore, words: str = "", limit: int = 50, **more: object) -> list[int]:
    return [one.report_id for one in store.reports.search(Wanted(words, **more), "reviewer", limit)]  # type: ignore[arg-type]


def test_by_words_number_and_name(place: Place) -> None:
    with open_store(place) as store:
        assert found(store, "专家号") == []
        add(store, CALLS, WRITES, BOTH, MAN)
        assert found(store, "专家号") == [4, 1]
        assert found(store, "专家号 北门") == [4]
        assert found(store, "１３８-0013-8000") == found(store, "一三八零零一三八零零零") == [3, 1]
        assert found(store, "微信 huang666niu") == [3, 2]
        assert found(store, "huang666niu") == [3, 2]
        assert found(store, "HUANG666") == [3, 2]
        assert found(store, "13800138000 专家号") == [1]
        assert found(store, "0013 8000") == [3, 1]
        assert found(store, "紫色飞船") == []
        assert found(store, limit=2) == [4, 3]


def test_what_came_later_is_found_too(place: Place) -> None:
    with open_store(place) as store, open_store(place) as other:
        add(store, CALLS)
        assert found(store, "专家号") == [1]
        add(other, MAN)
        assert found(store, "专家号") == [2, 1]


def test_by_place_time_and_state(place: Place) -> None:
    with open_store(place) as store:
        start = NOON - timedelta(days=1)
        reports = [a_report(CALLS, "北门", 0), a_report(MAN, "南门", 10), a_report(WRITES, "北门", 20)]
        store.reports.add(reports, "reviewer")
        store.reports.dismiss(GroupId(3), "reviewer", "nothing in it")
        assert found(store, place=" 北门 ") == [3, 1]
        assert found(store, "号", place="北门") == [3, 1]
        assert found(store, since=start + timedelta(minutes=10)) == [3, 2]
        assert found(store, until=start + timedelta(minutes=10)) == [1]
        assert found(store, state=GroupState.DISMISSED) == [3]
        assert found(store, "号", state=GroupState.OPEN) == [2, 1]
        assert found(store, group_id=GroupId(2)) == [2]


def test_a_report_and_its_picture_are_looked_at_on_record(place: Place) -> None:
    with open_store(place) as store:
        store.reports.add([a_report(CALLS, source="kiosk-3", picture=b"jpeg"), a_report(MAN)], "kiosk")
        report = store.reports.report(ReportId(1), "li")
        assert (report.text, report.place, report.source, report.has_picture) == (CALLS, "北门", "kiosk-3", True)
        assert store.reports.picture(ReportId(1), "li") == b"jpeg"
        found(store, "专家号")
        told = [(one.who, one.what, one.subject, one.detail) for one in store.audit_records(3)]
        assert told == [
            ("li", "report.looked_at", "1", {}),
            ("li", "report.picture_looked_at", "1", {}),
            ("reviewer", "reports.searched", "", {"found": 2}),
        ]
        with pytest.raises(NoSuchReport):
            store.reports.picture(ReportId(2), "li")
        with pytest.raises(NoSuchReport):
            store.reports.report(ReportId(3), "li")
        with pytest.raises(NoSuchGroup):
            store.reports.group(GroupId(3))
        with pytest.raises(EntryRefused):
            store.reports.search(Wanted(), " ")


def test_the_largest_groups_come_first(place: Place) -> None:
    with open_store(place) as store:
        add(store, MAN, CALLS, BOTH, "13800138000还在")
        assert [(one.group_id, one.reports) for one in store.reports.groups()] == [(2, 3), (1, 1)]
        assert [one.group_id for one in store.reports.groups(least=2)] == [2]
        assert [one.group_id for one in store.reports.groups(limit=1)] == [2]


def test_the_index_reads_in_pieces_and_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_AT_ONCE", 3)
    with open_store(None) as store:
        for start in range(0, 20, 5):
            store.reports.add([a_report(f"第{n:02}个人卖号", key=str(n)) for n in range(start, start + 5)], "reviewer")
            assert found(store, f"第{start:02}个") == [start + 1]
        assert found(store, "卖号", limit=100) == list(range(20, 0, -1))


@settings(deadline=None)
@given(st.text(max_size=60), st.data())
def test_a_signature_holds_that_of_all_that_stands_in_the_text(text: str, data: st.DataObject) -> None:
    with open_store(None) as store:
        keyed = Keyed(store._cipher)
    spelled = plain(text)
    start = data.draw(st.integers(0, len(spelled)))
    part = spelled[start : data.draw(st.integers(start, len(spelled)))]
    inner, outer = keyed.signature(part), keyed.signature(text)
    assert ((outer & inner) == inner).all()
