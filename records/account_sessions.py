"""Who logs in, and whose session it is. Every wrong try makes its client wait a little longer at this account."""

from contextlib import suppress
from datetime import datetime

from records.account_parts import AccountPart, OpenSession
from records.account_rules import FORGOTTEN_AFTER, SessionLimits, Tries, one_more, session_ends_at, wait_s
from records.database import Row
from records.errors import DatabaseBusy, NoSession, StorageFull, WrongCredential
from records.moments import from_text, to_text

_BADGE = "?badge"
"""Under what wrong tries with badges are counted."""
_USE_NOTED_EVERY_S = 20.0


class AccountSessions(AccountPart):
    def begin_pin_try(self, account_id: str, client: str, now: datetime) -> str:
        """Counts a try before it is made, so that many at once are no way around the wait; the hash to try it on.

        The hash takes its time to try (`PinHasher.fits`), and is tried where nobody waits for it: outside of this
        object's thread. Raises WrongCredential while a wait lasts.
        """
        row = self._row(account_id)
        self._count_try(self._tries_at(account_id), client, now)
        return (row or {}).get("pin_hash") or self._hasher.nobodys_hash

    def end_pin_try(
        self, account_id: str, fits: bool, tried_on: str, client: str, now: datetime, limits: SessionLimits
    ) -> OpenSession:
        """`fits`: the PIN is that of the hash, `tried_on`. Raises WrongCredential."""
        row = self._row(account_id)
        if not (fits and row and row["pin_hash"] == tried_on):
            raise self._refused(self._tries_at(account_id), client, now, account_id if row else "")
        return self._begun(row, self._tries_at(account_id), client, "pin", now, limits)

    def log_in_by_badge(self, number: str, client: str, now: datetime, limits: SessionLimits) -> OpenSession:
        """Raises WrongCredential."""
        self._count_try(_BADGE, client, now)
        row = self._database.row("SELECT * FROM accounts WHERE badge_digest = ?", (self.badge_digest(number),))
        if row is None:
            raise self._refused(_BADGE, client, now)
        return self._begun(row, _BADGE, client, "badge", now, limits)

    def session(self, token: str, now: datetime, limits: SessionLimits) -> OpenSession:
        """Whose it is; it is prolonged by this. Raises NoSession."""
        digest = self._cipher.mac(token.encode(), "session")
        row = self._database.row("SELECT * FROM sessions JOIN accounts USING (account_id) WHERE digest = ?", (digest,))
        if row is None:
            raise NoSession("this session is over")
        began_at, used_at = from_text(row["began_at"]), from_text(row["used_at"])
        if now >= session_ends_at(began_at, used_at, limits):
            raise NoSession("this session is over")
        if abs((now - used_at).total_seconds()) >= min(_USE_NOTED_EVERY_S, limits.idle_s / 10):
            # On a full disk, or while others write much, a guard goes on seeing the alarms; the session then ends by
            # when it was last noted.
            with suppress(StorageFull, DatabaseBusy), self._database.writing():
                self._database.execute("UPDATE sessions SET used_at = ? WHERE digest = ?", (to_text(now), digest))
        return OpenSession(token, self._opened(row), session_ends_at(began_at, now, limits))

    def log_out(self, token: str, now: datetime) -> None:
        """Also of a session that is over, or that never was."""
        digest = self._cipher.mac(token.encode(), "session")
        with self._database.writing():
            row = self._database.row("SELECT account_id FROM sessions WHERE digest = ?", (digest,))
            if row is not None:
                self._database.execute("DELETE FROM sessions WHERE digest = ?", (digest,))
                self._note(now, row["account_id"], "account.logged_out", row["account_id"])

    def drop_old_sessions(self, now: datetime, limits: SessionLimits) -> int:
        """How many were over."""
        with self._database.writing():
            return self._drop_old_sessions(now, limits)

    def drop_old_tries(self, now: datetime) -> int:
        """Of wrong tries that count no longer, with the addresses they came from. How many."""
        with self._database.writing():
            return self._database.execute(
                "DELETE FROM account_tries WHERE last_at < ?", (to_text(now - FORGOTTEN_AFTER),)
            )

    def _begun(
        self, row: Row, counted_as: str, client: str, by: str, now: datetime, limits: SessionLimits
    ) -> OpenSession:
        token, account_id = self._new_token(), row["account_id"]
        kept: Row = {"account_id": account_id, "began_at": to_text(now), "used_at": to_text(now)}
        with self._database.writing():
            self._drop_old_sessions(now, limits)
            self._database.insert("sessions", kept | {"digest": self._cipher.mac(token.encode(), "session")})
            self._database.execute(
                "DELETE FROM account_tries WHERE account_id = ? AND client = ?", (counted_as, client)
            )
            self._note(now, account_id, "account.logged_in", account_id, {"by": by, "client": client})
        return OpenSession(token, self._opened(row), session_ends_at(now, now, limits))

    def _count_try(self, counted_as: str, client: str, now: datetime) -> None:
        with self._database.writing():
            tries = self._tries(counted_as, client)
            waits_s = wait_s(tries, now)
            if waits_s:
                raise WrongCredential("too many wrong tries", waits_s)
            after = one_more(tries, now)
            self._database.execute(
                "INSERT INTO account_tries VALUES (?, ?, ?, ?) "
                "ON CONFLICT (account_id, client) DO UPDATE SET wrong = excluded.wrong, last_at = excluded.last_at",
                (counted_as, client, after.wrong, to_text(now)),
            )

    def _refused(self, counted_as: str, client: str, now: datetime, subject: str = "") -> WrongCredential:
        """`subject` is the account, where there is one."""
        with self._database.writing():
            self._note(now, "nobody", "account.refused", subject, {"client": client})
            waits_s = wait_s(self._tries(counted_as, client), now)
            if waits_s:
                self._note(now, "nobody", "account.locked_out", subject, {"client": client, "wait_s": waits_s})
        # One answer, whether the account, the PIN or the badge is wrong.
        return WrongCredential("this is nobody's number and PIN, and nobody's badge", waits_s)

    def _tries(self, counted_as: str, client: str) -> Tries:
        row = self._database.row(
            "SELECT * FROM account_tries WHERE account_id = ? AND client = ?", (counted_as, client)
        )
        return Tries(row["wrong"], from_text(row["last_at"])) if row else Tries()

    def _drop_old_sessions(self, now: datetime, limits: SessionLimits) -> int:
        over = [
            row["digest"]
            for row in self._database.rows("SELECT * FROM sessions")
            if now >= session_ends_at(from_text(row["began_at"]), from_text(row["used_at"]), limits)
        ]
        for digest in over:
            self._database.execute("DELETE FROM sessions WHERE digest = ?", (digest,))
        return len(over)
