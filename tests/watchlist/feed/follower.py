"""A site that follows a list, in memory: what it keeps is what a store would keep."""

from watchlist.feed.client.fake_authority import FakeAuthority
from watchlist.feed.documents import EntryDocument, Tombstone
from watchlist.feed.following import Batch, Followed, Placed, Taken, take
from watchlist.feed.signed import Signed
from watchlist.feed.trust import Trust
from watchlist.types import PersonId


class Follower:
    """`entries` and `records` are the tables, changed by nothing but what `take` says."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        self.followed = Followed(trust.list_id)
        self.entries: dict[PersonId, Placed] = {}
        self.records: dict[PersonId, Signed] = {}

    def take(self, batch: Batch) -> Taken:
        self.trust = self.trust.after(batch.keys)
        taken = take(self.followed, self.trust, batch)
        self.followed = taken.followed
        for placed in taken.apply:
            self._apply(placed)
        for record in taken.keep:
            self.records[_person(taken, record)] = record
        for person_id in taken.drop:
            self.records.pop(person_id, None)
        return taken

    def catch_up(self, authority: FakeAuthority) -> Taken:
        """As a node does: what changed, or else everything."""
        head = self.followed.head
        taken = self.take(authority.batch(head.seq if head else None))
        return taken if taken.complete else self.take(authority.batch())

    def ringing(self) -> dict[PersonId, EntryDocument]:
        return {
            person_id: placed.document
            for person_id, placed in self.entries.items()
            if isinstance(placed.document, EntryDocument)
        }

    def _apply(self, placed: Placed) -> None:
        person_id = placed.document.person_id
        known = self.entries.get(person_id)
        assert known is None or not isinstance(known.document, Tombstone), "something happened after a tombstone"
        assert known is None or placed.place > known.place, "a store takes nothing that is not newer"
        self.entries[person_id] = placed


def _person(taken: Taken, record: Signed) -> PersonId:
    return next(person_id for person_id, one in taken.followed.newest.items() if one.sha256 == record.sha256)


def joined(authority: FakeAuthority) -> Follower:
    """A site that has the list as it is now."""
    follower = Follower(authority.pinned())
    assert follower.take(authority.batch()).complete
    return follower
