"""An authority, and homes that follow it: stores with one hand on their clock, and transfers carried by hand."""

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from records.opening import Place
from records.sealing import TransparentCipher
from records.signing import SigningKey
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, Hand, photo
from watchlist.feed.following import Taken
from watchlist.feed.signed import Signed, sign
from watchlist.feed.store.aside import Aside
from watchlist.feed.trust import KeyList, key_list_to_bytes
from watchlist.feed.wire.transfer import Asked, TransferReader
from watchlist.list_writing import NewPhoto
from watchlist.listing_rules import LOCAL, SHARED
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

LIST = "beijing"
ALL = Asked(LIST, photos=True)
"""What a hub asks that tells the list on."""
WATCH = Asked(LIST, MODEL)
NO_PHOTOS = Asked(LIST)


def key_of(name: str) -> SigningKey:
    return SigningKey(hashlib.sha256(name.encode()).digest())


ROOT, FIRST, SECOND = key_of("root"), key_of("first"), key_of("second")


def key_list(version: int, *keys: SigningKey, revoked: tuple[SigningKey, ...] = (), root: SigningKey = ROOT) -> Signed:
    publics = tuple(one.public for one in sorted(keys, key=lambda one: one.key_id))
    told = KeyList(LIST, version, publics, tuple(sorted(one.key_id for one in revoked)))
    return sign(key_list_to_bytes(told), root)


@dataclass
class Home:
    """A store that can be closed and opened again."""

    place: Place
    hand: Hand
    shared_rules: bool = False
    _open: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.store = self._opened()

    def restart(self) -> None:
        if self.place is not None:
            self.close()
            self.store = self._opened()

    def close(self) -> None:
        self._open.close()

    def _opened(self) -> WatchlistStore:
        rules = SHARED if self.shared_rules else LOCAL
        store = WatchlistStore.open(self.place, TransparentCipher(), self.hand.clock, self.hand.new_id, rules)
        return self._open.enter_context(store)


class Authority(Home):
    def __init__(self, place: Place, hand: Hand | None = None) -> None:
        super().__init__(place, hand or Hand(), shared_rules=True)

    def begin(self) -> None:
        self.store.begin_list(LIST, "first hospital", FIRST, key_list(1, FIRST), ROOT.public, "op")

    def propose(self, name: str, *photos: NewPhoto) -> PersonId:
        entry = self.store.list_person(
            name, "sold slots", NEXT_YEAR, "ann", photos, evidence="e", source="third", basis="agreement", adult=True
        )
        return entry.person_id

    def list(self, name: str, *seeds: int) -> PersonId:
        """Somebody who rings at once."""
        person_id = self.propose(name, *(photo(seed) for seed in seeds))
        self.store.approve(person_id, "bob")
        return person_id


class Follower(Home):
    def __init__(self, place: Place, folder: Path, asked: Asked = ALL, prefix: str = "f") -> None:
        super().__init__(place, Hand(prefix=prefix))
        self.folder = folder
        self.asked = asked

    def join(self) -> None:
        self.store.join(LIST, ROOT.public, "op")

    def lines(self, hub: WatchlistStore, *, whole: bool = False) -> list[bytes]:
        """What the hub answers this home now."""
        after = (0, 0) if whole else self.store.where_to_go_on(self.asked)
        return list(hub.transfer(self.asked, *after))

    def receive(self, lines: Iterable[bytes]) -> Taken:
        reader = TransferReader(self.asked)
        with Aside(self.folder, 100) as aside:
            for line in lines:
                for attachment in reader.feed(line):
                    aside.put(attachment)
            return self.store.take(reader.end(), aside, self.asked)

    def catch_up(self, hub: WatchlistStore) -> Taken:
        taken = self.receive(self.lines(hub))
        return taken if taken.complete else self.receive(self.lines(hub, whole=True))
