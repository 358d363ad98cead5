"""`gatehouse join` and `gatehouse leave` as somebody types them, and what the doctor says of the hub."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scripts.command import Context
from scripts.doctor.findings import Health
from scripts.doctor.following import following_findings
from scripts.following.settings import FollowSettings
from scripts.main import FAILED, WRONG_USAGE, run
from tests.watchlist.feed.client_hand import node_of
from watchlist.feed.client.fake_authority import MODEL, FakeAuthority, Misdeed
from watchlist.feed.client.fake_hub import KEY, FakeHub, Misconduct
from watchlist.feed.client.follower import Wanted


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GATEHOUSE_KEYS", str(tmp_path / "keys"))
    home = tmp_path / "home"
    home.mkdir()
    (home / "node.key").write_text(KEY + "\n", encoding="utf-8")
    return home


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with FakeHub(FakeAuthority(now=datetime.now(UTC) - timedelta(seconds=30))) as hub:
        hub.authority.put("hopper")
        yield hub


def joining(hub: FakeHub, *more: str) -> list[str]:
    root = hub.authority.root_public.hex()
    typed = " ".join(root[place : place + 8] for place in range(0, 64, 8)).upper()
    return ["join", "--list", hub.authority.list_id, "--root", typed, "--operator", "wei", "--json", *more]


def with_hub(hub: FakeHub) -> tuple[str, ...]:
    return ("--hub", hub.url, "--key-file", "node.key")


def write_settings(home: Path, hub: FakeHub) -> None:
    (home / "gatehouse.toml").write_text(f'[follow]\nhub = "{hub.url}"\nkey_file = "node.key"\n', encoding="utf-8")


def test_a_home_joins_follows_and_leaves(home: Path, hub: FakeHub, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(joining(hub, *with_hub(hub)), home=home) == 0
    out, said = capsys.readouterr()
    assert json.loads(out) == {"event": "joined", "list": "fake-list", "hub": hub.url, "revision": 1}
    assert f'[follow]\nhub = "{hub.url}"\nkey_file = "node.key"' in said
    context = Context(home)
    with node_of(hub, home, wanted=Wanted(MODEL), open_keeper=context.open_store) as node:
        node.follows(1)
    with context.open_store() as store:
        assert [entry.name for entry in store.entries(datetime.now(UTC).date())] == ["Grace Hopper"]
    write_settings(home, hub)
    assert run(joining(hub), home=home) == 0
    assert capsys.readouterr().err == ""
    assert run(["leave", "--operator", "wei", "--json"], home=home) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"event": "left", "list": "fake-list", "dropped": 1}
    assert run(["leave", "--operator", "wei"], home=home) == FAILED


def test_a_site_without_a_network_keeps_the_key_alone(
    home: Path, hub: FakeHub, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(joining(hub), home=home) == 0
    assert json.loads(capsys.readouterr().out)["revision"] is None
    assert hub.asked == []


@pytest.mark.parametrize("misdeed", [Misdeed.FOREIGN_ROOT, Misdeed.FOREIGN_KEY, Misdeed.FORGED, Misdeed.WRONG_DIGEST])
def test_a_hub_that_lies_is_not_joined(home: Path, hub: FakeHub, misdeed: Misdeed) -> None:
    hub.authority.misbehave(misdeed)
    assert run(joining(hub, *with_hub(hub)), home=home) == FAILED
    with Context(home).open_store() as store:
        assert store.standing("beijing") is None


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--root", "12ab"], WRONG_USAGE),
        (["--root", "zz" * 32], WRONG_USAGE),
        (["--hub", "http://127.0.0.1:1"], WRONG_USAGE),
        (["--hub", "http://10.0.0.5:8414", "--key-file", "node.key"], FAILED),
        (["--hub", "http://127.0.0.1:1", "--key-file", "node.key"], FAILED),
        (["--list", "No Such List"], WRONG_USAGE),
    ],
)
def test_what_cannot_be_joined_is_told(home: Path, hub: FakeHub, arguments: list[str], code: int) -> None:
    assert run([*joining(hub), *arguments], home=home) == code


def test_the_settings_of_a_hub_go_together() -> None:
    for wrong in ({"hub": "https://hub"}, {"key_file": "k"}, {"ca_file": "ca"}, {"old_after_h": 0.0}):
        with pytest.raises(ValueError):
            FollowSettings(**wrong)
    assert FollowSettings(old_after_h=2).age_limits.old_after_s == 7200


def test_the_doctor_says_whether_the_hub_answers_and_how_old_the_list_is(home: Path, hub: FakeHub) -> None:
    context = Context(home)
    assert list(following_findings(context)) == []
    write_settings(home, hub)
    [unjoined] = following_findings(context)
    assert (unjoined.health, "gatehouse join" in unjoined.hint) == (Health.FAULT, True)
    assert run(joining(hub), home=home) == 0
    asked, never = following_findings(context)
    assert (asked.health, "at revision 1" in asked.what, never.health) == (Health.WELL, True, Health.CAUTION)
    with node_of(hub, home, open_keeper=context.open_store) as node:
        node.follows(1)
    asked, aged = following_findings(context)
    assert (asked.health, aged.health) == (Health.WELL, Health.WELL)
    assert "revision 1 here, 1 entries" in aged.what
    hub.misbehave(Misconduct(status=401))
    refused, _ = following_findings(context)
    assert (refused.health, "follow.key_file" in refused.hint) == (Health.FAULT, True)


@pytest.mark.parametrize(("late", "says"), [(timedelta(hours=7), "7 h old"), (timedelta(hours=-1), "0 s old")])
def test_the_doctor_finds_an_old_list_and_a_wrong_clock(home: Path, late: timedelta, says: str) -> None:
    with FakeHub(FakeAuthority(now=datetime.now(UTC) - late)) as hub:
        hub.authority.put("hopper")
        assert run(joining(hub), home=home) == 0
        with node_of(hub, home, open_keeper=Context(home).open_store) as node:
            node.follows(1)
    [aged] = following_findings(Context(home))
    assert (aged.health, says in aged.what) == (Health.CAUTION, True)
