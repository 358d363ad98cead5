"""The stores of a home: the watch's own list and alarms, the list that its hub serves, or both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from scripts.command import Context
from scripts.errors import CommandError

if TYPE_CHECKING:
    from watchlist.store import WatchlistStore

WATCH, HUB = "watch", "hub"


@dataclass(frozen=True, slots=True)
class HomeStore:
    """`where` is for people. `open` raises the failures of records.errors."""

    name: str
    where: str
    open: Callable[[], "WatchlistStore"]


def of_option(command: Callable[..., None]) -> Callable[..., None]:
    about = "The watch's own (gatehouse.db), or the list of the hub of this home; where only one is there, that one."
    return click.option("--of", "of", type=click.Choice((WATCH, HUB)), help=about)(command)


def stores_of(context: Context, of: str | None = None) -> list[HomeStore]:
    """Those that are there, or the one that is asked for; nothing is made. Raises CommandError where there is none."""
    found = [one for one in (_watchs(context), _hubs(context)) if one is not None and of in (None, one.name)]
    if not found:
        raise CommandError(
            f"{context.home} keeps nothing{f' of a {of}' if of else ''} yet",
            "Give the home directory of a watch or of a hub with --home.",
        )
    return found


def one_store(context: Context, of: str | None) -> HomeStore:
    """Raises CommandError where there are two and nobody said which."""
    found = stores_of(context, of)
    if len(found) > 1:
        raise CommandError("this home keeps a watch's list and a hub's", f"Say which: --of {WATCH}, or --of {HUB}.")
    return found[0]


def _watchs(context: Context) -> HomeStore | None:
    from records.home_key import DATABASE_FILE

    path = context.home / DATABASE_FILE
    return HomeStore(WATCH, str(path), context.open_store) if path.exists() else None


def _hubs(context: Context) -> HomeStore | None:
    """Also that of a hub whose settings name no list any more."""
    from dataclasses import replace

    from scripts.hub.list_store import LIST_FILE, store_opener
    from scripts.hub.settings import AUTHORITY, HubTree

    tree = context.settings_of(HubTree)
    path = context.home / LIST_FILE
    on_server = tree.hub.has_list and bool(tree.hub.database)
    if not (on_server or path.exists()):
        return None
    if not tree.hub.has_list:
        tree = replace(tree, hub=replace(tree.hub, role=AUTHORITY, list_id="none", source="-"))
    return HomeStore(HUB, _without_password(tree.hub.database) or str(path), store_opener(context, tree))


def _without_password(address: str) -> str:
    return address.rpartition("@")[2]
