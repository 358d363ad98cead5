"""The reports that `gatehouse reports` works with: this home's, or with --hub those of a hub where one is logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from scripts.login.at_hub import hub_asked_for, open_hub
from scripts.site_time import now_at_site

if TYPE_CHECKING:
    from datetime import date

    from scripts.command import Context
    from scripts.reports.settings import Settings
    from watchlist.reports.protocol import Reports
    from watchlist.store import WatchlistStore
    from watchlist.types import Entry


class ReportsHome(Protocol):
    """A store and a hub's client are both one."""

    @property
    def reports(self) -> "Reports": ...
    def entry_by_name(self, name: str, today: "date | None" = None) -> "Entry": ...


def settings_of(context: "Context") -> "Settings":
    from scripts.reports.settings import Settings

    return context.settings_of(Settings)


@contextmanager
def open_reports(context: "Context") -> Iterator[ReportsHome]:
    """Raises CommandError for whoever is not logged in at the hub."""
    url = hub_asked_for()
    if url:
        with open_hub(url) as hub:
            yield hub
        return
    with _open_here(context) as store:
        yield store


@contextmanager
def _open_here(context: "Context") -> Iterator["WatchlistStore"]:
    """The store without what its time is over for. Where this home's hub serves a list, its reports lie beside that."""
    from scripts.hub.list_store import open_list_store
    from scripts.hub.settings import HubTree
    from scripts.retention.keeping import periods_of, periods_of_watch
    from watchlist.hub.http.limits import ListLimits
    from watchlist.retention import carry_out

    tree = context.settings_of(HubTree)
    is_hubs = tree.hub.has_list
    periods = periods_of(context, tree.site, ListLimits().sessions) if is_hubs else periods_of_watch(context)
    with open_list_store(context) if is_hubs else context.open_store() as store:
        gone = carry_out(store, periods, now_at_site())
        reports = sum(count for kind, count in gone.items() if kind.endswith("reports"))
        if reports:
            context.say(f"{reports} reports were old, or dismissed long ago, and are deleted")
        yield store
