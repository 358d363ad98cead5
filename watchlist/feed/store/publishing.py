"""What only a list's authority does: it signs what the list says, in the transaction of every change. A home signs
one list at most, of its own entries; it may follow others.

An entry is told when it has a legal basis of sharing and has rung at least once. What others need not know (who looked
at a proposal, a photograph that waits) changes nothing that is told.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from records.canonical import Json
from records.signatures import key_id_of
from records.signing import SigningKey
from watchlist.errors import EntryRefused
from watchlist.feed.documents import document_from_bytes, document_to_bytes
from watchlist.feed.errors import KeyUnknown, ListTaken, NoList
from watchlist.feed.head import Head, head_to_bytes, next_epoch, state_sha256
from watchlist.feed.signed import Signed, sign
from watchlist.feed.store.making import Making
from watchlist.feed.store.standings import ListRole, Standing
from watchlist.feed.trust import Trust
from watchlist.listed import Listed
from watchlist.store_parts import checked_operator
from watchlist.types import EntryState

HEAD_AGAIN_AFTER = timedelta(seconds=20)
"""So that how old a list is can be believed also while nothing changes."""
SIGNING_KEY = "signing key"
"""The purpose of its blob."""
_KEY_BLOB = "feed/signing key"


class Publishing(Making):
    """Raises NoList where this home signs no list, and the failures of the database."""

    def begin_list(
        self, list_id: str, source: str, key: SigningKey, keys: Signed, root_public: bytes, operator: str
    ) -> None:
        """Be the authority of a new list, from now on. `source` is the hospital of entries that name none; `keys` is
        the root's list of keys, which names `key`.

        Raises ListTaken, KeyUnknown, EntryRefused for an entry that cannot be told, and what `Trust.after` raises.
        """
        operator = checked_operator(operator)
        if not source.strip():
            raise EntryRefused("a list needs a hospital that answers for it", "Give the hospital's name as source.")
        trust = Trust(list_id, root_public).after(keys)
        _must_be_named(trust, key)
        with self._database.writing():
            if (other := self._lists.own() or self._lists.of(list_id)) is not None:
                raise ListTaken(f"this home is the {other.role} of the list {other.list_id}")
            standing = Standing(list_id, ListRole.AUTHORITY, root_public, source.strip(), epoch=1, keys=keys)
            self._lists.put(standing)
            self._keep_key(key, standing)
            self._publish(self._tables.people().values(), self._changes.newest)
            self._note_list(standing, operator, "list.begun", {"key": key.key_id, "root": key_id_of(root_public)})

    def change_keys(self, keys: Signed, operator: str, key: SigningKey | None = None) -> int:
        """Take the root's next list of keys, and sign with `key` from now on if it is given. Records whose key is not
        in use any more are signed again. Returns how many.

        Raises KeyUnknown where the key to sign with is not named, and what `Trust.after` raises.
        """
        operator = checked_operator(operator)
        with self._database.writing():
            before = self._authority()
            trust = before.trust.after(keys)
            signer = key or self._signing_key()
            _must_be_named(trust, signer)
            standing = replace(before, keys=keys)
            self._keep_key(signer, standing)
            signed = self._sign_again(trust, signer, standing)
            self._lists.put(replace(standing, head=self._new_head(standing, before.head_told)))
            self._note_list(standing, operator, "list.keys_changed", {"key": signer.key_id, "signed again": signed})
        return signed

    def begin_epoch(self, operator: str) -> int:
        """After the store was put back to an older copy: say that what was said since does not count. Followers then
        take the whole list, and tell whom this copy does not know to be erased. Returns the epoch."""
        operator = checked_operator(operator)
        with self._database.writing():
            before = self._authority()
            standing = replace(before, epoch=next_epoch(before.epoch, self._clock()), head=None)
            self._lists.put(standing)
            self._note_list(standing, operator, "list.epoch_begun", {"epoch": standing.epoch})
        return standing.epoch

    def head(self, list_id: str) -> Signed:
        """Where the list stands: an authority signs it anew when something changed or it was said a while ago; a
        follower tells the last it took. Raises NoList where a follower has taken none yet."""
        standing = self._standing(list_id, *ListRole)
        if standing.role is ListRole.FOLLOWER:
            if standing.head is None:
                raise NoList(f"nothing of the list {list_id} was received yet")
            return standing.head
        if standing.head is not None and not self._is_due(standing):
            return standing.head
        with self._database.writing():
            standing = self._authority()
            if standing.head is None or self._is_due(standing):
                standing = replace(standing, head=self._new_head(standing))
                self._lists.put(standing)
            assert standing.head is not None
            return standing.head

    def signs_with(self) -> str:
        """The id of the key that this authority signs with. Raises DatabaseDamaged where it is gone."""
        self._authority()
        return self._signing_key().key_id

    def signed_for(self, data: bytes) -> tuple[str, bytes]:
        """Key id and signature of what is for another use than the feed, which the data itself must name."""
        self._authority()
        key = self._signing_key()
        return key.key_id, key.sign(data)

    def _is_due(self, standing: Standing) -> bool:
        """A clock that was put back says nothing new: nobody would take it."""
        told = standing.head_told
        if told is None or (told.epoch, told.seq) != (standing.epoch, standing.seq):
            return True
        return self._clock() - told.at >= HEAD_AGAIN_AFTER

    def _new_head(self, standing: Standing, before: Head | None = None) -> Signed:
        """Nobody takes an earlier moment than that of `before` while the list stands where it did."""
        newest = self._feed(standing.list_id).newest()
        state = state_sha256({person_id: one.sha256 for person_id, one in newest.items()})
        at = max(self._clock(), before.at) if before else self._clock()
        head = Head(standing.list_id, standing.epoch, standing.seq, at, len(newest), state)
        return sign(head_to_bytes(head), self._signing_key())

    def _publish(self, people: Iterable[Listed], seq: int) -> None:
        standing = self._lists.own()
        if standing is None:
            return
        signer = self._signing_key()
        for person in people:
            if not person.list_id and self._is_told(person, standing):
                self._publish_one(person, seq, standing, signer)

    def _is_told(self, person: Listed, standing: Standing) -> bool:
        is_active = person.state is EntryState.ACTIVE and person.until >= self._today()
        was_told = self._feed(standing.list_id).newest_of(person.person_id) is not None
        return was_told or (is_active and person.basis_ref is not None)

    def _publish_one(self, person: Listed, seq: int, standing: Standing, signer: SigningKey) -> None:
        feed = self._feed(standing.list_id)
        known = feed.newest_of(person.person_id)
        document = self._document(person, seq, standing)
        if known and _sha256(document_to_bytes(replace(document, seq=known.seq))) == known.sha256:
            return
        feed.put_record(document, sign(document_to_bytes(document), signer), standing)

    def _sign_again(self, trust: Trust, signer: SigningKey, standing: Standing) -> int:
        assert trust.keys is not None
        feed = self._feed(standing.list_id)
        lost = [record for record in feed.by_person() if trust.keys.public(record.key_id) is None]
        for record in lost:
            document = document_from_bytes(record.document)
            feed.put_record(document, sign(record.document, signer), standing)
        return len(lost)

    def _authority(self) -> Standing:
        standing = self._lists.own()
        if standing is None:
            raise NoList("this home signs no list")
        return standing

    def _signing_key(self) -> SigningKey:
        return SigningKey(self._blobs.get(_KEY_BLOB, SIGNING_KEY))

    def _keep_key(self, key: SigningKey, standing: Standing) -> None:
        self._blobs.drop(_KEY_BLOB)
        self._blobs.put(_KEY_BLOB, SIGNING_KEY, key.secret, standing.owner)

    def _note_list(self, standing: Standing, operator: str, what: str, detail: dict[str, Json]) -> None:
        self._audit.append(self._clock(), operator, what, standing.list_id, detail)


def _must_be_named(trust: Trust, key: SigningKey) -> None:
    if trust.keys is None or trust.keys.public(key.key_id) is None:
        raise KeyUnknown(
            f"the key {key.key_id} is not among those that the root names",
            "Let whoever keeps the root key sign a list of keys with this one in it.",
        )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
