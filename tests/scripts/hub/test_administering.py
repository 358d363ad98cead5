"""`gatehouse accounts` and `nodes` with --hub: an admin elsewhere, at a served hub."""

import json
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts.login.sessions import FOLDER_VARIABLE
from scripts.main import run
from tests.watchlist.hub.hub_hand import PASSPHRASES, HubWorld, a_world, served
from watchlist.hub.errors import NodeKeyRefused
from watchlist.hub.http.client import HubListing


@dataclass
class Elsewhere:
    """Somebody at another PC, with no home of a hub there."""

    url: str
    folder: Path
    world: HubWorld
    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: object, code: int = 0) -> list[dict[str, Any]]:
        self.capsys.readouterr()
        line = [*map(str, arguments), "--json", "--home", str(self.folder / "elsewhere")]
        assert run(line) == code, self.capsys.readouterr().err
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines()]

    def at_hub(self, *arguments: object, code: int = 0) -> list[dict[str, Any]]:
        return self.run(*arguments, "--hub", self.url, code=code)

    def secret(self, text: str) -> Path:
        path = self.folder / "secret.txt"
        path.write_text(f"{text}\n", encoding="utf-8")
        return path

    def log_in(self, account_id: str, passphrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("scripts.login.command.given_secret", lambda *_args, **_more: passphrase)
        self.run("login", self.url, "--account", account_id)


@pytest.fixture
def admin(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "sessions"))
    with a_world(tmp_path / "hub.db") as world, served(world) as url:
        made = Elsewhere(url, tmp_path, world, capsys)
        made.log_in("admin", PASSPHRASES["admin"], monkeypatch)
        yield made


def test_an_admin_elsewhere_makes_an_account_and_ends_it(admin: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    file = admin.secret("nine green bottles")
    name = ("--name", "王伟", "--role", "reviewer", "--passphrase-file", file)
    [made] = admin.at_hub("accounts", "add", "wei", *name)
    assert made == {"event": "added", "id": "wei", "name": "王伟", "role": "reviewer"}
    assert "wei" in [one["id"] for one in admin.at_hub("accounts", "list")]
    assert admin.at_hub("accounts", "add", "wei", *name, code=1) == []
    admin.at_hub("accounts", "set-passphrase", "wei", "--passphrase-file", admin.secret("ten green bottles"))
    admin.log_in("wei", "ten green bottles", monkeypatch)
    assert admin.at_hub("accounts", "list", code=1) == [], "a reviewer makes no accounts"
    admin.log_in("admin", PASSPHRASES["admin"], monkeypatch)
    admin.at_hub("accounts", "remove", "wei")
    assert "wei" not in [one["id"] for one in admin.at_hub("accounts", "list")]
    assert admin.at_hub("accounts", "remove", "wei", code=1) == []


def test_an_admin_elsewhere_makes_a_node_whose_key_works_until_it_is_renewed_or_revoked(admin: Elsewhere) -> None:
    file = admin.folder / "west-gate.key"
    admin.at_hub("nodes", "add", "west-gate", "--kind", "watch", "--photos", "--out", file)
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [node] = [one for one in admin.at_hub("nodes", "list") if one["id"] == "west-gate"]
    assert (node["id"], node["kind"], node["photos"]) == ("west-gate", "watch", True)
    with HubListing(admin.url, file.read_text(encoding="ascii").strip()) as watch:
        assert watch.about().name == "west-gate"
        [renewed] = admin.at_hub("nodes", "renew", "west-gate")
        with pytest.raises(NodeKeyRefused):
            watch.about()
    with HubListing(admin.url, renewed["key"]) as watch:
        assert watch.about().name == "west-gate"
        admin.at_hub("nodes", "revoke", "west-gate")
        with pytest.raises(NodeKeyRefused):
            watch.about()


def test_what_the_hub_refuses_leaves_no_file(admin: Elsewhere) -> None:
    file = admin.folder / "no.key"
    assert admin.at_hub("nodes", "add", "West Gate", "--kind", "watch", "--out", file, code=1) == []
    assert admin.at_hub("nodes", "renew", "nobody", "--out", file, code=1) == []
    assert not file.exists()
    file.write_text("mine")
    assert admin.at_hub("nodes", "add", "east-gate", "--kind", "watch", "--out", file, code=1) == []
    assert file.read_text() == "mine"
    assert "east-gate" not in [one["id"] for one in admin.at_hub("nodes", "list")]


def test_who_is_not_logged_in_is_told_what_to_do(admin: Elsewhere) -> None:
    assert run(["nodes", "list", "--hub", "http://127.0.0.1:1"]) == 1
    assert "gatehouse login" in admin.capsys.readouterr().err


def test_it_is_the_logged_in_admin_who_answers_for_it(admin: Elsewhere) -> None:
    admin.at_hub("nodes", "add", "south-gate", "--kind", "kiosk", "--operator", "somebody else")
    assert ("admin", "node.made", "south-gate") in admin.world.audited()
