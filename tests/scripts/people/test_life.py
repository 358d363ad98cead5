"""`gatehouse people` suspend, resume, refuse, appeal and decide; and whom it does not list."""

from datetime import date
from pathlib import Path

import click
import pytest

from scripts.entrance.settings import Settings
from scripts.settings import SiteSettings
from scripts.site_time import today
from tests.scripts.people.world import Desk, Shot, of_kind, save
from tests.watchlist.store_hand import follow
from watchlist.errors import EntryRefused, WatchlistError


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """With one photograph of 张伟 enrolled by op-1."""
    desk = Desk(tmp_path / "home", capsys)
    desk.run("enrol", "张伟", save(tmp_path, "1.png", Shot(1)), "--operator", "op-1")
    return desk


def state(desk: Desk) -> str:
    [entry] = desk.run("list", "--all")
    with desk.context.open_store() as store:
        assert bool(store.templates("world@1", today())) == (entry["state"] == "active")
    return str(entry["state"])


def test_a_suspended_entry_rings_no_more_until_it_is_resumed(desk: Desk) -> None:
    assert desk.run("suspend", "张伟", "--why", "a doubt") == [{"event": "suspended", "person": "张伟"}]
    assert state(desk) == "suspended"
    assert desk.text("list").endswith("suspended")
    desk.run("resume", "张伟")
    assert state(desk) == "active"
    with pytest.raises(EntryRefused, match="is active and cannot be resumed"):
        desk.run("resume", "张伟")


def test_a_proposal_is_turned_down_with_a_word_why(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(EntryRefused, match="turned down"):
        desk.run("refuse", "张伟", "--why", "no evidence")
    desk.context.settings = Settings(site=SiteSettings(four_eyes=True))
    desk.run("revoke", "张伟")
    desk.run("renew", "张伟", "--operator", "op-1")
    assert state(desk) == "proposed"
    with pytest.raises(click.MissingParameter):
        desk.run("refuse", "张伟")
    desk.run("refuse", "张伟", "--why", "no evidence", "--operator", "op-2")
    assert state(desk) == "revoked"


def test_an_appeal_holds_the_entry_until_two_others_say_the_same(desk: Desk) -> None:
    desk.run("appeal", "张伟", "--text", "it was not me", "--operator", "op-1")
    assert state(desk) == "on-hold"
    assert [one["text"] for one in desk.run("appeal", "张伟", "--operator", "op-2")] == ["it was not me"]
    with desk.context.open_store() as store:
        [look] = store.audit_records(newest=1)
        assert (look.who, look.what) == ("op-2", "appeal.looked_at")
    with pytest.raises(EntryRefused, match="op-1 proposed"):
        desk.run("decide", "张伟", "--verdict", "appeal-granted", "--operator", "op-1")
    with pytest.raises(click.MissingParameter):
        desk.run("decide", "张伟", "--operator", "op-2")
    assert "until another says the same" in desk.text(
        "decide", "张伟", "--verdict", "listing-stands", "--operator", "op-2"
    )
    assert desk.run("list")[0]["decisions"] == [{"who": "op-2", "upheld": True}]
    assert desk.text("list").endswith("on-hold  (op-2: the listing stands)")
    [settled] = desk.run("decide", "张伟", "--verdict", "listing-stands", "--operator", "op-3")
    assert (settled["state"], state(desk)) == ("active", "active")


def test_a_granted_appeal_ends_the_entry(desk: Desk) -> None:
    desk.run("appeal", "张伟", "--text", "it was not me")
    desk.run("decide", "张伟", "--verdict", "appeal-granted", "--operator", "op-2")
    assert "the appeal is granted" in desk.text("decide", "张伟", "--verdict", "appeal-granted", "--operator", "op-3")
    assert state(desk) == "revoked"


def test_who_enrols_states_that_it_is_an_adult_and_a_minor_is_refused(desk: Desk, tmp_path: Path) -> None:
    assert "minors are not listed" in desk.text("enrol", "--help")
    path = save(tmp_path, "2.png", Shot(2))
    minor = date(today().year - 17, 1, 1)
    with pytest.raises(EntryRefused, match="minors are not listed"):
        desk.run("enrol", "person-2", path, "--born", minor)
    assert of_kind(desk.run("enrol", "person-2", path, "--born", "1980-02-29"), "enrolled")
    assert "you state that they are adults" in desk.remarks


def test_a_shared_entry_is_shown_as_such_and_not_added_to(desk: Desk, tmp_path: Path) -> None:
    with desk.context.open_store() as store:
        follow(store, "李四", 1)
        with store._database.writing():
            digest = store._cipher.mac("李四".encode(), "name")
            store._database.execute("UPDATE blobs SET digest = ? WHERE id = '李四/name'", (digest,))
    told = {one["person"]: one for one in desk.run("list")}
    assert (told["李四"]["list"], told["李四"]["source"], told["李四"]["photos"]) == ("beijing", "first hospital", 1)
    assert "list" not in told["张伟"]
    assert "(shared, from first hospital)" in desk.text("list")
    with pytest.raises(WatchlistError, match="could not be enrolled"):
        desk.run("enrol", "李四", save(tmp_path, "2.png", Shot(2)))
    assert '"event": "shared"' in "\n".join(desk.lines)
    with pytest.raises(EntryRefused, match="belongs to the list"):
        desk.run("revoke", "李四")
