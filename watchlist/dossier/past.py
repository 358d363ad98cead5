"""What became of an entry, change by change, with the texts of then: for whoever must answer for it."""

from records.blobs import Blobs
from records.changes import ChangeLog
from records.database import Database
from records.sealing import Cipher
from watchlist.changes import AppealLodged, Change, PersonListed, ReasonChanged
from watchlist.reports.values import GroupId
from watchlist.store_parts import APPEAL, REASON, change_of
from watchlist.types import PersonId


class EntryPast:
    """Of one database; it belongs to the thread that opened that."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._changes = ChangeLog(database)
        self._blobs = Blobs(database, cipher)

    def changes_of(self, person_id: PersonId) -> list[Change]:
        """Oldest first."""
        # An act is canonical JSON: this is how it names a person, and nothing else does.
        kept = self._changes.naming(f'"person_id":"{person_id}"')
        return [change for change in map(change_of, kept) if change.act.person_id == person_id]

    def text_of(self, change: Change) -> str | None:
        """The reason or the appeal that this change brought; None for another change, and where it is gone."""
        match change.act:
            case PersonListed() | ReasonChanged():
                ref, purpose = change.act.reason_ref, REASON
            case AppealLodged():
                ref, purpose = change.act.appeal_ref, APPEAL
            case _:
                return None
        return self._blobs.get(ref, purpose).decode() if self._blobs.holds(ref) else None

    def groups_of(self, person_id: PersonId) -> list[GroupId]:
        """The groups of reports that the entry came of."""
        sql = "SELECT group_id FROM scalper_report_groups WHERE person_id = ? ORDER BY group_id"
        return [GroupId(row["group_id"]) for row in self._database.rows(sql, (person_id,))]
