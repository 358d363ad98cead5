"""What every part of the store begins with that has to do with shared lists."""

import hashlib
from datetime import datetime
from functools import cached_property

from watchlist.feed.age import oldest_word
from watchlist.feed.errors import NoList
from watchlist.feed.store.standings import ListRole, Standing, Standings
from watchlist.feed.store.tables import FeedTables
from watchlist.store_parts import StorePart


class FeedPart(StorePart):
    @cached_property
    def _lists(self) -> Standings:
        return Standings(self._database)

    def _feed(self, list_id: str) -> FeedTables:
        return FeedTables(self._database, self._blobs, list_id)

    def standings(self) -> tuple[Standing, ...]:
        """Which shared lists this home has, and as what, by their ids."""
        return self._lists.all()

    def followed_lists(self) -> tuple[Standing, ...]:
        """Those of them that others sign."""
        return self._lists.followed()

    def standing(self, list_id: str) -> Standing | None:
        return self._lists.of(list_id)

    def own_list(self) -> Standing | None:
        """The list that this home is the authority of."""
        return self._lists.own()

    def said_at(self) -> datetime | None:
        """When the authorities of all followed lists had last said how these stand, the oldest word; None where one
        has said nothing yet, and for a home that follows none. A word from the future comes before them."""
        return oldest_word([one.said_at for one in self._lists.followed()], self._clock())

    def places(self) -> dict[str, tuple[int, int]]:
        """(epoch, seq) of every list by its id, to notice that one has changed."""
        return {one.list_id: one.place for one in self._lists.all()}

    def shared_sha256(self, list_id: str) -> str:
        """Of the canonical export of the shared list: two homes with the same answer have the same list."""
        digest = hashlib.sha256()
        with self._database.reading():
            for record in self._feed(list_id).by_person():
                digest.update(record.document + b"\n")
        return digest.hexdigest()

    def shared_export(self, list_id: str) -> bytes:
        """What `shared_sha256` is of: the newest document of everybody, by person id, one a line. Personal."""
        with self._database.reading():
            return b"".join(record.document + b"\n" for record in self._feed(list_id).by_person())

    def _standing(self, list_id: str, *roles: ListRole) -> Standing:
        """Raises NoList when this home has no such list, or is none of these to it."""
        standing = self._lists.of(list_id)
        if standing is None:
            raise NoList(f"this home has no list {list_id}")
        if standing.role not in roles:
            raise NoList(f"this home is the {standing.role} of the list {list_id}")
        return standing
