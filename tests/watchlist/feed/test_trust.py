"""Whose signature counts."""

from dataclasses import replace

import pytest

from records.canonical import to_json
from records.signing import SigningKey
from watchlist.feed.documents import Tombstone, document_to_bytes
from watchlist.feed.errors import (
    DocumentRefused,
    FeedError,
    ForeignList,
    ForeignRoot,
    Forged,
    KeyListRolledBack,
    KeyRevoked,
    KeyUnknown,
)
from watchlist.feed.signed import Signed, sign
from watchlist.feed.trust import KeyList, Trust, key_list_from_bytes, key_list_to_bytes
from watchlist.types import PersonId

ROOT, OTHER_ROOT, FIRST, SECOND = (SigningKey(bytes([n]) * 32) for n in range(1, 5))
PINNED = Trust("twelve", ROOT.public)
DOCUMENT = document_to_bytes(Tombstone("twelve", 1, PersonId("hopper")))


def key_list(version: int, *keys: SigningKey, revoked: tuple[SigningKey, ...] = (), list_id: str = "twelve") -> KeyList:
    publics = tuple(key.public for key in sorted(keys, key=lambda key: key.key_id))
    return KeyList(list_id, version, publics, tuple(sorted(key.key_id for key in revoked)))


def told(keys: KeyList, root: SigningKey = ROOT) -> Signed:
    return sign(key_list_to_bytes(keys), root)


def test_a_key_in_use_counts() -> None:
    PINNED.after(told(key_list(1, FIRST))).check(sign(DOCUMENT, FIRST))


def test_after_a_rotation_both_keys_count() -> None:
    trust = PINNED.after(told(key_list(1, FIRST))).after(told(key_list(2, FIRST, SECOND)))
    trust.check(sign(DOCUMENT, FIRST))
    trust.check(sign(DOCUMENT, SECOND))


def test_a_revoked_key_counts_no_more() -> None:
    trust = PINNED.after(told(key_list(1, FIRST))).after(told(key_list(2, SECOND, revoked=(FIRST,))))
    with pytest.raises(KeyRevoked):
        trust.check(sign(DOCUMENT, FIRST))
    trust.check(sign(DOCUMENT, SECOND))


def test_a_key_that_is_simply_gone_is_unknown() -> None:
    trust = PINNED.after(told(key_list(1, FIRST))).after(told(key_list(2, SECOND)))
    with pytest.raises(KeyUnknown):
        trust.check(sign(DOCUMENT, FIRST))


@pytest.mark.parametrize("trust", [PINNED, PINNED.after(told(key_list(1, FIRST)))])
@pytest.mark.parametrize("key", [SECOND, ROOT])
def test_a_key_that_nobody_named_is_unknown(trust: Trust, key: SigningKey) -> None:
    """The root signs lists of keys and nothing else."""
    with pytest.raises(KeyUnknown):
        trust.check(sign(DOCUMENT, key))


def test_a_forged_signature_is_refused() -> None:
    trust = PINNED.after(told(key_list(1, FIRST)))
    good = sign(DOCUMENT, FIRST)
    for bad in (
        replace(good, document=DOCUMENT.replace(b"hopper", b"hoppes")),
        replace(good, signature=SECOND.sign(DOCUMENT)),
        replace(good, signature=FIRST.sign(DOCUMENT)),  # made for another use
    ):
        with pytest.raises(Forged):
            trust.check(bad)


def test_the_keys_of_another_root_are_refused() -> None:
    with pytest.raises(ForeignRoot):
        PINNED.after(told(key_list(1, FIRST), OTHER_ROOT))


def test_claiming_the_roots_name_does_not_help() -> None:
    with pytest.raises(Forged):
        PINNED.after(replace(told(key_list(1, FIRST), OTHER_ROOT), key_id=ROOT.key_id))


def test_a_key_in_use_cannot_name_keys() -> None:
    with pytest.raises(ForeignRoot):
        PINNED.after(told(key_list(1, FIRST))).after(told(key_list(2, SECOND), FIRST))


def test_the_keys_of_another_list_are_refused() -> None:
    with pytest.raises(ForeignList):
        PINNED.after(told(key_list(1, FIRST, list_id="thirteen")))


@pytest.mark.parametrize(
    "later",
    [
        key_list(1, FIRST),
        key_list(2, FIRST),
        key_list(2, FIRST, SECOND, revoked=(OTHER_ROOT,)),
        key_list(3, FIRST, SECOND),
    ],
    ids=["an older version", "another of the same", "more of the same", "a revocation taken back"],
)
def test_keys_are_never_rolled_back(later: KeyList) -> None:
    trust = PINNED.after(told(key_list(2, SECOND, revoked=(FIRST,))))
    with pytest.raises(KeyListRolledBack):
        trust.after(told(later))


@pytest.mark.parametrize("later", [key_list(1, FIRST), key_list(2, FIRST)], ids=["an older version", "another of one"])
def test_nor_where_nothing_was_revoked(later: KeyList) -> None:
    trust = PINNED.after(told(key_list(2, FIRST, SECOND)))
    with pytest.raises(KeyListRolledBack):
        trust.after(told(later))


def test_the_same_keys_again_change_nothing() -> None:
    trust = PINNED.after(told(key_list(2, SECOND, revoked=(FIRST,))))
    assert trust.after(told(key_list(2, SECOND, revoked=(FIRST,)))) == trust


def test_versions_may_be_missed() -> None:
    trust = PINNED.after(told(key_list(1, FIRST)))
    assert trust.after(told(key_list(9, SECOND, revoked=(FIRST,)))).keys == key_list(9, SECOND, revoked=(FIRST,))


def test_a_list_of_keys_is_read_as_it_was_written() -> None:
    keys = key_list(3, FIRST, SECOND, revoked=(OTHER_ROOT,))
    assert key_list_from_bytes(key_list_to_bytes(keys)) == keys


IDS = sorted([FIRST.key_id, SECOND.key_id])
PUBLICS = [key.public.hex() for key in sorted([FIRST, SECOND], key=lambda key: key.key_id)]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "Head"},
        {"version": 0},
        {"keys": PUBLICS[::-1]},
        {"keys": [PUBLICS[0]] * 2},
        {"keys": [PUBLICS[0][:-2]]},
        {"keys": [PUBLICS[0].upper()]},
        {"keys": [1]},
        {"keys": ["xy"]},
        {"revoked": IDS[::-1]},
        {"revoked": [IDS[0]], "keys": PUBLICS},
        {"revoked": ["one"]},
        {"more": []},
    ],
)
def test_a_list_of_keys_that_cannot_be_is_refused(change: dict[str, list[str]]) -> None:
    plain = {"kind": "KeyList", "list_id": "twelve", "version": 1, "keys": [], "revoked": []} | change
    with pytest.raises(DocumentRefused):
        PINNED.after(sign(to_json(plain).encode(), ROOT))  # type: ignore[arg-type]


def test_every_refusal_says_what_to_do() -> None:
    kinds: list[type[FeedError]] = [FeedError, *FeedError.__subclasses__()]
    assert all(kind("why").hint for kind in kinds)


@pytest.mark.parametrize(("key_id", "length"), [("", 64), ("x" * 16, 64), ("ab" * 8, 63)])
def test_a_signature_that_cannot_be_is_not_made(key_id: str, length: int) -> None:
    with pytest.raises(ValueError, match=r"key_id|signature"):
        Signed(DOCUMENT, key_id, bytes(length))
