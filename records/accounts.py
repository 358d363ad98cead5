"""Accounts of the people who answer for what they do here: a name, a role, a PIN or a badge; and their sessions.

What is called PIN is a passphrase for every role but PIN_ROLES. Every method takes the moment it happens at. The PIN is
kept as its Argon2id hash, badges and sessions as keyed digests,
the name sealed. What is refused or changed is audited; never with the PIN.
"""

from datetime import datetime

from records.account_parts import ACCOUNT_NAME, Account, name_ref
from records.account_rules import PIN_ROLES, is_account_id, passphrase_fault, pin_fault
from records.account_sessions import AccountSessions
from records.database import Row
from records.errors import AccountRefused, PassphraseRefused, PinRefused
from records.moments import to_text

NAME_LENGTH = 60


class Accounts(AccountSessions):
    """Of one database; it belongs to the thread that opened that."""

    def all(self) -> list[Account]:
        """Those that are in force, by id."""
        rows = self._database.rows("SELECT * FROM accounts WHERE removed_at IS NULL ORDER BY account_id")
        return [self._opened(row) for row in rows]

    def find(self, account_id: str) -> Account | None:
        row = self._row(account_id)
        return self._opened(row) if row else None

    def add(self, account_id: str, name: str, role: str, pin: str, operator: str, now: datetime) -> Account:
        """Raises AccountRefused, PinRefused or PassphraseRefused."""
        name = " ".join(name.split())
        if not is_account_id(account_id):
            raise AccountRefused(
                f"{account_id!r} is no id of an account", "Small letters, digits and . _ - up to 32, as in zhang.wei."
            )
        if not 1 <= len(name) <= NAME_LENGTH:
            raise AccountRefused(f"a name has 1 to {NAME_LENGTH} characters", "Give the name with --name.")
        hashed = self._hashed(pin, role, account_id, name)
        row: Row = {"account_id": account_id, "role": role, "pin_hash": hashed, "made_at": to_text(now)}
        with self._database.writing():
            if self._database.row("SELECT 1 FROM accounts WHERE account_id = ?", (account_id,)):
                raise AccountRefused(
                    f"{account_id!r} is, or was, somebody's account",
                    "Choose another id: the record names people by it.",
                )
            self._database.insert("accounts", row)
            self._blobs.put(name_ref(account_id), ACCOUNT_NAME, name.encode(), name_ref(account_id))
            self._note(now, operator, "account.made", account_id, {"role": role})
        return Account(account_id, name, role, has_pin=True, has_badge=False)

    def set_pin(self, account_id: str, pin: str, operator: str, now: datetime) -> None:
        """Ends the account's sessions and lets everybody try again.

        Raises AccountRefused, PinRefused or PassphraseRefused.
        """
        account = self.find(account_id)
        if account is None:
            raise _nobodys(account_id)
        hashed = self._hashed(pin, account.role, account_id, account.name)
        with self._database.writing():
            self._must_be(account_id)
            self._database.execute("UPDATE accounts SET pin_hash = ? WHERE account_id = ?", (hashed, account_id))
            self._forget(account_id)
            self._note(now, operator, "account.pin_set", account_id)

    def set_badge(self, account_id: str, number: str | None, operator: str, now: datetime) -> None:
        """None takes it away. Ends the account's sessions. Raises AccountRefused, also for somebody else's badge."""
        if number is not None and not number.strip():
            raise AccountRefused("a badge without a number", "Read the badge again.")
        digest = None if number is None else self.badge_digest(number)
        with self._database.writing():
            self._must_be(account_id)
            held = self._database.row("SELECT account_id FROM accounts WHERE badge_digest = ?", (digest,))
            if held and held["account_id"] != account_id:
                raise AccountRefused(f"this badge is that of {held['account_id']}", "Take it away from them first.")
            self._database.execute("UPDATE accounts SET badge_digest = ? WHERE account_id = ?", (digest, account_id))
            self._forget(account_id)
            self._note(now, operator, "account.badge_set" if digest else "account.badge_removed", account_id)

    def remove(self, account_id: str, operator: str, now: datetime) -> None:
        """Its sessions end and its name goes; the id stays taken. Raises AccountRefused."""
        with self._database.writing():
            self._must_be(account_id)
            self._forget(account_id)
            self._blobs.drop(name_ref(account_id))
            self._database.execute(
                "UPDATE accounts SET removed_at = ?, pin_hash = NULL, badge_digest = NULL WHERE account_id = ?",
                (to_text(now), account_id),
            )
            self._note(now, operator, "account.removed", account_id)

    def _forget(self, account_id: str) -> None:
        for table, counted_as in (("sessions", account_id), ("account_tries", self._tries_at(account_id))):
            self._database.execute(f"DELETE FROM {table} WHERE account_id = ?", (counted_as,))

    def _hashed(self, pin: str, role: str, account_id: str, name: str) -> str:
        is_pin = role in PIN_ROLES
        fault = pin_fault(pin) if is_pin else passphrase_fault(pin, account_id, name)
        if fault:
            raise PinRefused(fault) if is_pin else PassphraseRefused(fault)
        return self._hasher.hashed(pin)

    def _must_be(self, account_id: str) -> None:
        if self._row(account_id) is None:
            raise _nobodys(account_id)


def _nobodys(account_id: str) -> AccountRefused:
    return AccountRefused(f"nobody has the account {account_id!r}")
