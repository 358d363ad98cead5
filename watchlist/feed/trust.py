"""Whose signature counts: a root key that is kept offline names the keys in use, version by version."""

from dataclasses import dataclass, field, replace

from records.canonical import Json, to_json
from records.errors import SignatureRefused
from records.signatures import PUBLIC_BYTES, key_id_of
from watchlist.feed.errors import ForeignList, ForeignRoot, Forged, KeyListRolledBack, KeyRevoked, KeyUnknown
from watchlist.feed.reading import Fields, check_key_id, check_list_id, check_number, hex_bytes, read
from watchlist.feed.signed import Signed

MOST_KEY_LIST_BYTES = 64 * 1024
MOST_KEYS = 256


@dataclass(frozen=True, slots=True)
class KeyList:
    """The public keys in use and the ids of those taken back, both sorted by id. A key is never both."""

    list_id: str
    version: int
    keys: tuple[bytes, ...]
    revoked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_list_id(self.list_id)
        check_number(self.version, "version", 1)
        check_number(len(self.keys) + len(self.revoked), "keys", 0, MOST_KEYS)
        for key_id in self.revoked:
            check_key_id(key_id)
        if any(len(public) != PUBLIC_BYTES for public in self.keys):
            raise ValueError(f"a public key has {PUBLIC_BYTES} bytes")
        ids = [key_id_of(public) for public in self.keys]
        sorted_once = all(list(each) == sorted(set(each)) for each in (ids, self.revoked))
        if not sorted_once or not set(ids).isdisjoint(self.revoked):
            raise ValueError("keys twice, out of order, or both in use and revoked")

    def public(self, key_id: str) -> bytes | None:
        return next((public for public in self.keys if key_id_of(public) == key_id), None)


@dataclass(frozen=True, slots=True)
class Trust:
    """What a site pinned when it joined (the list, the root's public key), and the newest keys the root named."""

    list_id: str
    root: bytes
    keys: KeyList | None = None
    _publics: dict[str, bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        publics = {key_id_of(public): public for public in self.keys.keys} if self.keys else {}
        object.__setattr__(self, "_publics", publics)

    def after(self, told: Signed) -> "Trust":
        """With this list of keys, to be kept even if the rest of a transfer is refused.

        Raises ForeignRoot, Forged, ForeignList, KeyListRolledBack or DocumentRefused.
        """
        if told.key_id != key_id_of(self.root):
            raise ForeignRoot(f"a list of keys signed by {told.key_id}, our root is {key_id_of(self.root)}")
        _check(told, self.root)
        keys = key_list_from_bytes(told.document)
        if keys.list_id != self.list_id:
            raise ForeignList(f"keys of the list {keys.list_id}, we follow {self.list_id}")
        if self.keys is not None:
            _check_follows(self.keys, keys)
        return replace(self, keys=keys)

    def check(self, told: Signed) -> None:
        """Raises KeyUnknown, KeyRevoked or Forged."""
        public = self._publics.get(told.key_id)
        if public is not None:
            _check(told, public)
        elif self.keys is not None and told.key_id in self.keys.revoked:
            raise KeyRevoked(f"signed by the key {told.key_id}, which was revoked")
        else:
            raise KeyUnknown(f"signed by the key {told.key_id}, which nobody named")


def key_list_to_bytes(keys: KeyList) -> bytes:
    plain: dict[str, Json] = {
        "kind": KeyList.__name__,
        "list_id": keys.list_id,
        "version": keys.version,
        "keys": [public.hex() for public in keys.keys],
        "revoked": list(keys.revoked),
    }
    return to_json(plain).encode()


def key_list_from_bytes(data: bytes) -> KeyList:
    """What `key_list_to_bytes` wrote. Raises DocumentRefused."""
    return read(data, MOST_KEY_LIST_BYTES, _key_list)


def _key_list(fields: Fields) -> KeyList:
    if fields.text("kind") != KeyList.__name__:
        raise ValueError("not a list of keys")
    publics = tuple(hex_bytes(one) for one in fields.texts("keys"))
    return KeyList(fields.text("list_id"), fields.number("version"), publics, fields.texts("revoked"))


def _check_follows(ours: KeyList, told: KeyList) -> None:
    if told.version < ours.version or (told.version == ours.version and told != ours):
        raise KeyListRolledBack(f"keys of version {told.version}, we have others of version {ours.version}")
    if not set(ours.revoked) <= set(told.revoked):
        raise KeyListRolledBack(f"version {told.version} takes back that a key was revoked")


def _check(told: Signed, public: bytes) -> None:
    try:
        told.check(public)
    except SignatureRefused as error:
        raise Forged(str(error)) from error
