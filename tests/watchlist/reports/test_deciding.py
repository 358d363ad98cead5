"""What becomes of groups, and what is kept no longer."""

from datetime import timedelta

import pytest

from records.opening import Place
from tests.watchlist.reports.hand import BOTH, CALLS, MAN, SAME_MAN, WRITES, a_report, add, gathered
from tests.watchlist.store_hand import NEXT_YEAR, NOON, Hand, open_store
from watchlist.errors import EntryRefused
from watchlist.hub.http.wire import LONGEST_WORDS
from watchlist.reports.errors import GroupDecided, NoSuchGroup, ReportRefused
from watchlist.reports.values import GroupId, GroupState, ReportId, Wanted
from watchlist.types import PersonId

ONE = GroupId(1)
LONG_AGO = NOON - timedelta(days=3650)


def test_a_group_gives_the_evidence_of_a_proposal(place: Place) -> None:
    with open_store(place) as store:
        reports = [a_report(CALLS, "北门", 5), a_report("13800138000" + "又" * 300, "南门", 0, picture=b"jpeg")]
        store.reports.add(reports, "kiosk")
        told = store.reports.particulars(ONE, "li")
        assert (told.report_ids, told.pictures) == ((2, 1), (2,))
        lines = told.evidence.splitlines()
        assert lines[0] == "Reports 2, 1 (group 1): 2, 2026-07-31 to 2026-07-31, at 南门, 北门."
        assert lines[1].startswith("2, 2026-07-31 12:00, 南门: 13800138000又又")
        assert lines[1].endswith("又...")
        assert lines[2] == f"1, 2026-07-31 12:05, 北门: {CALLS}"
        entry = store.list_person("黄某", "sells places", NEXT_YEAR, "li", evidence=told.evidence, four_eyes=True)
        group = store.reports.propose(ONE, entry.person_id, "li", "three people name him")
        assert (group.state, group.person_id, group.decided_by) == (GroupState.PROPOSED, entry.person_id, "li")
        assert store.reports.why(ONE) == "three people name him"
        assert store.audit_records(1)[0].detail == {"person": entry.person_id, "pictures_deleted": 0, "reports": 2}
        assert store.reports.picture(ReportId(2), "li") == b"jpeg"


def test_evidence_of_however_many_reports_is_taken_by_a_hub() -> None:
    with open_store(None) as store:
        many = [a_report(f"13800138000 {'又' * 500}{n}", f"{n}" * 20, n) for n in range(300)]
        store.reports.add(many, "kiosk")
        told = store.reports.particulars(ONE, "li")
        assert 2_000 < len(told.evidence) <= LONGEST_WORDS
        first, *quoted, last = told.evidence.splitlines()
        assert first.startswith("Reports 1, 2, 3, ")
        assert "12 and 288 more (group 1): 300, " in first
        assert last == f"and {300 - len(quoted)} more"


def test_who_is_erased_takes_the_reports_along_and_nobody_elses(place: Place) -> None:
    with open_store(place) as store:
        store.reports.add([a_report(CALLS, picture=b"his face"), a_report(BOTH)], "kiosk")
        entry = store.list_person("黄某", "sells places", NEXT_YEAR, "li", evidence="e")
        store.reports.propose(ONE, entry.person_id, "li", "it is 黄某")
        add(store, WRITES, MAN)
        store.erase(entry.person_id, "li", "asked for")
        assert store.reports.search(Wanted("13800138000"), "li") == []
        with pytest.raises(NoSuchGroup):
            store.reports.group(ONE)
        assert store.reports.why(ONE) is None
        numbers = [row["number"] for row in store._database.rows("SELECT DISTINCT number FROM scalper_report_traces")]
        owners = {row["owner"] for row in store._database.rows("SELECT owner FROM blobs")}
        assert (numbers, owners) == ([3], {"report/3", "report/4"})
        assert gathered(store) == {frozenset({3}), frozenset({4})}
        with pytest.raises(EntryRefused):
            store.reports.propose(GroupId(3), entry.person_id, "li")
        store.verify()


def test_no_trace_is_left_of_what_only_the_reports_of_an_erased_entry_named(place: Place) -> None:
    with open_store(place) as store:
        add(store, BOTH)
        entry = store.list_person("黄某", "sells places", NEXT_YEAR, "li", evidence="e")
        store.reports.propose(ONE, entry.person_id, "li")
        add(store, WRITES, f"{WRITES}，或13900139000")
        store.erase(entry.person_id, "li", "asked for")
        named = {bytes(row["digest"]) for row in store._database.rows("SELECT digest FROM scalper_report_traces")}
        company = store._database.rows("SELECT * FROM scalper_report_company")
        assert len(company) == 2
        assert {bytes(one) for row in company for one in row.values()} == named


def test_a_proposal_needs_somebody_on_the_list() -> None:
    with open_store(None) as store:
        add(store, CALLS)
        with pytest.raises(EntryRefused):
            store.reports.propose(ONE, PersonId("nobody"), "li")
        assert store.reports.group(ONE).state is GroupState.OPEN


def test_dismissing_deletes_the_pictures_and_closes_the_group(place: Place) -> None:
    with open_store(place) as store:
        store.reports.add([a_report(CALLS, picture=b"jpeg"), a_report(MAN, picture=b"his face")], "kiosk")
        group = store.reports.dismiss(ONE, "wang", "a relative of the patient")
        assert (group.state, group.decided_by, group.decided_at) == (GroupState.DISMISSED, "wang", NOON)
        assert store.reports.why(ONE) == "a relative of the patient"
        record = store.audit_records(1)[0]
        assert (record.who, record.what, record.subject) == ("wang", "reports.dismissed", "1")
        assert record.detail == {"reports": 1, "pictures_deleted": 1}
        assert not store.reports.report(ReportId(1), "wang").has_picture
        assert not store._blobs.holds("report/1/picture")
        assert store.reports.picture(ReportId(2), "wang") == b"his face"
        assert store.reports.report(ReportId(1), "wang").text == CALLS


def test_what_comes_later_is_a_group_of_its_own_that_names_the_earlier(place: Place) -> None:
    with open_store(place) as store:
        add(store, CALLS, MAN)
        store.reports.dismiss(ONE, "wang", "nothing in it")
        store.reports.dismiss(GroupId(2), "wang", "nothing in it")
        add(store, BOTH, WRITES, SAME_MAN)
        assert gathered(store) == {frozenset({3, 4}), frozenset({5})}
        assert [one.group_id for one in store.reports.earlier(GroupId(3))] == [1]
        assert store.reports.earlier(GroupId(5)) == []
        for act in (lambda: store.reports.dismiss(ONE, "li", "x"), lambda: store.reports.particulars(ONE, "li")):
            with pytest.raises(GroupDecided):
                act()


def test_a_decision_needs_a_group_somebody_and_a_reason() -> None:
    with open_store(None) as store:
        add(store, CALLS)
        with pytest.raises(ReportRefused):
            store.reports.dismiss(ONE, "li", " ")
        with pytest.raises(EntryRefused):
            store.reports.dismiss(ONE, "", "why")
        with pytest.raises(NoSuchGroup):
            store.reports.dismiss(GroupId(7), "li", "why")
        assert store.reports.groups()[0].state is GroupState.OPEN


def test_what_is_old_or_was_dismissed_long_ago_goes(place: Place) -> None:
    hand = Hand()
    with open_store(place, hand) as store:
        store.reports.add([a_report(CALLS, picture=b"jpeg")], "kiosk")
        hand.wait(days=10)
        add(store, WRITES, MAN)
        add(store, BOTH)
        store.reports.dismiss(GroupId(3), "li", "nothing in it")
        assert store.reports.purge(LONG_AGO, LONG_AGO) == 0
        assert store.reports.purge(NOON + timedelta(days=1), hand.now) == 1
        assert gathered(store) == {frozenset({2, 4})}
        assert store.reports.group(ONE).reports == 2
        hand.wait(days=1)
        assert store.reports.purge(LONG_AGO, hand.now) == 1
        assert [one.what for one in store.audit_records(1)] == ["reports.purged"]
        assert [one.group_id for one in store.reports.groups(None)] == [1]
        assert store.reports.purge(hand.now, hand.now) == 2
        left = [
            store._database.rows(f"SELECT * FROM {table}")
            for table in ("scalper_reports", "scalper_report_groups", "scalper_report_traces", "blobs")
        ]
        left += [
            store._database.rows(f"SELECT * FROM scalper_report_{name}") for name in ("threads", "bands", "company")
        ]
        assert left == [[]] * 7
        assert add(store, CALLS) == (5,)
        assert store.reports.search(Wanted("专家号"), "li")[0].report_id == 5
        store.verify()


def test_a_purge_goes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchlist.reports.deciding._PURGED_AT_ONCE", 2)
    with open_store(None) as store:
        add(store, *(f"第{n}个 1390000000{n}" for n in range(5)))
        assert store.reports.purge(NOON + timedelta(minutes=1), LONG_AGO) == 5
