"""Entries of a followed list that end here before its authority says so: over for long while nothing is heard of it, or
erased, as somebody knows who follows this home."""

from collections.abc import Iterable
from datetime import date, timedelta

from watchlist.alarms.life import PROGRAM
from watchlist.feed.documents import Tombstone
from watchlist.feed.errors import DocumentRefused
from watchlist.feed.head import place
from watchlist.feed.signed import Signed
from watchlist.feed.store.erased_elsewhere import ErasedElsewhere, checked_tombstone
from watchlist.feed.store.followed_list import FollowedList
from watchlist.feed.store.tables import ListRole, Standing
from watchlist.types import EntryState, PersonId


class FollowedEnds(FollowedList, ErasedElsewhere):
    def purge_expired(self, today: date, grace: timedelta) -> int:
        """Besides, where the authority of a followed list has said nothing for longer than `grace`: everything of its
        entries that expired before that. What the list says of them is known still, so that following goes on; it is
        then asked for whole."""
        purged = super().purge_expired(today, grace)
        with self._database.writing():
            over = self._over_and_unheard(today - grace)
            for person_id, standing, seq in over:
                act = self._withdrawn(person_id, standing.list_id, seq + 1, EntryState.REVOKED)
                self._keep([act], PROGRAM, what="shared.purged", subject=person_id)
                self._feed.let_go(person_id)
        if over:
            self._database.wipe_log()  # where another program is reading it goes with the next purge
        return purged + len(over)

    def _over_and_unheard(self, day: date) -> list[tuple[PersonId, Standing, int]]:
        """Whose last day was before this one, in a list whose authority's last word was so too."""
        standing = self._feed.standing()
        head = standing.head_told if standing and standing.role is ListRole.FOLLOWER else None
        if standing is None or head is None or head.at.astimezone(self._clock().tzinfo).date() >= day:
            return []
        sql = "SELECT person_id, seq FROM entries WHERE list_id = ? AND state = ? AND until < ? ORDER BY person_id"
        rows = self._database.rows(sql, (standing.list_id, str(EntryState.ACTIVE), day.isoformat()))
        return [(PersonId(row["person_id"]), standing, row["seq"]) for row in rows]

    def offer_tombstones(self, offered: Iterable[Signed]) -> int:
        """As at an authority. Where this home follows the list itself, nothing newer is told on until its authority has
        heard of it: with the next that is taken, they are to be offered there."""
        standing = self._standing(*ListRole)
        if standing.role is ListRole.AUTHORITY:
            return super().offer_tombstones(offered)
        with self._database.writing():
            standing = self._follower()
            told = {checked_tombstone(standing, one).person_id: one for one in offered}
            known = self._feed.followed(standing).erased
            new = {person_id: one for person_id, one in told.items() if person_id not in known}
            for record in new.values():
                self._end_here(checked_tombstone(standing, record), standing)
            self._feed.put_tombstones(standing.list_id, new)
        if new:
            self._database.wipe_log()  # where another program is reading it goes with the next erasing
        return len(new)

    def _end_here(self, tombstone: Tombstone, standing: Standing) -> None:
        person_id = tombstone.person_id
        person = self._tables.person(person_id)
        if person is not None and person.list_id != standing.list_id:
            raise DocumentRefused(f"the entry {person_id} is not one of the list {standing.list_id}")
        if person is None or person.state is not EntryState.ERASED:
            seq = max(place(standing.epoch_told, tombstone.seq), person.seq + 1 if person else 0)
            act = self._withdrawn(person_id, standing.list_id, seq, EntryState.ERASED)
            self._keep([act], PROGRAM, what="person.erased", subject=person_id)
        self._feed.let_go(person_id)
