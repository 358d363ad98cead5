"""What a kiosk has still to tell the desk or a hub: kept on its disk until it is told, in order, through power cuts.

Nothing is waited for here. A request goes into the outbox when its answer does not matter to the visitor any more, and
`kiosk.courier` delivers them. There are ids in it and no names; everything is sealed, and gone from the
disk when it is delivered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from kiosk.desk import wire
from kiosk.desk.giving_up import GivingUp
from kiosk.desk.protocol import Desk
from kiosk.desk.values import Actor, PaySubject
from kiosk.reports.protocol import ReportTaker
from kiosk.reports.values import ScalperReport
from records.blobs import Blobs
from records.database import Database
from records.errors import SealBroken, WrongKey
from records.meta import Meta
from records.opening import open_at
from records.sealing import Cipher
from records.tables import record_steps

OUTBOX_FILE = "outbox.db"
REPORTS_FILE = "reports-outbox.db"
"""Of its own: what waits for a hub that is away keeps no booking waiting."""

_PURPOSE = "outbox"
_KEY_ID = "key id"
_NEWEST = "newest letter"
_BEGUN = "begun letter"
_DESK_CALLS = (Desk.release, Desk.book, Desk.check_in, Desk.cancel, Desk.stop_payment)
_GIVING_UP = (GivingUp.give_up_hold, GivingUp.give_up_payment)
_CALLS: dict[str, Callable[..., Any]] = {
    call.__name__: call for call in (*_DESK_CALLS, *_GIVING_UP, ReportTaker.report_scalper)
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One request. `number` is its place in the order; `arguments` are those of the call, beside its key."""

    number: str
    call: str
    key: str
    written_at: datetime
    arguments: dict[str, Any]

    @property
    def gives_up(self) -> bool:
        """Something that ends by itself, and of which nobody knows whether it began."""
        return _CALLS[self.call] in _GIVING_UP

    def deliver(self, desk: Desk | ReportTaker) -> None:
        taker = GivingUp(cast(Desk, desk)) if self.gives_up else desk
        getattr(taker, self.call)(self.key, **self.arguments)


@dataclass(frozen=True, slots=True)
class _Envelope:
    call: str
    key: str
    written_at: datetime
    arguments: str


class Unreadable(Exception):
    """A letter that cannot be read any more; `number` names it."""

    def __init__(self, number: str, why: str) -> None:
        super().__init__(why)
        self.number = number


class Outbox:
    """Belongs to the thread that opened it; another thread or process opens the same file for itself.

    Every method may raise DatabaseBusy, DatabaseDamaged, StorageFull or StorageRefused (records.errors).
    """

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._blobs = Blobs(database, cipher)
        self._meta = Meta(database)

    @classmethod
    def open(cls, path: Path | None, cipher: Cipher) -> Self:
        """None keeps everything in memory. Raises WrongKey for a file that was sealed with another key."""
        database = open_at(path, (record_steps,))
        outbox = cls(database, cipher)
        try:
            outbox._claim()
        except BaseException:
            database.close()
            raise
        return outbox

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """May be called twice."""
        self._database.close()

    def release(self, now: datetime, key: str, booking_id: str) -> None:
        self._add(now, "release", key, {"booking_id": booking_id})

    def book(self, now: datetime, key: str, booking_id: str) -> None:
        self._add(now, "book", key, {"booking_id": booking_id})

    def check_in(self, now: datetime, key: str, booking_id: str, actor: Actor) -> None:
        self._add(now, "check_in", key, {"booking_id": booking_id, "actor": actor})

    def cancel(self, now: datetime, key: str, booking_id: str, actor: Actor) -> None:
        self._add(now, "cancel", key, {"booking_id": booking_id, "actor": actor})

    def stop_payment(self, now: datetime, key: str, payment_id: str) -> None:
        self._add(now, "stop_payment", key, {"payment_id": payment_id})

    def give_up_hold(self, now: datetime, key: str, hold_key: str, slot_id: str, patient_id: str, actor: Actor) -> None:
        asked = {"hold_key": hold_key, "slot_id": slot_id, "patient_id": patient_id, "actor": actor}
        self._add(now, "give_up_hold", key, asked)

    def give_up_payment(
        self,
        now: datetime,
        key: str,
        start_key: str,
        subject: PaySubject,
        subject_id: str,
        patient_id: str,
        actor: Actor,
    ) -> None:
        about = {"subject": subject, "subject_id": subject_id, "patient_id": patient_id, "actor": actor}
        self._add(now, "give_up_payment", key, {"start_key": start_key, **about})

    def report_scalper(self, now: datetime, key: str, report: ScalperReport) -> None:
        self._add(now, "report_scalper", key, {"report": report})

    def first(self) -> Letter | None:
        """The one that is to be delivered next. Raises Unreadable."""
        row = self._database.row("SELECT min(id) AS id FROM blobs WHERE purpose = ?", (_PURPOSE,))
        return self._read(row["id"]) if row and row["id"] else None

    @property
    def waiting(self) -> int:
        row = self._database.row("SELECT count(*) AS waiting FROM blobs WHERE purpose = ?", (_PURPOSE,))
        return int(row["waiting"]) if row else 0

    def drop(self, number: str) -> None:
        """It is delivered, or never will be."""
        with self._database.writing():
            self._blobs.drop(number)
            self._meta.put(_BEGUN, b"")
        if not self.waiting:
            self._database.wipe_log()

    def begin(self, number: str) -> int:
        """How often the delivery of this letter was begun without an end: more than once means that it ended us."""
        begun, _, times = (self._meta.get(_BEGUN) or b"").decode().partition(" ")
        count = int(times) + 1 if begun == number else 1
        with self._database.writing():
            self._meta.put(_BEGUN, f"{number} {count}".encode())
        return count

    def put_back(self) -> None:
        """The delivery came to an end, and the letter is still here."""
        with self._database.writing():
            self._meta.put(_BEGUN, b"")

    def _add(self, now: datetime, call: str, key: str, arguments: dict[str, object]) -> None:
        if now.tzinfo is None:
            raise ValueError("a moment without a time zone")
        written = wire.arguments_to_json(arguments)
        plain = wire.to_json(_Envelope(call, key, now, written.decode()))
        digest = self._cipher.mac(f"{call} {key}".encode(), _PURPOSE)
        with self._database.writing():
            if self._blobs.find(_PURPOSE, digest) is None:
                self._blobs.put(self._next_number(), _PURPOSE, plain, _PURPOSE, digest)

    def _next_number(self) -> str:
        """Counted apart from the letters, so that no number comes twice."""
        number = int(self._meta.get(_NEWEST) or b"0") + 1
        self._meta.put(_NEWEST, str(number).encode())
        return f"{number:012d}"

    def _read(self, number: str) -> Letter:
        try:
            envelope = wire.from_json(_Envelope, self._blobs.get(number, _PURPOSE), wire.Reading.LENIENT)
            arguments = wire.SHAPES.arguments_from_json(_CALLS[envelope.call], envelope.arguments.encode())
        except (SealBroken, WrongKey, wire.NotUnderstood, KeyError) as error:
            raise Unreadable(number, f"{type(error).__name__}") from error
        return Letter(number, envelope.call, envelope.key, envelope.written_at, arguments)

    def _claim(self) -> None:
        with self._database.writing():
            found = self._meta.get(_KEY_ID)
            if found is None:
                self._meta.put(_KEY_ID, self._cipher.key_id.encode())
        if found is not None and found != self._cipher.key_id.encode():
            raise WrongKey(f"{self._database.name} is sealed with another key than {self._cipher.key_id}")
