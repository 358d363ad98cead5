"""An authority that was restored from a backup learns whom its followers know to be erased."""

from collections.abc import Iterable

from watchlist.alarms.life import PROGRAM
from watchlist.changes import EntryFollowed
from watchlist.feed.documents import Tombstone, document_from_bytes
from watchlist.feed.errors import DocumentRefused, ForeignList
from watchlist.feed.head import place
from watchlist.feed.signed import Signed
from watchlist.feed.store.publishing import Publishing
from watchlist.feed.store.standings import Standing
from watchlist.list_life import ListLife
from watchlist.types import EntryState


class ErasedElsewhere(Publishing, ListLife):
    def _erase_all_again(self, offered: Iterable[Signed], standing: Standing) -> int:
        """Erase here whoever was erased by the own list once. Returns how many were new. Inside `writing()`."""
        tombstones = {one.person_id: one for one in (checked_tombstone(standing, record) for record in offered)}
        return sum([self._erase_again(one, standing) for one in tombstones.values()])

    def _erase_again(self, tombstone: Tombstone, standing: Standing) -> bool:
        """Also somebody of whom this copy tells nothing: whoever follows waits until the list says it."""
        person = self._tables.person(tombstone.person_id)
        is_erased = person is not None and person.state is EntryState.ERASED
        told = self._feed(standing.list_id).newest_of(tombstone.person_id)
        if (is_erased and told is not None) or (person is not None and person.list_id and not is_erased):
            return False
        if person is None:
            act = self._never_heard_of(tombstone, standing)
            self._keep([act], PROGRAM, what="person.erased", subject=tombstone.person_id)
        elif not is_erased:
            self._erase(tombstone.person_id, PROGRAM, "was erased before the backup was restored")
        if told is None:
            after = self._tables.person(tombstone.person_id)
            assert after is not None
            self._publish_one(after, self._changes.newest, standing, self._signing_key())
        return True

    def _never_heard_of(self, tombstone: Tombstone, standing: Standing) -> EntryFollowed:
        number = place(standing.epoch, tombstone.seq)
        return EntryFollowed(tombstone.person_id, standing.list_id, number, EntryState.ERASED, self._today())


def checked_tombstone(standing: Standing, record: Signed) -> Tombstone:
    """What the record says, if it is one of this list.

    Raises KeyUnknown, KeyRevoked, Forged, DocumentRefused or ForeignList.
    """
    standing.trust.check(record)
    document = document_from_bytes(record.document)
    if document.list_id != standing.list_id:
        raise ForeignList(f"a part of the list {document.list_id}, this is {standing.list_id}")
    if not isinstance(document, Tombstone):
        raise DocumentRefused("not a tombstone, and nothing else is taken from followers")
    return document
