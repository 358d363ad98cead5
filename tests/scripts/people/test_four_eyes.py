"""`gatehouse people` and `alarms` where two must agree, where every look is on record and time runs out."""

from datetime import timedelta
from pathlib import Path

import pytest

from scripts import opening
from scripts.alarms import alarms
from scripts.entrance.settings import Settings
from scripts.settings import SiteSettings
from scripts.site_time import now_at_site, today
from tests.scripts.people.world import Desk, Shot, of_kind, save
from tests.watchlist.store_hand import an_alarm
from watchlist.erasure_ledger import add_lines
from watchlist.errors import EntryRefused, NobodyByThatName, WatchlistError


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """With one photograph of 张伟, proposed by op-1 and approved by op-2."""
    desk = Desk(tmp_path / "home", capsys)
    desk.context.settings = Settings(site=SiteSettings(four_eyes=True))
    desk.run("enrol", "张伟", save(tmp_path, "1.png", Shot(1, 1)), "--operator", "op-1")
    desk.run("approve", "张伟", "--operator", "op-2")
    return desk


def ringing(desk: Desk) -> int:
    with desk.context.open_store() as store:
        return len(store.templates("world@1", today()))


def looks(desk: Desk, what: str) -> list[tuple[str, object]]:
    with desk.context.open_store() as store:
        return [(one.who, dict(one.detail)) for one in store.audit_records() if one.what == what]


def test_a_photograph_added_by_one_counts_when_another_approved_it(desk: Desk, tmp_path: Path) -> None:
    events = desk.run("enrol", "张伟", save(tmp_path, "2.png", Shot(1, 2)), "--operator", "op-1")
    [added] = of_kind(events, "added")
    assert "approve" in added["hint"]
    assert ringing(desk) == 1
    assert desk.run("list")[0]["waiting"] == 1
    assert desk.text("list").endswith("active  (1 photograph for approval)")
    with pytest.raises(EntryRefused, match="these photographs"):
        desk.run("approve", "张伟", "--operator", " OP-1")
    desk.run("approve", "张伟", "--operator", "op-2")
    assert ringing(desk) == 2


def test_an_approver_is_told_that_their_own_photographs_still_wait(desk: Desk, tmp_path: Path) -> None:
    for take, operator in ((2, "op-1"), (3, "op-2")):
        desk.run("enrol", "张伟", save(tmp_path, f"{take}.png", Shot(1, take)), "--operator", operator)
    assert "1 photograph of your own" in desk.text("approve", "张伟", "--operator", "op-2")
    assert ringing(desk) == 2


def test_who_revokes_and_renews_alone_only_proposes(desk: Desk) -> None:
    desk.run("revoke", "张伟", "--operator", "op-1")
    [renewed] = desk.run("renew", "张伟", "--operator", "op-1")
    assert (renewed["state"], ringing(desk)) == ("proposed", 0)
    desk.run("approve", "张伟", "--operator", "op-2")
    assert ringing(desk) == 1


def test_one_face_proposed_under_two_names_is_held_back_in_a_later_run_too(desk: Desk, tmp_path: Path) -> None:
    desk.run("enrol", "person-2", save(tmp_path, "p.png", Shot(2, 1)), "--operator", "op-1")
    with pytest.raises(WatchlistError):
        desk.run("enrol", "person-3", save(tmp_path, "q.png", Shot(2, 2)), "--operator", "op-1")
    assert '"other": "person-2"' in "\n".join(desk.lines)


def test_looking_at_the_list_and_at_the_alarms_is_on_record(desk: Desk) -> None:
    desk.run("list", "--reasons", "--operator", "curious")
    desk.run("list")
    told = looks(desk, "list.looked_at")
    assert told == [
        ("curious", {"entries": 1, "reasons": True}),
        (desk.context.operator, {"entries": 1, "reasons": False}),
    ]
    alarms.main(["list", "--operator", "curious"], "alarms", standalone_mode=False, obj=desk.context)
    assert looks(desk, "alarms.looked_at") == [("curious", {"alarms": 0})]


@pytest.mark.parametrize("command", [("list",), ("alarms",)])
def test_what_is_kept_too_long_goes_also_where_no_watch_runs(
    desk: Desk, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = now_at_site() - timedelta(days=31)
    with monkeypatch.context() as then:
        then.setattr(opening, "now_at_site", lambda: long_ago)
        desk.run("revoke", "张伟")
    with desk.context.open_store() as store:
        [entry] = store.entries(today())
        store.raise_alarm(an_alarm("a-1", entry.person_id, at=long_ago), b"jpeg")
    if command == ("alarms",):
        alarms.main(["list"], "alarms", standalone_mode=False, obj=desk.context)
    else:
        desk.run("list")
        assert "1 expired more than 30 days ago" in desk.remarks
    with desk.context.open_store() as store:
        assert (store.entries(today()), store.alarms()) == ([], [])
    with pytest.raises(NobodyByThatName):
        desk.run("renew", "张伟")


def test_whom_the_ledger_knows_to_be_erased_is_not_shown_where_no_watch_runs(desk: Desk) -> None:
    """An older copy of the database was put back by hand."""
    with desk.context.open_store() as store:
        [entry] = store.entries(today())
        add_lines(desk.context.home / "gatehouse.erased", [entry.person_id], now_at_site(), store._cipher)
    assert desk.run("list", "--all") == []
    assert "older than its ledger" in desk.remarks


def test_the_site_says_how_long_an_expired_entry_is_kept(desk: Desk) -> None:
    desk.context.settings = Settings(site=SiteSettings(keep_expired_days=0))
    desk.run("revoke", "张伟")  # its last day was yesterday
    assert desk.run("list", "--all") == []
