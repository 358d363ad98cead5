"""`gatehouse evidence` at a watch's PC and at a hub's, as it is typed."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from records.account_rules import FREE_TRIES
from records.pass_seal import Cost
from records.signing import SigningKey
from scripts.command import Context
from scripts.hub.list_store import open_list_store
from scripts.main import run
from scripts.opening import open_store
from tests.scripts.hub.list_hand import list_home
from tests.watchlist.store_hand import photo
from watchlist.feed.signed import sign
from watchlist.feed.trust import KeyList, key_list_to_bytes
from watchlist.store import WatchlistStore

OFFICER, PHRASE = "the privacy of everybody", "five words nobody would guess"
CASE = ("--case", "京公 2026-17", "--why", "fraud at the gate", "--for", "Haidian district")


class Typed:
    """Somebody at the keyboard of a PC."""

    def __init__(self, home: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: object, code: int = 0) -> list[dict[str, Any]]:
        self._capsys.readouterr()
        assert run(["evidence", *map(str, arguments), "--json", "--home", str(self.home)]) == code, self.said
        return [json.loads(line) for line in self._capsys.readouterr().out.splitlines()]

    @property
    def said(self) -> str:
        return self._capsys.readouterr().err

    def secret(self, text: str) -> Path:
        path = self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.txt"
        path.write_text(f"{text}\n", encoding="utf-8")
        return path

    def make(self, *arguments: object, code: int = 0) -> list[dict[str, Any]]:
        file = self.folder / "case.evidence"
        return self("make", file, *CASE, "--passphrase-file", self.secret(PHRASE), *arguments, code=code)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchlist.dossier.packing.USUAL_COST", Cost(4, 1))


@pytest.fixture
def watch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    with open_store(tmp_path / "watch") as store:
        store.list_person("张伟", "reason", store._today(), "li", [photo(1)])
    return Typed(tmp_path / "watch", tmp_path, capsys)


@pytest.fixture
def hub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Typed:
    typed = Typed(list_home(tmp_path / "hub"), tmp_path, capsys)
    with open_hub(typed) as store:
        now = store._clock()
        store.accounts.add("chen", "陈", "privacy", OFFICER, "test", now)
        store.accounts.add("li.na", "李娜", "reviewer", OFFICER, "test", now)
        stated = {"evidence": "e", "source": "s", "basis": "b", "adult": True}
        entry = store.list_person("张伟", "reason", store._today(), "li.na", [photo(1)], **stated)  # type: ignore[arg-type]
        store.approve(entry.person_id, "test")
    return typed


def open_hub(typed: Typed) -> WatchlistStore:
    return open_list_store(Context(typed.home))


def as_officer(hub: Typed, account: str = "chen", passphrase: str = OFFICER) -> tuple[object, ...]:
    return ("--account", account, "--account-passphrase-file", hub.secret(passphrase))


def test_a_package_is_made_opened_and_on_record(watch: Typed) -> None:
    [made] = watch.make("--person", "张伟", "--operator", "li")
    file = watch.folder / "case.evidence"
    assert made["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0
    elsewhere = Typed(watch.folder / "police", watch.folder, watch._capsys)
    [opened] = elsewhere("open", file, watch.folder / "out", "--passphrase-file", watch.secret(PHRASE))
    assert (opened["case"], opened["made_by"], opened["pieces"]) == ("京公 2026-17", "li", made["pieces"])
    assert not (watch.folder / "police").exists()
    assert "张伟" in (watch.folder / "out" / "zh.html").read_text(encoding="utf-8")
    with open_store(watch.home) as store:
        record = store.audit_records()[-1]
        assert (record.who, record.what, [record.subject]) == ("li", "evidence.made", made["subjects"])
        told = {"case": "京公 2026-17", "why": "fraud at the gate", "for": "Haidian district", "sha256": made["sha256"]}
        assert record.detail.items() >= told.items()
    assert watch.make("--person", "张伟", code=1) == [], "no file is written over"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("--person", "nobody"), 1),
        (("--group", 7), 1),
        (("--person", "张伟", "--why", "张伟 did it"), 1),
        (("--person", "张伟", "--case", " "), 2),
        (("--person", "张伟", "--of", "hub"), 1),
    ],
)
def test_what_cannot_be_made_leaves_nothing(watch: Typed, arguments: tuple[object, ...], code: int) -> None:
    assert watch.make(*arguments, code=code) == []
    assert not any(path.name.startswith(("case", ".case")) for path in watch.folder.iterdir())
    with open_store(watch.home) as store:
        assert not any(one.what == "evidence.made" for one in store.audit_records())


def test_a_file_of_somebody_beside_it_is_left_alone(watch: Typed) -> None:
    mine = watch.folder / "case.evidence.part"
    mine.write_text("mine")
    watch.make("--person", "张伟")
    watch.make("--person", "nobody", code=1)
    assert mine.read_text() == "mine"


def test_what_a_package_says_of_itself_neither_steers_the_terminal_nor_looks_like_what_we_say(watch: Typed) -> None:
    watch.make("--person", "张伟", "--case", "7\x1b[2J\nsigned under the root 00")
    phrase = str(watch.secret(PHRASE))
    arguments = ("evidence", "open", str(watch.folder / "case.evidence"), str(watch.folder / "out"))
    assert run([*arguments, "--passphrase-file", phrase, "--home", str(watch.folder / "police")]) == 0
    printed = watch._capsys.readouterr().out
    assert r"case 7\x1b[2J\x0asigned under the root 00, made by" in printed
    assert "\x1b" not in printed


def test_a_weak_pass_phrase_is_refused(watch: Typed) -> None:
    assert watch.make("--person", "张伟", "--passphrase-file", watch.secret("123456"), code=1) == []
    assert not (watch.folder / "case.evidence").exists()


def test_a_record_that_cannot_be_kept_leaves_no_file(watch: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise KeyError

    monkeypatch.setattr(WatchlistStore, "note", full)
    assert watch.make("--person", "张伟", code=70) == []
    assert not any(path.name.startswith(("case", ".case")) for path in watch.folder.iterdir())


def test_at_a_hub_only_the_privacy_officer_may(hub: Typed) -> None:
    assert hub.make("--person", "张伟", code=2) == []
    assert hub.make("--person", "张伟", *as_officer(hub, "li.na"), code=1) == []
    assert hub.make("--person", "张伟", *as_officer(hub, passphrase="wrong wrong wrong"), code=1) == []
    assert hub.make("--person", "张伟", *as_officer(hub, "nobody"), code=1) == []
    [made] = hub.make("--person", "张伟", *as_officer(hub), "--operator", "somebody else")
    assert made["signed"] is False
    with open_hub(hub) as store:
        seen = [(one.who, one.what) for one in store.audit_records()]
        assert seen[-1] == ("chen", "evidence.made")
        assert ("li.na", "call.refused") in seen
        assert seen.count(("nobody", "account.refused")) == 2
        store.verify()


def test_wrong_passphrases_at_the_keyboard_wait_too(hub: Typed) -> None:
    for _ in range(FREE_TRIES):
        hub.make("--person", "张伟", *as_officer(hub, passphrase="wrong wrong wrong"), code=1)
    assert hub.make("--person", "张伟", *as_officer(hub), code=1) == []


def test_a_hub_that_signs_a_list_signs_the_package(hub: Typed) -> None:
    root, key = SigningKey.random(), SigningKey.random()
    with open_hub(hub) as store:
        keys = sign(key_list_to_bytes(KeyList("beijing", 1, (key.public,))), root)
        store.begin_list("beijing", "第一医院", key, keys, root.public, "test")
    assert hub.make("--person", "张伟", *as_officer(hub))[0]["signed"] is True
    phrase = ("--passphrase-file", hub.secret(PHRASE))
    file = hub.folder / "case.evidence"
    [opened] = hub("open", file, hub.folder / "out", *phrase, "--root", root.public.hex())
    assert (opened["is_origin_proven"], opened["signed_by"], opened["source"]) == (True, root.public.hex(), "第一医院")
    assert hub("open", file, hub.folder / "two", *phrase, "--root", key.public.hex(), code=1) == []
    assert hub("open", file, hub.folder / "two", *phrase, "--root", "nonsense", code=2) == []
    assert hub("open", file, hub.folder / "two", "--passphrase-file", hub.secret("another long phrase"), code=1) == []
    assert not (hub.folder / "two").exists()
    assert hub("open", file, hub.folder / "two", *phrase)[0]["is_origin_proven"] is False
