"""What every part of the store begins with that has to do with the shared list."""

import hashlib
from datetime import datetime
from functools import cached_property

from watchlist.feed.errors import NoList
from watchlist.feed.store.tables import FeedTables, ListRole, Standing
from watchlist.store_parts import StorePart


class FeedPart(StorePart):
    @cached_property
    def _feed(self) -> FeedTables:
        return FeedTables(self._database, self._blobs)

    def standing(self) -> Standing | None:
        """Which shared list this home has, and as what; None for none."""
        return self._feed.standing()

    def said_at(self) -> datetime | None:
        """When the authority of a followed list last said how it stands; None before that, and for an authority."""
        standing = self._feed.standing()
        told = standing.head_told if standing and standing.role is ListRole.FOLLOWER else None
        return told.at if told else None

    def place_of_list(self) -> tuple[int, int]:
        """(epoch, seq) of the list as it is here, to notice that it has changed; (0, 0) for no list yet.

        Of an authority it is newer than the head until somebody asks for that.
        """
        standing = self._feed.standing()
        return (standing.epoch_told, standing.seq) if standing else (0, 0)

    def shared_sha256(self) -> str:
        """Of the canonical export of the shared list: two homes with the same answer have the same list."""
        digest = hashlib.sha256()
        with self._database.reading():
            for record in self._feed.by_person():
                digest.update(record.document + b"\n")
        return digest.hexdigest()

    def shared_export(self) -> bytes:
        """What `shared_sha256` is of: the newest document of everybody, by person id, one a line. Personal."""
        with self._database.reading():
            return b"".join(record.document + b"\n" for record in self._feed.by_person())

    def _standing(self, *roles: ListRole) -> Standing:
        """Raises NoList when there is no list, or this home is none of these."""
        standing = self._feed.standing()
        if standing is None:
            raise NoList("this home has no shared list")
        if standing.role not in roles:
            raise NoList(f"this home is the {standing.role} of the list {standing.list_id}")
        return standing
