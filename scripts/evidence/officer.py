"""That whoever sits at the hub's PC is its privacy officer."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.guards.secrets_given import given_secret

if TYPE_CHECKING:
    from watchlist.store import WatchlistStore

CLIENT = "the hub's PC"


def privacy_officer(store: "WatchlistStore", account_id: str | None, file: Path | None) -> str:
    """The account's id, after its passphrase was right; tries are counted as those of logging in are.

    Raises UsageError, LoginRefused, and NotAllowed for another role, which is on record.
    """
    from records.errors import WrongCredential
    from records.pins import PinHasher
    from watchlist.hub.errors import LoginRefused, NotAllowed
    from watchlist.hub.http.limits import ListLimits
    from watchlist.hub.rights import Role

    if not account_id:
        raise click.UsageError("at a hub the privacy officer does this: --account ID")
    passphrase = given_secret("passphrase of your account", file, is_new=False)
    accounts, now = store.accounts, datetime.now(UTC)
    try:
        hashed = accounts.begin_pin_try(account_id, CLIENT, now)
        fits = PinHasher().fits(hashed, passphrase)
        opened = accounts.end_pin_try(account_id, fits, hashed, CLIENT, now, ListLimits().sessions)
    except WrongCredential as error:
        wait = f"; the next try in {error.wait_s:.0f} s" if error.wait_s else ""
        raise LoginRefused(f"this is nobody's account and passphrase{wait}", error.wait_s) from error
    accounts.log_out(opened.token, now)
    if opened.account.role != Role.PRIVACY:
        store.note(account_id, "call.refused", "", {"call": "evidence", "why": "not-allowed"})
        raise NotAllowed(f"{account_id} may not do this as {opened.account.role}")
    return account_id
