"""`gatehouse people --hub URL` at a real hub in a process of its own; accounts, nodes, logging in."""

import json
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
import httpx
import pytest

from records.errors import AccountRefused, PassphraseRefused
from scripts.accounts.command import accounts
from scripts.command import Context
from scripts.errors import CommandError, SettingsError
from scripts.hub.list_store import open_list_store
from scripts.hub.process import hub_process
from scripts.hub.settings import HubTree
from scripts.main import run
from scripts.site_time import today
from tests.postgres_peer import PostgresPeer
from tests.scripts.hub.list_hand import AtTheHub, SomebodyElsewhere, list_home
from tests.scripts.people.world import Shot, save
from watchlist.errors import EntryRefused, WatchlistError
from watchlist.hub.errors import HubAway, LoginRefused, NodeKeyRefused, NotAllowed, SessionOver
from watchlist.hub.http.client import HubListing

STATED = ("--reason", "sold slots", "--evidence", "two guards saw it", "--basis", "agreement 7", "--adult")


@dataclass
class Many:
    """Of the hub's PC and of two more; `urls` of the hub's processes, one for each of two people."""

    hub: AtTheHub
    li_na: SomebodyElsewhere
    wang_wei: SomebodyElsewhere
    urls: tuple[str, str]
    folder: Path

    def audited(self) -> list[tuple[str, str]]:
        with open_list_store(Context(self.hub.home)) as store:
            store.verify()
            return [(one.who, one.what) for one in store.audit_records()]


@pytest.fixture
def many(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Many]:
    """On PostgreSQL, where a test asks for it, two processes serve one list, and the two people ask one each."""
    database, processes = "", 1
    if getattr(request, "param", "sqlite") == "postgresql":
        peer: PostgresPeer = request.getfixturevalue("postgres")
        database, processes = peer.new_database(), 2
    hub = AtTheHub(list_home(tmp_path / "院内", database), tmp_path, capsys)
    hub.make_everybody()
    people = [SomebodyElsewhere(tmp_path, name, capsys, monkeypatch) for name in ("li.na", "wang.wei")]
    with ExitStack() as running:
        urls = [running.enter_context(hub_process(hub.home))[0] for _ in range(processes)]
        for one, url in zip(people, (urls[0], urls[-1]), strict=True):
            one.log_in(url)
        yield Many(hub, people[0], people[1], (urls[0], urls[-1]), tmp_path)


@pytest.mark.parametrize("many", ["sqlite", "postgresql"], indirect=True)
def test_people_works_against_a_hub_as_it_does_at_home(many: Many) -> None:
    photo = save(many.folder, "1.png", Shot(1))
    [*_, summary] = many.li_na.run("enrol", "张伟", photo, *STATED)
    assert (summary["added_people"], summary["people"]) == (1, 1)
    [rests_on] = many.wang_wei.run("show", "张伟")
    assert {"reason": "sold slots", "evidence": "two guards saw it", "basis": "agreement 7"}.items() <= rests_on.items()
    [waiting] = many.wang_wei.run("list", "--reasons")
    assert (waiting["state"], waiting["listed_by"], waiting["source"]) == ("proposed", "li.na", "第一医院")
    with pytest.raises(NotAllowed, match="reviewer"):
        many.li_na.run("approve", "张伟")
    assert many.wang_wei.run("approve", "张伟", "--operator", "somebody else") == [
        {"event": "approved", "person": "张伟"}
    ]
    with pytest.raises(EntryRefused, match="does not wait"):
        many.wang_wei.run("approve", "张伟")
    many.wang_wei.run("suspend", "张伟", "--why", "a doubt")
    many.wang_wei.run("resume", "张伟")
    many.li_na.run("appeal", "张伟", "--text", "it was my brother")
    assert [one["text"] for one in many.wang_wei.run("appeal", "张伟")] == ["it was my brother"]
    [on_hold] = many.wang_wei.run("decide", "张伟", "--verdict", "listing-stands")
    assert on_hold["state"] == "on-hold"
    out = many.folder / "sheet.jpg"
    many.wang_wei.run("show", "张伟", "--out", out)
    assert out.read_bytes().startswith(b"\xff\xd8")
    seen = many.audited()
    looks = {f"{what}.looked_at" for what in ("photo", "appeal", "list", "evidence", "basis")}
    assert {what for _, what in seen} >= looks | {"person.listed", "call.refused", "account.logged_in"}
    assert ("somebody else", "person.approved") not in seen
    assert ("wang.wei", "person.approved") in seen
    health = httpx.get(f"{many.urls[1]}/healthz", trust_env=False).json()
    assert (health["database"], health["list"]) == (True, True)


def test_a_later_day_at_a_hub_waits_for_the_approver(many: Many) -> None:
    until, later = today() + timedelta(days=30), today() + timedelta(days=90)
    many.li_na.run("enrol", "张伟", save(many.folder, "1.png", Shot(1)), *STATED, "--until", until)
    many.wang_wei.run("approve", "张伟")
    [renewed] = many.li_na.run("renew", "张伟", "--until", later, "--why", "seen again")
    assert (renewed["state"], renewed["until"], renewed["later"]) == ("active", str(until), str(later))
    with pytest.raises(NotAllowed, match="reviewer"):
        many.li_na.run("approve", "张伟")
    [waiting] = many.wang_wei.run("list")
    assert (waiting["until"], waiting["later"]) == (str(until), {"until": str(later), "asked_by": "li.na"})
    many.wang_wei.run("approve", "张伟")
    [counts] = many.li_na.run("list")
    assert (counts["until"], "later" in counts) == (str(later), False)


def test_a_second_photograph_and_a_lookalike_are_told_as_at_home(many: Many) -> None:
    many.li_na.run("enrol", "张伟", save(many.folder, "1.png", Shot(1)), *STATED)
    events = many.li_na.run("enrol", "张伟", save(many.folder, "2.png", Shot(1, 1)), *STATED)
    assert events[0]["event"] == "added"
    again = many.li_na.run("enrol", "张伟", save(many.folder, "1.png", Shot(1)), *STATED)
    assert again[0]["event"] == "already"
    with pytest.raises(WatchlistError, match="could not be enrolled"):
        many.li_na.run("enrol", "李娜", save(many.folder, "3.png", Shot(1, 2)), *STATED)


def test_a_hub_wants_it_said_that_they_are_adults(many: Many) -> None:
    photo = save(many.folder, "1.png", Shot(1))
    with pytest.raises(click.UsageError, match="--adult"):
        many.li_na.run("enrol", "张伟", photo, *STATED[:-1])
    with pytest.raises(EntryRefused, match="legal basis"):
        many.li_na.run("enrol", "张伟", photo, *STATED[:4], "--adult")


def test_a_hub_takes_nobody_without_a_reason(many: Many) -> None:
    with pytest.raises(EntryRefused, match="needs a reason"):
        many.li_na.run("enrol", "张伟", save(many.folder, "1.png", Shot(1)), *STATED[2:])
    assert many.li_na.run("list") == []


def test_the_session_is_kept_apart_from_every_home_for_this_user_alone(many: Many) -> None:
    [kept] = many.li_na.sessions.iterdir()
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    told = json.loads(kept.read_text(encoding="utf-8"))["value"]
    assert told["account_id"] == "li.na"
    many.li_na.log_out()
    assert list(many.li_na.sessions.iterdir()) == []
    with HubListing(many.urls[0], told["token"]) as over, pytest.raises(SessionOver):
        over.about()
    with pytest.raises(CommandError, match="not logged in"):
        many.li_na.run("list")
    with pytest.raises(LoginRefused):
        many.li_na.log_in(many.urls[0], "wrong wrong wrong wrong")


def test_a_nodes_key_is_told_once_and_ends_when_it_is_revoked(many: Many) -> None:
    [made] = many.hub.nodes("add", "west-gate", "--kind", "watch", "--photos")
    [node] = many.hub.nodes("list")
    assert (node["id"], node["kind"], node["photos"]) == ("west-gate", "watch", True)
    with HubListing(many.urls[0], made["key"]) as watch:
        assert watch.about().list_id == "beijing"
        with pytest.raises(NotAllowed):
            watch.entry_by_name("张伟")
        file = many.folder / "west-gate.key"
        many.hub.nodes("renew", "west-gate", "--out", file)
        with pytest.raises(NodeKeyRefused):
            watch.about()
    with HubListing(many.urls[1], file.read_text(encoding="ascii").strip()) as watch:
        assert watch.about().name == "west-gate"
        many.hub.nodes("revoke", "west-gate")
        with pytest.raises(NodeKeyRefused):
            watch.about()
    assert [one["state"] for one in many.hub.nodes("list")] == ["revoked"]


def test_a_hub_that_is_gone_is_told_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub = AtTheHub(list_home(tmp_path / "home"), tmp_path, capsys)
    hub.make_everybody()
    with hub_process(hub.home) as (url, process), HubListing(url, "x" * 43) as listing:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        with pytest.raises(HubAway) as away:
            listing.about()
    assert away.value.hint


@pytest.mark.parametrize(
    "passphrase", ["short", "aaaaaaaaaaaaaaaa", "chenchenchenchen", "the privacy", "CHEN-chen.chen"]
)
def test_a_passphrase_that_everybody_tries_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], passphrase: str
) -> None:
    hub = AtTheHub(list_home(tmp_path / "home"), tmp_path, capsys)
    with pytest.raises(PassphraseRefused):
        hub.run(accounts, "add", "chen", "--name", "陈", "--role", "admin", "--passphrase-file", hub.secret(passphrase))


def test_accounts_are_made_once_and_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub = AtTheHub(list_home(tmp_path / "home"), tmp_path, capsys)
    hub.make_everybody()
    with pytest.raises(AccountRefused, match="already"):
        hub.make_everybody()
    file = hub.secret("another long passphrase")
    assert hub.run(accounts, "set-passphrase", "chen", "--passphrase-file", file)[0]["event"] == "passphrase"
    hub.run(accounts, "remove", "chen")
    assert [one["id"] for one in hub.run(accounts, "list")] == ["li.na", "wang.wei"]
    with pytest.raises(AccountRefused, match="nobody"):
        hub.run(accounts, "set-passphrase", "chen", "--passphrase-file", file)


def test_a_home_without_a_list_says_what_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["accounts", "list"], home=tmp_path) == 2
    assert "[hub]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        'role = "master"',
        'role = "authority"',
        'role = "authority"\nlist_id = "Beijing!"\nsource = "x"',
        'role = "authority"\nlist_id = "beijing"',
        'database = "mysql://x"',
    ],
)
def test_what_cannot_be_a_list_is_a_settings_fault(tmp_path: Path, text: str) -> None:
    (tmp_path / "gatehouse.toml").write_text(f"[hub]\n{text}\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        Context(tmp_path).settings_of(HubTree)
