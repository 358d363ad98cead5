"""The home of a hub that serves a list of drawn entries: made straight through the store, before anything is timed."""

import json
import os
import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from camera.embedders.shipped import DLIB, shipped_manifest
from records.files import make_private_folder
from records.signing import SigningKey
from records.written_keys import SECRET_BYTES
from scripts.command import SETTINGS_FILE
from scripts.hub.list_store import LIST_FILE
from scripts.hub.opening import cipher_of
from scripts.site_time import now_at_site
from watchlist.feed.signed import sign
from watchlist.feed.trust import KeyList, key_list_to_bytes
from watchlist.hub.rights import NodeKind, Role
from watchlist.list_writing import NewPhoto
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

LIST_ID = "bench"
SOURCE = "bench"
APPROVER = "approver"
MODEL_ID = shipped_manifest(DLIB).model_id("dlib-chip")
PHOTO_BYTES = 1000
DIMENSION = shipped_manifest(DLIB).dimension
_LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class HubHome:
    """`key_files` are those of the nodes, `active` entries ring, `proposed` wait for the approver. The list stands at
    `place` (epoch, revision)."""

    home: Path
    environ: Mapping[str, str]
    root_public: bytes
    place: tuple[int, int]
    key_files: tuple[Path, ...]
    active: tuple[PersonId, ...]
    proposed: tuple[PersonId, ...]
    passphrase: str = field(repr=False)


def make_home(
    folder: Path, database: str, nodes: int, entries: int, proposals: int, advance: Callable[[int], None]
) -> HubHome:
    """In a new folder; an empty `database` is a file in it."""
    home = folder / "hub"
    make_private_folder(home)
    environ = {**os.environ, "GATEHOUSE_KEYS": str(folder / "keys")}
    hub = f'role = "authority"\nlist_id = "{LIST_ID}"\nsource = "{SOURCE}"\ndatabase = {json.dumps(database)}'
    (home / SETTINGS_FILE).write_text(f"[hub]\n{hub}\n", encoding="utf-8")
    cipher = cipher_of(home, "" if database else LIST_FILE, environ)
    root = SigningKey.random()
    with WatchlistStore.open(database or home / LIST_FILE, cipher, now_at_site, lambda: uuid.uuid4().hex) as store:
        active = _listed(store, "entry", entries, advance)
        proposed = _listed(store, "proposal", proposals, lambda _: None, waits=True)
        begin_list(store, LIST_ID, root)
        place = store.places()[LIST_ID]
        passphrase = add_approver(store)
        key_files = tuple(add_node(store, folder / f"node-{number}.key") for number in range(nodes))
    return HubHome(home, environ, root.public, place, key_files, active, proposed, passphrase)


def add_entry(store: WatchlistStore, name: str, vector: NDArray[np.float32], *, waits: bool = False) -> PersonId:
    """Somebody drawn who rings, or waits for an approver; `vector` has length 1."""
    entry = store.list_person(
        name,
        "drawn",
        now_at_site().date() + _LONGEST,
        "bench",
        (NewPhoto(secrets.token_bytes(PHOTO_BYTES), ((MODEL_ID, vector),)),),
        four_eyes=waits,
        evidence="drawn",
        source=SOURCE,
        basis="drawn",
        adult=True,
    )
    return entry.person_id


def begin_list(store: WatchlistStore, list_id: str, root: SigningKey) -> None:
    key = SigningKey.random()
    named = sign(key_list_to_bytes(KeyList(list_id, 1, (key.public,))), root)
    store.begin_list(list_id, SOURCE, key, named, root.public, "bench")


def add_approver(store: WatchlistStore) -> str:
    """The passphrase."""
    passphrase = secrets.token_urlsafe(24)
    store.accounts.add(APPROVER, APPROVER, Role.APPROVER, passphrase, "bench", datetime.now(UTC))
    return passphrase


def add_node(store: WatchlistStore, file: Path, kind: NodeKind = NodeKind.WATCH) -> Path:
    """Its key is written there; the file's name is the node's."""
    written = store.nodes.add(file.stem, kind, False, secrets.token_bytes(SECRET_BYTES), "bench", datetime.now(UTC))
    file.write_text(written, encoding="ascii")
    return file


def drawn_vectors(seed: int) -> Iterator[NDArray[np.float32]]:
    """Without end; no two are alike."""
    rng = np.random.default_rng(seed)
    while True:
        vector = rng.standard_normal(DIMENSION).astype(np.float32)
        yield vector / np.float32(np.linalg.norm(vector))


def _listed(
    store: WatchlistStore, name: str, count: int, advance: Callable[[int], None], waits: bool = False
) -> tuple[PersonId, ...]:
    made = []
    for number, vector in zip(range(count), drawn_vectors(5), strict=False):
        made.append(add_entry(store, f"{name} {number}", vector, waits=waits))
        advance(1)
    return tuple(made)
