"""A home whose hub serves a list, and people who are logged in there."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from records.files import make_private_folder
from scripts.accounts.command import accounts
from scripts.command import SETTINGS_FILE, Context, with_shared_options
from scripts.login.command import login, logout
from scripts.login.sessions import FOLDER_VARIABLE
from scripts.nodes.command import nodes
from tests.scripts.people.world import Desk, WorldContext

PASSPHRASES: Mapping[str, str] = {
    "li.na": "copper lantern rice boat",
    "wang.wei": "nine green bottles sing",
    "chen": "the privacy of everybody",
}
ROLES = {"li.na": "reviewer", "wang.wei": "approver", "chen": "privacy"}


def list_home(home: Path, database: str = "") -> Path:
    make_private_folder(home)
    text = f'[hub]\nrole = "authority"\nlist_id = "beijing"\nsource = "第一医院"\ndatabase = {json.dumps(database)}\n'
    (home / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return home


class AtTheHub:
    """Runs commands at the hub's PC; a passphrase comes from a file."""

    def __init__(self, home: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._folder = folder
        self._capsys = capsys

    def run(self, command: click.Command, *arguments: object) -> list[dict[str, Any]]:
        self._capsys.readouterr()
        if not any(parameter.name == "json" for parameter in command.params):
            with_shared_options(command)
        context = Context(self.home, json=True)
        command.main([str(one) for one in arguments], command.name, standalone_mode=False, obj=context)
        return [json.loads(line) for line in self._capsys.readouterr().out.splitlines()]

    def secret(self, text: str) -> Path:
        path = self._folder / "secret.txt"
        path.write_text(f"{text}\n", encoding="utf-8")
        return path

    def make_everybody(self) -> None:
        for account_id, role in ROLES.items():
            file = self.secret(PASSPHRASES[account_id])
            self.run(accounts, "add", account_id, "--name", f"the {role}", "--role", role, "--passphrase-file", file)

    def nodes(self, *arguments: object) -> list[dict[str, Any]]:
        return self.run(nodes, *arguments)


class SomebodyElsewhere(Desk):
    """At a PC of their own, with a home and a configuration folder of their own."""

    def __init__(
        self,
        folder: Path,
        account_id: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        super().__init__(folder / f"home of {account_id}", capsys)
        assert isinstance(self.context, WorldContext)
        self.account_id = account_id
        self.sessions = folder / f"sessions of {account_id}"
        self._monkeypatch = monkeypatch
        self.url = ""

    def log_in(self, url: str, passphrase: str = "") -> None:
        self.url = url
        with self._monkeypatch.context() as patched:
            self._at_their_pc(patched)
            given = passphrase or PASSPHRASES[self.account_id]
            patched.setattr("scripts.login.command.given_secret", lambda *_args, **_more: given)
            login.main([url, "--account", self.account_id], "login", standalone_mode=False, obj=self.context)

    def log_out(self) -> None:
        with self._monkeypatch.context() as patched:
            self._at_their_pc(patched)
            logout.main([self.url], "logout", standalone_mode=False, obj=self.context)

    def _run(self, arguments: tuple[object, ...], json_lines: bool) -> list[str]:
        with self._monkeypatch.context() as patched:
            self._at_their_pc(patched)
            return super()._run((*arguments, "--hub", self.url), json_lines)

    def _at_their_pc(self, patched: pytest.MonkeyPatch) -> None:
        patched.setenv(FOLDER_VARIABLE, os.fspath(self.sessions))
