"""The homes of an authority and of a hospital's own hub that follows it, and of the watches behind either."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from records.files import make_private_folder
from records.signing import SigningKey
from scripts.bench.hub.home import LIST_ID, SOURCE, add_approver, add_entry, add_node, begin_list, drawn_vectors
from scripts.bench.lists.camera import Person
from scripts.command import SETTINGS_FILE
from scripts.hub.list_store import LIST_FILE
from scripts.hub.opening import cipher_of
from scripts.site_time import now_at_site
from watchlist.hub.rights import NodeKind
from watchlist.store import WatchlistStore

OWN_LIST_ID = "bench-own"
KEYS_VARIABLE = "GATEHOUSE_KEYS"


@dataclass(frozen=True, slots=True)
class ListHome:
    """Of a hub that signs the list whose root key is `root_public`. `known` rings, `people` wait for the approver."""

    home: Path
    root_public: bytes
    known: Person
    people: tuple[Person, ...]
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Followed:
    """A hub, our key there, and the root keys of its lists by their ids."""

    url: str
    key_file: Path
    roots: Mapping[str, bytes]

    def as_settings(self) -> str:
        return f"[follow]\nhub = {json.dumps(self.url)}\nkey_file = {json.dumps(str(self.key_file))}\n"


class Homes:
    """In an empty folder, with a folder of keys of their own. `listed` entries ring by either list, and `waiting` may
    be approved."""

    def __init__(self, folder: Path, listed: int, waiting: int) -> None:
        self.environ = {KEYS_VARIABLE: str(folder / "keys")}
        self._folder = folder
        self._listed = listed
        self._waiting = waiting

    def authority(self, database: str, nodes: Mapping[str, NodeKind]) -> ListHome:
        """An empty `database` is a file of the home's own."""
        settings = f'[hub]\nrole = "authority"\nlist_id = "{LIST_ID}"\ndatabase = {json.dumps(database)}\n'
        return self._hub(LIST_ID, settings, database, nodes, {})

    def hospital(self, followed: Followed, nodes: Mapping[str, NodeKind]) -> ListHome:
        """A hub that follows, and signs the hospital's own list."""
        settings = f'[hub]\nrole = "follower"\nlist_id = "{LIST_ID}"\nown_list_id = "{OWN_LIST_ID}"\n'
        return self._hub(OWN_LIST_ID, settings, "", nodes, followed.roots, followed.as_settings())

    def watch(self, name: str, followed: Followed, settings: str) -> Path:
        return self._made(name, settings + followed.as_settings())

    def key_file(self, name: str) -> Path:
        """Of a node."""
        return self._folder / f"{name}.key"

    def _hub(
        self,
        list_id: str,
        hub: str,
        database: str,
        nodes: Mapping[str, NodeKind],
        joined: Mapping[str, bytes],
        more: str = "",
    ) -> ListHome:
        home = self._made(list_id, f'{hub}source = "{SOURCE}"\n{more}')
        cipher = cipher_of(home, "" if database else LIST_FILE, self.environ)
        root, vectors = SigningKey.random(), drawn_vectors(sum(list_id.encode()))
        with WatchlistStore.open(database or home / LIST_FILE, cipher, now_at_site, lambda: uuid.uuid4().hex) as store:
            known = _entered(store, f"{list_id} known", islice(vectors, self._listed), waits=False)
            people = _entered(store, f"{list_id} new", islice(vectors, self._waiting), waits=True)
            begin_list(store, list_id, root)
            for joined_id, joined_root in joined.items():
                store.join(joined_id, joined_root, "bench")
            for name, kind in nodes.items():
                add_node(store, self.key_file(name), kind)
            passphrase = add_approver(store)
        return ListHome(home, root.public, known[0], people, passphrase)

    def _made(self, name: str, settings: str) -> Path:
        home = self._folder / name
        make_private_folder(home)
        (home / SETTINGS_FILE).write_text(settings, encoding="utf-8")
        return home


def _entered(
    store: WatchlistStore, name: str, vectors: Iterable[NDArray[np.float32]], *, waits: bool
) -> tuple[Person, ...]:
    return tuple(
        Person(add_entry(store, f"{name} {number}", vector, waits=waits), f"{name} {number}", vector)
        for number, vector in enumerate(vectors)
    )
