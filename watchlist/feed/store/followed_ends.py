"""Entries of followed lists that end here before their authority says so: over for long while nothing is heard of it,
or erased, as somebody knows who follows this home."""

from collections.abc import Iterable
from datetime import date, timedelta

from watchlist.alarms.life import PROGRAM
from watchlist.feed.documents import Tombstone, document_from_bytes
from watchlist.feed.errors import DocumentRefused, ForeignList
from watchlist.feed.head import place
from watchlist.feed.signed import Signed
from watchlist.feed.store.erased_elsewhere import ErasedElsewhere, checked_tombstone
from watchlist.feed.store.followed_list import FollowedList
from watchlist.feed.store.standings import ListRole, Standing
from watchlist.types import EntryState, PersonId


class FollowedEnds(FollowedList, ErasedElsewhere):
    def purge_expired(self, today: date, grace: timedelta) -> int:
        """Besides, where the authority of a followed list has said nothing for longer than `grace`: everything of its
        entries that expired before that. What the list says of them is known still, so that following goes on; it is
        then asked for whole."""
        purged = super().purge_expired(today, grace)
        with self._database.writing():
            over = [each for one in self._lists.followed() for each in self._over_and_unheard(one, today - grace)]
            for person_id, list_id, seq in over:
                act = self._withdrawn(person_id, list_id, seq + 1, EntryState.REVOKED)
                self._keep([act], PROGRAM, what="shared.purged", subject=person_id)
                self._feed(list_id).let_go(person_id)
        if over:
            self._database.wipe_log()  # where another program is reading it goes with the next purge
        return purged + len(over)

    def _over_and_unheard(self, standing: Standing, day: date) -> list[tuple[PersonId, str, int]]:
        """Whose last day was before this one, in a list whose authority's last word was so too."""
        head = standing.head_told
        if head is None or head.at.astimezone(self._clock().tzinfo).date() >= day:
            return []
        sql = "SELECT person_id, seq FROM entries WHERE list_id = ? AND state = ? AND until < ? ORDER BY person_id"
        rows = self._database.rows(sql, (standing.list_id, str(EntryState.ACTIVE), day.isoformat()))
        return [(PersonId(row["person_id"]), standing.list_id, row["seq"]) for row in rows]

    def offer_tombstones(self, offered: Iterable[Signed]) -> int:
        """Erase here whoever was erased by a list of this home once. Returns how many were new; all of them or none.

        Of a list that this home follows itself nothing newer is told on until its authority has heard of it: with the
        next that is taken, they are to be offered there.

        Raises KeyUnknown, KeyRevoked, Forged, DocumentRefused or ForeignList.
        """
        by_list: dict[str, list[Signed]] = {}
        for record in offered:
            by_list.setdefault(document_from_bytes(record.document).list_id, []).append(record)
        with self._database.writing():
            new = sum([self._offered(list_id, records) for list_id, records in by_list.items()])
        if new:
            self._database.wipe_log()  # where another program is reading it goes with the next erasing
        return new

    def _offered(self, list_id: str, records: Iterable[Signed]) -> int:
        standing = self._lists.of(list_id)
        if standing is None:
            raise ForeignList(f"a part of the list {list_id}, which this home does not have")
        if standing.role is ListRole.AUTHORITY:
            return self._erase_all_again(records, standing)
        told = {checked_tombstone(standing, one).person_id: one for one in records}
        known = self._feed(list_id).followed(standing).erased
        new = {person_id: one for person_id, one in told.items() if person_id not in known}
        for record in new.values():
            self._end_here(checked_tombstone(standing, record), standing)
        self._feed(list_id).put_tombstones(new)
        return len(new)

    def _end_here(self, tombstone: Tombstone, standing: Standing) -> None:
        person_id = tombstone.person_id
        person = self._tables.person(person_id)
        if person is None or person.state is not EntryState.ERASED:
            if person is not None and person.list_id != standing.list_id:
                raise DocumentRefused(f"the entry {person_id} is not one of the list {standing.list_id}")
            seq = max(place(standing.epoch_told, tombstone.seq), person.seq + 1 if person else 0)
            act = self._withdrawn(person_id, standing.list_id, seq, EntryState.ERASED)
            self._keep([act], PROGRAM, what="person.erased", subject=person_id)
        self._feed(standing.list_id).let_go(person_id)
