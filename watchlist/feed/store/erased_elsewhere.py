"""An authority that was restored from a backup learns whom its followers know to be erased."""

from collections.abc import Iterable

from watchlist.alarms.life import PROGRAM
from watchlist.changes import EntryFollowed
from watchlist.feed.documents import Tombstone, document_from_bytes
from watchlist.feed.errors import DocumentRefused, ForeignList
from watchlist.feed.head import place
from watchlist.feed.signed import Signed
from watchlist.feed.store.publishing import Publishing
from watchlist.feed.store.tables import Standing
from watchlist.list_life import ListLife
from watchlist.types import EntryState


class ErasedElsewhere(Publishing, ListLife):
    def offer_tombstones(self, offered: Iterable[Signed]) -> int:
        """Erase here whoever was erased by this list once. Returns how many were new; all of them or none.

        Raises KeyUnknown, KeyRevoked, Forged, DocumentRefused or ForeignList.
        """
        with self._database.writing():
            standing = self._authority()
            tombstones = {one.person_id: one for one in (checked_tombstone(standing, record) for record in offered)}
            erased = sum([self._erase_again(one, standing) for one in tombstones.values()])
        if erased:
            self._database.wipe_log()  # where another program is reading it goes with the next erasing
        return erased

    def _erase_again(self, tombstone: Tombstone, standing: Standing) -> bool:
        """Also somebody of whom this copy tells nothing: whoever follows waits until the list says it."""
        person = self._tables.person(tombstone.person_id)
        if person is not None and (person.state is EntryState.ERASED or person.list_id):
            return False
        if person is not None:
            self._erase(tombstone.person_id, PROGRAM, "was erased before the backup was restored")
        else:
            act = self._never_heard_of(tombstone, standing)
            self._keep([act], PROGRAM, what="person.erased", subject=tombstone.person_id)
        if self._feed.newest_of(tombstone.person_id) is None:
            after = self._tables.person(tombstone.person_id)
            assert after is not None
            self._publish_one(after, self._changes.newest, standing, self._signing_key())
        return True

    def _never_heard_of(self, tombstone: Tombstone, standing: Standing) -> EntryFollowed:
        number = place(standing.epoch, tombstone.seq)
        return EntryFollowed(tombstone.person_id, standing.list_id, number, EntryState.ERASED, self._today())


def checked_tombstone(standing: Standing, record: Signed) -> Tombstone:
    """What the record says, if it is one of this list. Raises what `offer_tombstones` does."""
    standing.trust.check(record)
    document = document_from_bytes(record.document)
    if document.list_id != standing.list_id:
        raise ForeignList(f"a part of the list {document.list_id}, this is {standing.list_id}")
    if not isinstance(document, Tombstone):
        raise DocumentRefused("not a tombstone, and nothing else is taken from followers")
    return document
