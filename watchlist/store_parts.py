"""What all parts of the store work with, and how an act of an operator is kept."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from records.audit import AuditLog
from records.blobs import Blobs
from records.canonical import Json, to_json
from records.changes import ChangeLog, KeptChange
from records.database import Database
from records.moments import to_text
from records.sealing import Cipher
from watchlist.changes import Act, Change, act_from_json, act_to_json
from watchlist.entries import apply
from watchlist.erasure_marks import ErasureLedger
from watchlist.errors import EntryRefused
from watchlist.listed import Listed
from watchlist.listed_tables import ListedTables
from watchlist.listing_rules import LOCAL, ListingRules
from watchlist.types import EntryState, PersonId

Clock = Callable[[], datetime]
NewId = Callable[[], str]

NAME, REASON, EVIDENCE, PHOTO, TEMPLATE = "name", "reason", "evidence", "photo", "template"
BASIS, APPEAL = "basis", "appeal"
CAPTURE, NOTE = "capture", "note"
"""The purposes of sealed blobs."""


class StorePart:
    """Base of the parts of the store: the same database, cipher, clock, logs and rules."""

    def __init__(
        self,
        database: Database,
        cipher: Cipher,
        clock: Clock,
        new_id: NewId,
        rules: ListingRules = LOCAL,
        ledger: Path | None = None,
        *,
        is_only_ledger: bool = False,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._new_id = new_id
        self._rules = rules
        self._ledger = ErasureLedger(database, cipher, ledger, is_only_ledger)
        self._audit = AuditLog(database, cipher)
        self._changes = ChangeLog(database)
        self._blobs = Blobs(database, cipher)
        self._tables = ListedTables(database)

    def _today(self) -> date:
        return self._clock().date()

    def _keep(self, acts: Sequence[Act], operator: str, *, what: str, subject: str, why: str = "") -> None:
        """Append the acts, bring the tables after them and audit it. To be called inside `writing()`."""
        at = self._clock()
        kept = [self._changes.append(at, operator, why, act_to_json(act)) for act in acts]
        before = self._tables.some(act.person_id for act in acts)
        after: dict[PersonId, Listed | None] = dict.fromkeys(act.person_id for act in acts) | before
        for one, act in zip(kept, acts, strict=True):
            after[act.person_id] = apply(after[act.person_id], Change(one.number, at, operator, why, act))
        for person_id, person in after.items():
            if person is not None:
                self._tables.save(before.get(person_id), person)
        self._ledger.add([who for who, one in after.items() if one and one.state is EntryState.ERASED], at)
        self._audit.append(at, operator, what, subject, changes_told(kept, self._cipher))
        self._publish([person for person in after.values() if person is not None], kept[-1].number)

    def _publish(self, people: Iterable[Listed], seq: int) -> None:
        """What a shared list's authority tells of these people, whom changes up to the number `seq` changed."""


def change_of(kept: KeptChange) -> Change:
    return Change(kept.number, kept.at, kept.who, kept.why, act_from_json(kept.act))


def changes_told(kept: Sequence[KeptChange], cipher: Cipher) -> dict[str, Json]:
    """What the audit log remembers of changes, so that a change edited later shows."""
    content: list[Json] = [[one.number, to_text(one.at), one.who, one.why, one.act] for one in kept]
    digest = cipher.mac(to_json({"changes": content}).encode(), "changes")
    return {"first": kept[0].number, "last": kept[-1].number, "digest": digest}


def checked_operator(operator: str) -> str:
    """Raises EntryRefused for nobody: every change has somebody who answers for it."""
    if not operator.strip():
        raise EntryRefused("nobody answers for this change", "Give the name of the operator.")
    return operator.strip()
