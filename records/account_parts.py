"""What an account is, and what everything about accounts works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from records.audit import AuditLog
from records.blobs import Blobs
from records.canonical import Json
from records.database import Database, Row
from records.pins import PinHasher
from records.sealing import Cipher

ACCOUNT_NAME = "account name"
_PLACE_DIGITS = 3
"""Hexadecimal: 4096 places for each client."""


@dataclass(frozen=True, slots=True)
class Account:
    account_id: str
    name: str
    role: str
    has_pin: bool
    has_badge: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    token: str = field(repr=False)
    account: Account
    until: datetime


class AccountPart:
    """Base of the parts: the same database, cipher and log."""

    def __init__(
        self, database: Database, cipher: Cipher, new_token: Callable[[], str], hasher: PinHasher | None = None
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._audit = AuditLog(database, cipher)
        self._blobs = Blobs(database, cipher)
        self._new_token = new_token
        self._hasher = hasher or PinHasher()

    def badge_digest(self, number: str) -> str:
        return self._cipher.mac(number.strip().encode(), "badge")

    def _tries_at(self, account_id: str) -> str:
        """Under what wrong tries at this id are counted, whether or not there is such an account: who tries names
        learns of none that it is somebody's. There are so many such places that an account all but never shares one,
        and so few that tries at made-up names fill no table."""
        return f"?{self._cipher.mac(account_id.encode(), 'tries')[:_PLACE_DIGITS]}"

    def _row(self, account_id: str) -> Row | None:
        return self._database.row("SELECT * FROM accounts WHERE account_id = ? AND removed_at IS NULL", (account_id,))

    def _opened(self, row: Row) -> Account:
        name = self._blobs.get(name_ref(row["account_id"]), ACCOUNT_NAME).decode()
        has_pin, has_badge = row["pin_hash"] is not None, row["badge_digest"] is not None
        return Account(row["account_id"], name, row["role"], has_pin, has_badge)

    def _note(self, now: datetime, who: str, what: str, account_id: str, detail: dict[str, Json] | None = None) -> None:
        self._audit.append(now, who, what, account_id, detail)


def name_ref(account_id: str) -> str:
    """The id of the sealed name."""
    return f"account/{account_id}"
