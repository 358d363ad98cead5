"""The store of the watchlist: a file in the home directory, or a PostgreSQL that several programs and PCs share.

What changes the list is kept as a numbered sequence; the tables are a copy made from it, and everything personal lies
sealed beside them. A store belongs to the thread that opened it; several programs may use one database at once.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from records.account_tables import account_steps
from records.accounts import Accounts
from records.audit import AuditRecord
from records.audit_chain import Anchor
from records.canonical import Json
from records.database import Row
from records.errors import ChainBroken, WrongKey
from records.meta import Meta
from records.opening import Place, open_at
from records.sealing import Cipher
from records.tables import record_steps
from watchlist.alarms.book import KeptAlarms
from watchlist.alarms.finding import AlarmFinding
from watchlist.alarms.life import PROGRAM
from watchlist.alarms.lives import AlarmLives
from watchlist.alarms.rejections import Rejections
from watchlist.dossier.past import EntryPast
from watchlist.entries import apply_all
from watchlist.erasure_ledger import SUFFIX
from watchlist.feed.store.followed_ends import FollowedEnds
from watchlist.feed.store.ledger_upkeep import LedgerUpkeep
from watchlist.feed.store.serving import Serving
from watchlist.hub.nodes import NodeBook
from watchlist.list_life import ListLife
from watchlist.list_reading import ListReading
from watchlist.list_writing import ListWriting
from watchlist.listing_rules import LOCAL, ListingRules
from watchlist.reports.book import ReportBook
from watchlist.retention_marks import RetentionBook
from watchlist.schema import watchlist_steps
from watchlist.store_parts import change_of, changes_told, checked_operator
from watchlist.types import PersonId
from watchlist.upstream.book import UpstreamBook
from watchlist.upstream.own_alarms import AlarmOutbox
from watchlist.upstream.relay import RelayOutbox
from watchlist.upstream.values import NodeStanding

_KEY_ID = "key id"


class WatchlistStore(
    FollowedEnds, LedgerUpkeep, Serving, ListWriting, ListLife, ListReading, KeptAlarms, AlarmLives, Rejections
):
    """Every method may raise DatabaseBusy, DatabaseDamaged, StorageFull or StorageRefused (records.errors); on a server
    also DatabaseAway."""

    @classmethod
    def open(
        cls,
        place: Place,
        cipher: Cipher,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        rules: ListingRules = LOCAL,
        ledger: Path | None = None,
    ) -> Self:
        """Open the database, made when there is none yet; None keeps everything in memory.

        `clock` gives moments with a time zone, whose date is the day it is at the site. Raises WrongKey and
        DatabaseTooNew besides. `rules` are what this list demands of an entry. `ledger` is where it stands who was
        erased: by itself beside the file.
        """
        database = open_at(place, (record_steps, watchlist_steps, account_steps))
        beside = place.with_suffix(SUFFIX) if isinstance(place, Path) else None
        ledger = ledger or beside
        store = cls(database, cipher, clock, new_id, rules, ledger, is_only_ledger=ledger == beside)
        try:
            store._claim()
        except BaseException:
            store.close()
            raise
        return store

    @cached_property
    def accounts(self) -> Accounts:
        """Those of the guards, or of who works on a hub's list."""
        return Accounts(self._database, self._cipher, lambda: secrets.token_urlsafe(32))

    @cached_property
    def nodes(self) -> NodeBook:
        """The programs that may ask this hub."""
        return NodeBook(self._database, self._cipher)

    @cached_property
    def reports(self) -> ReportBook:
        """What people tell about scalpers: no entries."""
        return ReportBook(self._database, self._cipher, self._clock, self._new_id)

    @cached_property
    def upstream(self) -> UpstreamBook:
        """What the nodes of this hub told it."""
        return UpstreamBook(self._database, self._cipher, self._clock)

    def node_standings(self) -> list[NodeStanding]:
        """How the nodes of this hub are, by their last words."""
        return self.upstream.standings(self.nodes.everybody(), self.places())

    @cached_property
    def outbox(self) -> AlarmOutbox:
        """What this home's hub must hear of the alarms here."""
        return AlarmOutbox(self._database, self._cipher)

    @cached_property
    def relay(self) -> RelayOutbox:
        """What the hub that this hub follows must hear of its nodes' alarms."""
        return RelayOutbox(self._database, self._cipher, self._clock)

    @cached_property
    def past(self) -> EntryPast:
        """What became of an entry, change by change."""
        return EntryPast(self._database, self._cipher)

    @cached_property
    def finding(self) -> AlarmFinding:
        """Words among the alarms here."""
        return AlarmFinding(self._database, self._cipher)

    @cached_property
    def retention(self) -> RetentionBook:
        """That what is kept no longer went; `watchlist.retention` carries it out."""
        return RetentionBook(self._database, self._cipher)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """May be called twice."""
        self._database.close()

    def rebuild(self) -> None:
        """Make the tables of the list anew from the changes."""
        with self._database.writing():
            people = apply_all(change_of(kept) for kept in self._changes.since())
            self._tables.clear()
            for person in people.values():
                self._tables.save(None, person)
            self._audit.append(self._clock(), PROGRAM, "list.rebuilt", "", {"revision": self._changes.newest})

    def _rejected_at_nodes(self, since: datetime) -> Iterable[tuple[PersonId, datetime]]:
        return self.upstream.rejected(since)

    def note(self, operator: str, what: str, subject: str, detail: Mapping[str, Json] | None = None) -> None:
        """Audit a decision that changes nothing here. No names and no faces: it is kept for ever."""
        with self._database.writing():
            self._audit.append(self._clock(), checked_operator(operator), what, subject, detail)

    def audit_records(self, newest: int | None = None) -> list[AuditRecord]:
        """The newest audit records, oldest of them first; all of them for None."""
        return self._audit.records(newest)

    def audit_rows(self) -> Iterator[Row]:
        """The audit records as they are kept, each checked, the oldest first. Raises ChainBroken."""
        return self._audit.checked_rows()

    def verify(self) -> int:
        """How many audit records there are, when they, the changes, the list and the ledger of erasures are what was
        written. Raises ChainBroken or LedgerDamaged naming what is the first that is not.
        """
        return self.verified().number

    def verified(self, expected: Anchor | None = None) -> Anchor:
        """As `verify`; the newest audit record, in a chain that leads over `expected`."""
        newest = self._audit.verify(expected)
        with self._database.reading():
            self._verify_changes()
            if apply_all(change_of(kept) for kept in self._changes.since()) != self._tables.people():
                raise ChainBroken(
                    "the list is not what its changes come to", "Tell the privacy officer, then rebuild it."
                )
            for fault in self.ledger_faults():
                raise fault
        return newest

    def _verify_changes(self) -> None:
        verified = 0
        for record in self._audit.changing():
            first, last = record.detail["first"], record.detail["last"]
            kept = self._changes.between(int(str(first)), int(str(last)))
            if not kept or changes_told(kept, self._cipher) != record.detail:
                raise ChainBroken(f"change {first} is not what was written")
            verified = kept[-1].number
        if verified != self._changes.newest:
            raise ChainBroken(f"change {verified + 1} was never audited")

    def _claim(self) -> None:
        """Begin a new database, or see that this one is sealed with our key."""
        meta = Meta(self._database)
        if meta.get(_KEY_ID) is None:
            with self._database.writing():
                if meta.get(_KEY_ID) is None:
                    meta.put(_KEY_ID, self._cipher.key_id.encode())
                    self._audit.begin(self._clock(), PROGRAM)
        found = meta.get(_KEY_ID)
        if found != self._cipher.key_id.encode():
            raise WrongKey(f"{self._database.name} is sealed with another key than {self._cipher.key_id}")
