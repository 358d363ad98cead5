"""Opens the database of the list that this home's hub serves."""

import os
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial

from records.opening import Place
from scripts.command import Context
from scripts.errors import SettingsError
from scripts.hub.opening import cipher_of
from scripts.hub.settings import HubTree
from scripts.site_time import zone_named
from watchlist.erasure_ledger import SUFFIX
from watchlist.listing_rules import SHARED
from watchlist.store import WatchlistStore

LIST_FILE = "hub.db"


def store_opener(context: Context, tree: HubTree) -> Callable[[], WatchlistStore]:
    """What opens it, from any thread. The key is made with the home when that is new.

    Raises SettingsError for a home that serves no list, and the failures of records.errors.
    """
    if not tree.hub.has_list:
        raise SettingsError(
            "this home's hub serves no list",
            'Write role = "authority" or "follower", list_id and source under [hub] in its settings.',
        )
    cipher = cipher_of(context.home, "" if tree.hub.database else LIST_FILE, os.environ)
    place: Place = tree.hub.database or context.home / LIST_FILE
    ledger = (context.home / LIST_FILE).with_suffix(SUFFIX)
    return partial(WatchlistStore.open, place, cipher, clock_of(tree), lambda: uuid.uuid4().hex, SHARED, ledger)


def has_database(context: Context) -> bool:
    """Whether there is one already: opening it would make it."""
    return bool(context.settings_of(HubTree).hub.database) or (context.home / LIST_FILE).exists()


def clock_of(tree: HubTree) -> Callable[[], datetime]:
    return partial(datetime.now, zone_named(tree.site.zone))


def open_list_store(context: Context) -> WatchlistStore:
    """For a command at the hub's PC. Raises as `store_opener` does."""
    return store_opener(context, context.settings_of(HubTree))()
