"""The home of a hub that serves a list of drawn entries: made straight through the store, before anything is timed."""

import json
import os
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

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
_DIMENSION = shipped_manifest(DLIB).dimension
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
    root, passphrase = SigningKey.random(), secrets.token_urlsafe(24)
    with WatchlistStore.open(database or home / LIST_FILE, cipher, now_at_site, lambda: uuid.uuid4().hex) as store:
        active = _listed(store, "entry", entries, advance)
        proposed = _listed(store, "proposal", proposals, lambda _: None, waits=True)
        _begin(store, root)
        place = store.place_of_list()
        store.accounts.add(APPROVER, APPROVER, Role.APPROVER, passphrase, "bench", datetime.now(UTC))
        key_files = tuple(_node(store, folder / f"node-{number}.key") for number in range(nodes))
    return HubHome(home, environ, root.public, place, key_files, active, proposed, passphrase)


def _listed(
    store: WatchlistStore, name: str, count: int, advance: Callable[[int], None], waits: bool = False
) -> tuple[PersonId, ...]:
    rng = np.random.default_rng(5)
    until = now_at_site().date() + _LONGEST
    made = []
    for number in range(count):
        vector = rng.standard_normal(_DIMENSION).astype(np.float32)
        photo = NewPhoto(secrets.token_bytes(PHOTO_BYTES), ((MODEL_ID, vector / np.linalg.norm(vector)),))
        entry = store.list_person(
            f"{name} {number}",
            "drawn",
            until,
            "bench",
            (photo,),
            four_eyes=waits,
            evidence="drawn",
            source=SOURCE,
            basis="drawn",
            adult=True,
        )
        made.append(entry.person_id)
        advance(1)
    return tuple(made)


def _begin(store: WatchlistStore, root: SigningKey) -> None:
    key = SigningKey.random()
    named = sign(key_list_to_bytes(KeyList(LIST_ID, 1, (key.public,))), root)
    store.begin_list(LIST_ID, SOURCE, key, named, root.public, "bench")


def _node(store: WatchlistStore, file: Path) -> Path:
    written = store.nodes.add(
        file.stem, NodeKind.WATCH, False, secrets.token_bytes(SECRET_BYTES), "bench", datetime.now(UTC)
    )
    file.write_text(written, encoding="ascii")
    return file
