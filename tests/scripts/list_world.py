"""A hub that signs a list, as commands make it, and homes beside it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from records.pass_seal import Cost
from scripts.command import SETTINGS_FILE, Context
from scripts.hub.list_store import open_list_store
from scripts.main import run
from scripts.site_time import today
from tests.scripts.hub.list_hand import list_home
from tests.watchlist.store_hand import MODEL, photo
from watchlist.store import WatchlistStore
from watchlist.types import EntryState, PersonId

CHEAP = Cost(log2_n=4, block=1)
PASS_PHRASE = "five words carried by somebody"
ROOT_PHRASE = "a stick in a safe box"


class ListWorld:
    """Types commands; what they tell as JSON is the answer."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.hub = list_home(folder / "hub")
        self.pass_phrase = self._secret("pass phrase.txt", PASS_PHRASE)
        self.root_phrase = self._secret("root phrase.txt", ROOT_PHRASE)
        self.said = ""
        self._capsys = capsys

    def type(self, home: Path, *arguments: object, code: int = 0) -> dict[str, object]:
        """The last thing told; what was said beside it is `said`."""
        told = self.everything(home, *arguments, code=code)
        return told[-1] if told else {}

    def everything(self, home: Path, *arguments: object, code: int = 0) -> list[dict[str, object]]:
        self._capsys.readouterr()
        assert run([*(str(one) for one in arguments), "--json"], home=home) == code, self._capsys.readouterr().err
        told, self.said = self._capsys.readouterr()
        return [json.loads(line) for line in told.splitlines()]

    def begin(self) -> str:
        """The root's public half."""
        root = self.folder / "root.pem"
        made = self.type(self.hub, "keys", "root", "--out", root, "--passphrase-file", self.root_phrase)
        self.type(self.hub, "keys", "begin", "--root", root, "--passphrase-file", self.root_phrase)
        return str(made["public"])

    def watch(self, name: str, root: str) -> Path:
        """A home of a site without a network, which computes templates of photographs."""
        home = self.folder / name
        home.mkdir()
        (home / SETTINGS_FILE).write_text("[follow]\nphotographs = true\n", encoding="utf-8")
        self.type(home, "join", "--list", "beijing", "--root", root)
        return home

    def at_hub(self) -> WatchlistStore:
        return open_list_store(Context(self.hub))

    def listed(self, *numbers: int) -> list[PersonId]:
        with self.at_hub() as store:
            made = [_proposed(store, number) for number in numbers]
            for person_id in made:
                store.approve(person_id, "wang.wei")
        return made

    def erased(self, *people: PersonId) -> None:
        with self.at_hub() as store:
            for person_id in people:
                store.erase(person_id, "chen", "asked for")

    def _secret(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text + "\n", encoding="utf-8")
        return path


def _proposed(store: WatchlistStore, number: int) -> PersonId:
    entry = store.list_person(
        f"Person-{number}",
        "sold slots",
        today() + timedelta(days=90),
        "li.na",
        [photo(number)],
        evidence="two guards saw it",
        basis="agreement 7",
        source="第一医院",
        adult=True,
    )
    return entry.person_id


def ringing(store: WatchlistStore) -> set[str]:
    return {entry.name for entry in store.entries(today()) if entry.state is EntryState.ACTIVE}


def faces(store: WatchlistStore) -> set[PersonId]:
    return {one.person_id for one in store.templates(MODEL, today())}
