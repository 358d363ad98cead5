"""The doctor at a hub that serves a list: its database, its list and keys, who works on it, and its certificate."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import RecordsError
from scripts.command import SETTINGS_FILE, Context
from scripts.doctor.findings import Finding, Health
from scripts.errors import SettingsError
from scripts.hub.settings import AUTHORITY, FOLLOWER, DeskSettings, HubTree

if TYPE_CHECKING:
    from watchlist.feed.store.standings import Standing
    from watchlist.store import WatchlistStore

PART = "hub"
ENDS_SOON = timedelta(days=30)
NEEDED = ("reviewer", "approver", "privacy")
"""Without one of each nobody is listed, approved, or taken off again where a list is signed."""
_HINTS = {
    AUTHORITY: "Run 'gatehouse keys root' once, then 'gatehouse keys begin'.",
    FOLLOWER: "Run 'gatehouse join' with the root key that the authority's people read to you.",
}


def hub_findings(context: Context) -> Iterator[Finding]:
    """Nothing for a home whose hub serves no list."""
    try:
        tree = context.settings_of(HubTree)
    except SettingsError:
        return  # the desk's own check tells it
    if not tree.hub.has_list:
        return
    yield from _kept(context, tree)
    if tree.desk.certificate_file:
        yield _certificate(tree.desk, datetime.now(UTC))


def _kept(context: Context, tree: HubTree) -> Iterator[Finding]:
    from scripts.hub.list_store import LIST_FILE, has_database, open_list_store
    from watchlist.errors import WatchlistError

    where = "the server's database" if tree.hub.database else LIST_FILE
    if not has_database(context):
        yield _not_begun(tree.hub.role, tree.hub.list_id)
        return
    try:
        with open_list_store(context) as store:
            yield Finding(PART, Health.WELL, f"{where}: {store.verify()} audit records, list and changes agree")
            yield from _list(store, tree)
            yield from _people(store, tree)
    except (RecordsError, WatchlistError, SettingsError) as error:
        yield Finding(PART, Health.FAULT, str(error), error.hint)


def _list(store: "WatchlistStore", tree: HubTree) -> Iterator[Finding]:
    from scripts.hub.following import must_fit

    must_fit(store.standings(), tree.hub)
    followed, signed = (tree.hub.list_id if tree.hub.role == FOLLOWER else ""), tree.hub.signed_list_id
    if followed:
        yield _followed(store, followed) if store.standing(followed) else _not_begun(FOLLOWER, followed)
    if signed:
        own = store.own_list()
        yield _signing(store, own) if own else _not_begun(AUTHORITY, signed)


def _not_begun(role: str, list_id: str) -> Finding:
    return Finding(PART, Health.FAULT, f"{role} of {list_id}, not begun", _HINTS[role])


def _followed(store: "WatchlistStore", list_id: str) -> Finding:
    shared = sum(one.list_id == list_id for one in store.entries(datetime.now(UTC).date()))
    photographs = "with" if store.has_photographs(list_id) else "without"
    what = f"follower of {list_id}: {shared} entries are told on, {photographs} photographs"
    return Finding(PART, Health.WELL, what)


def _signing(store: "WatchlistStore", standing: "Standing") -> Finding:
    key_id, named = store.signs_with(), standing.trust.keys
    if named is None or named.public(key_id) is None:
        hint = "Run 'gatehouse keys rotate' with the root key: followers take nothing that this hub signs now."
        return Finding(PART, Health.FAULT, f"the key {key_id} signs, and the root does not name it", hint)
    what = f"authority of {standing.list_id}, epoch {standing.epoch}, revision {standing.seq}, signs with {key_id}"
    return Finding(PART, Health.WELL, what)


def _people(store: "WatchlistStore", tree: HubTree) -> Iterator[Finding]:
    roles = [one.role for one in store.accounts.all()]
    missing = [role for role in NEEDED if role not in roles] if tree.hub.signed_list_id else []
    if missing:
        hint = f"Run 'gatehouse accounts add NAME --role {missing[0]}'."
        yield Finding("accounts", Health.FAULT, f"nobody is {', nobody is '.join(missing)}", hint)
    else:
        yield Finding("accounts", Health.WELL, f"{len(roles)} people may work on the list")
    nodes = len(store.nodes.all())
    hint = "" if nodes else "Run 'gatehouse nodes add NAME' for every watch that is to follow."
    yield Finding("nodes", Health.WELL if nodes else Health.CAUTION, f"{nodes} may ask this hub", hint)


def _certificate(desk: DeskSettings, now: datetime) -> Finding:
    """As the hub loads it when it starts."""
    part, hint = "certificate", "They must be PEM files that belong to each other, and this user must be able to read."
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(desk.certificate_file, desk.certificate_key_file)
        ends = _ends(Path(desk.certificate_file))
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        return Finding(part, Health.FAULT, f"desk.certificate_file and its key cannot be used: {why}", hint)
    if ends <= now:
        return Finding(part, Health.FAULT, f"it ended on {ends:%Y-%m-%d}", f"Put a new one where {SETTINGS_FILE} says.")
    soon = ends - now < ENDS_SOON
    renew = f"Put a new one where {SETTINGS_FILE} says before that day: nobody reaches this hub after it."
    health = Health.CAUTION if soon else Health.WELL
    return Finding(part, health, f"good until {ends:%Y-%m-%d}", renew if soon else "")


def _ends(path: Path) -> datetime:
    from cryptography.x509 import load_pem_x509_certificate

    return load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
