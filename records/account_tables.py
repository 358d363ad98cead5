"""The tables of accounts, as steps that are only ever added to."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

account_steps = Migrations("accounts")


@account_steps()
def g001_accounts(db: Database) -> None:
    """The name is the sealed blob of the same id. What was removed keeps its id, so that nobody else gets it, and
    nothing more."""
    db.table("accounts").create(
        {"account_id": str, "role": str, "pin_hash": str, "badge_digest": str, "made_at": str, "removed_at": str},
        pk="account_id",
        not_null={"role", "made_at"},
        strict=True,
    )
    db.execute("CREATE UNIQUE INDEX accounts_badge ON accounts (badge_digest) WHERE badge_digest IS NOT NULL")


@account_steps()
def g002_sessions(db: Database) -> None:
    """`digest` (keyed) is that of the session's token, which is kept nowhere."""
    db.table("sessions").create(
        {"digest": str, "account_id": str, "began_at": str, "used_at": str},
        pk="digest",
        not_null={"account_id", "began_at", "used_at"},
        foreign_keys=[("account_id", "accounts", "account_id")],
        strict=True,
    )
    db.table("sessions").create_index(["account_id"])


@account_steps()
def g003_tries(db: Database) -> None:
    """Wrong tries of a client at an account; those at what is no account, or with a badge, under a word of our own."""
    db.table("account_tries").create(
        {"account_id": str, "client": str, "wrong": int, "last_at": str},
        pk=("account_id", "client"),
        not_null={"wrong", "last_at"},
        strict=True,
    )
