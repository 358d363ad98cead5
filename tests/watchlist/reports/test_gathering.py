"""Reports in a real store: kept once, sealed, each in its group, in whatever order and batches they come."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import StorageFull
from records.keys import DataKey
from records.opening import Place
from records.sealing import KeyedCipher
from tests.watchlist.reports.hand import BOTH, CALLS, MAN, SAME_MAN, WRITES, a_report, add, gathered, members
from tests.watchlist.store_hand import NOON, Hand, full_disk, open_store
from watchlist.errors import EntryRefused
from watchlist.reports import grouping
from watchlist.reports.errors import ReportRefused
from watchlist.reports.traces import Trace, TraceKind
from watchlist.reports.values import GroupState, NewReport

TRACES = [f"1380013800{digit}" for digit in range(7)]


def test_who_names_the_same_is_one_group(place: Place) -> None:
    with open_store(place) as store:
        add(store, CALLS, WRITES, MAN)
        assert gathered(store) == {frozenset({1}), frozenset({2}), frozenset({3})}
        add(store, BOTH)
        assert gathered(store) == {frozenset({1, 2, 4}), frozenset({3})}
        [group] = store.reports.groups(least=2)
        assert (group.group_id, group.reports, group.state) == (1, 3, GroupState.OPEN)
        told = [one for one in store.audit_records() if one.what == "reports.added"]
        assert (len(told), told[-1].who, told[-1].detail) == (4, "kiosk", {"reports": 1, "first": 4, "last": 4})
        store.verify()


def test_the_same_report_is_kept_once(place: Place) -> None:
    with open_store(place) as store:
        first = store.reports.add([a_report(CALLS, source="a"), a_report(MAN, source="a")], "reviewer")
        again = store.reports.add([a_report(MAN, source="b"), a_report(CALLS, " 北门"), a_report(CALLS, "南门")], "li")
        assert (first.report_ids, first.new) == ((1, 2), 2)
        assert (again.report_ids, again.new) == ((2, 1, 3), 1)
        keyed = [a_report(CALLS, key="k-1"), a_report(CALLS, key="k-2"), a_report(CALLS, key="k-1")]
        assert store.reports.add(keyed, "reviewer").report_ids == (4, 5, 4)


def test_a_trace_of_a_group_that_is_part_of_another_leads_to_the_whole(place: Place) -> None:
    with open_store(place) as store:
        add(store, TRACES[0], f"{TRACES[1]} 或 {TRACES[2]}", f"{TRACES[0]} 或 {TRACES[1]}", TRACES[2])
        assert gathered(store) == {frozenset({1, 2, 3, 4})}


def test_what_was_read_in_vain_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number is then given again, maybe by another program."""

    def full(*_: object) -> None:
        raise StorageFull("the disk is full")

    path = tmp_path / "gatehouse.db"
    with open_store(path) as store, open_store(path) as other:
        with monkeypatch.context() as patch, pytest.raises(StorageFull):
            patch.setattr(type(store.reports), "_take_apart", full)
            add(store, "停车场有个女的发名片代挂号")
        add(other, MAN)
        add(store, SAME_MAN)
        assert gathered(store) == {frozenset({1, 2})}


def test_without_a_trace_the_place_and_the_words_tell(place: Place) -> None:
    with open_store(place) as store:
        add(store, MAN, SAME_MAN, "停车场有个女的发名片代挂号")
        add(store, SAME_MAN, place="南门")
        assert gathered(store) == {frozenset({1, 2}), frozenset({3}), frozenset({4})}


def test_words_bring_reports_together_over_batches_and_within_one(tmp_path: Path) -> None:
    with open_store(tmp_path / "gatehouse.db") as store:
        store.reports.add([a_report(MAN), a_report(SAME_MAN)], "reviewer")
    with open_store(tmp_path / "gatehouse.db") as store:
        store.reports.add([a_report(SAME_MAN + "了")], "reviewer")
        assert gathered(store) == {frozenset({1, 2, 3})}


def test_our_own_numbers_bring_nothing_together(tmp_path: Path) -> None:
    ours = {Trace(TraceKind.PHONE, "4008108888")}
    with open_store(tmp_path / "gatehouse.db") as store:
        texts = ("打400-810-8888挂不上号", "保安说医院热线4008108888没人接，停车场有人卖号")
        store.reports.add([a_report(text) for text in texts], "reviewer", ours)
        assert len(gathered(store)) == 2


@pytest.fixture
def little_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchlist.reports.placing.MOST_COMPANY", 3)


@pytest.mark.usefixtures("little_company")
def test_what_only_everybodys_number_held_together_comes_apart(place: Place) -> None:
    hotline = "01012345678"
    with open_store(place) as store:
        add(store, *(f"{hotline} 或 {trace}" for trace in TRACES[:3]))
        add(store, f"打 {TRACES[0]}")
        assert gathered(store) == {frozenset({1, 2, 3, 4})}
        add(store, f"{hotline} 或 {TRACES[3]}", f"{hotline} 和 {TRACES[1]}", f"打 {hotline}，没有人接")
        assert gathered(store) == {frozenset({1, 4}), frozenset({2, 6}), frozenset({3}), frozenset({5}), frozenset({7})}
        told = [Trace(TraceKind.PHONE, number) for number in (hotline, TRACES[0])]
        assert store.reports.everybodys(told) == told[:1]
        assert store.reports.group(members(store, 2)[0].group_id).reports == 2
        store.verify()


def _connected(texts: list[frozenset[int]]) -> set[frozenset[int]]:
    """By the traces that were not named beside more than three others."""
    company: dict[int, set[int]] = {}
    for named in texts:
        for one in named:
            company.setdefault(one, set()).update(named - {one})
    usable = {one for one, beside in company.items() if len(beside) <= 3}
    placed = grouping.parts({n: named & usable for n, named in enumerate(texts, start=1)})  # type: ignore[misc]
    strong = {n for n, named in enumerate(texts, start=1) if named & usable}
    groups = {frozenset(n for n in strong if placed[n] == group) for group in placed.values()}  # type: ignore[index]
    return groups - {frozenset()}


@pytest.mark.usefixtures("little_company")
@settings(max_examples=40, deadline=None, suppress_health_check=list(settings.default.suppress_health_check))  # type: ignore[union-attr]
@given(
    st.lists(st.frozensets(st.integers(0, 6), min_size=1, max_size=3), min_size=1, max_size=12),
    st.lists(st.integers(1, 5), min_size=12, max_size=12),
)
def test_any_order_in_any_batches_comes_to_the_same(named: list[frozenset[int]], sizes: list[int]) -> None:
    reports = [a_report(" 或 ".join(TRACES[one] for one in sorted(some)), key=str(n)) for n, some in enumerate(named)]
    with open_store(None) as store:
        start = 0
        for size in sizes:
            store.reports.add(reports[start : start + size], "reviewer")
            start += size
        wanted = _connected(named)
        strong = frozenset().union(*wanted)
        assert {group & strong for group in gathered(store)} - {frozenset()} == wanted


def test_nothing_stands_in_clear_but_place_and_source(tmp_path: Path) -> None:
    path = tmp_path / "gatehouse.db"

    with open_store(path, cipher=KeyedCipher(DataKey(bytes(32)))) as store:
        store.reports.add([a_report(BOTH, source="kiosk-3", picture=b"picture of a man")], "reviewer")
        store._database.wipe_log()
    data = path.read_bytes()
    assert "北门".encode() in data
    assert b"kiosk-3" in data
    for secret in ("13800138000", "138 0013 8000", "huang666niu", "他的", "picture of a man"):
        assert secret.encode() not in data


def test_on_a_full_disk_nothing_of_a_batch_is_kept(place: Place) -> None:
    with open_store(place) as store:
        add(store, CALLS)
        with full_disk(store), pytest.raises(Exception, match="full"):
            store.reports.add([a_report(MAN * 40, key=str(n), picture=b"p" * 9000) for n in range(20)], "reviewer")
        assert gathered(store) == {frozenset({1})}
        assert add(store, "停车场发名片") == (2,)
        assert add(store, MAN) == (3,)
        assert len(gathered(store)) == 3


def test_what_cannot_be_a_report() -> None:
    with open_store(None) as store:
        with pytest.raises(EntryRefused):
            store.reports.add([a_report(CALLS)], " ")
        with pytest.raises(ReportRefused, match="not been yet"):
            store.reports.add([NewReport(NOON + timedelta(days=2), "", CALLS)], "reviewer")
        assert store.reports.groups(None) == []
    for wrong in ({"text": " "}, {"text": "x" * 4001}, {"place": "x" * 101}, {"source": "a\0"}, {"picture": b""}):
        with pytest.raises(ReportRefused):
            NewReport(**({"at": NOON, "place": "", "text": CALLS} | wrong))  # type: ignore[arg-type]


def test_the_key_is_the_moment_whatever_its_zone() -> None:
    hand = Hand()
    local = NOON.astimezone().replace(microsecond=0)
    with open_store(None, hand) as store:
        assert store.reports.add([NewReport(NOON, "", CALLS)], "a").new == 1
        assert store.reports.add([NewReport(local, "", CALLS)], "a").new == 0
