"""The list of a hub, put together for its server. Loads the watchlist."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from records.errors import RecordsError
from scripts.command import Context
from scripts.hub.application import ServedList
from scripts.hub.following import followed, must_fit
from scripts.hub.list_store import clock_of, store_opener
from scripts.hub.settings import FOLLOWER, HubTree
from scripts.reports.opening import settings_of
from scripts.reports.pictures import cleaned
from scripts.retention.keeping import periods_of
from watchlist.errors import WatchlistError
from watchlist.hub.http.feed import FeedCalls
from watchlist.hub.http.figures import Figures
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.http.routes import list_routes
from watchlist.hub.http.service import ListService
from watchlist.hub.report_values import ReportRules
from watchlist.hub.site import HubSite
from watchlist.hub.store_pool import StorePool
from watchlist.retention import Periods, carry_out
from watchlist.retention_marks import TIDIED_EVERY
from watchlist.store import WatchlistStore

STORES = 4


@dataclass(frozen=True, slots=True)
class ListPart:
    """`keep_up` is to be called now and then, `close` in the event loop when the server takes no more requests."""

    served: ServedList
    keep_up: Callable[[], None]
    close: Callable[[], None]


@contextmanager
def list_part(context: Context, tree: HubTree) -> Iterator[ListPart]:
    """Raises SettingsError and the failures of records.errors."""
    opener = store_opener(context, tree)
    with opener() as store:  # what is wrong with the database is told before anything listens
        must_fit(store.standings(), tree.hub)
        _keep_ledger(store, context.say)
    stores = StorePool(opener, STORES)
    rules = ReportRules(settings_of(context).reports.ours(), cleaned)
    site = HubSite(tree.hub.list_id, tree.hub.source.strip(), clock_of(tree), rules)
    limits = ListLimits()
    service = ListService(stores, site, time.monotonic, limits)
    upkeep = _Upkeep(stores, periods_of(context, tree.site, limits.sessions), site.now, context.say)
    age_s = service.list_age_s if tree.hub.role == FOLLOWER else None
    try:
        with followed(context, tree, opener) as tell:

            def keep_up() -> None:
                upkeep.keep_up()
                tell(service.said_at())

            feed = FeedCalls(service, stores)
            routes = list_routes(service, Figures(), feed.calls)
            served = ServedList(routes, lambda: service.revision() is not None, age_s, service.nodes_heard)
            yield ListPart(served, keep_up, feed.end)
    finally:
        stores.close()


class _Upkeep:
    """What was kept long enough goes, every hour; each process of a hub sees to it. Trouble is told once.

    Whatever a store keeps stands in `watchlist.retention.KINDS`.
    """

    def __init__(
        self, stores: StorePool, periods: Periods, now: Callable[[], datetime], say: Callable[[str], None]
    ) -> None:
        self._stores = stores
        self._periods = periods
        self._now = now
        self._say = say
        self._done_at = float("-inf")
        self._is_well = True

    def keep_up(self) -> None:
        if time.monotonic() - self._done_at < TIDIED_EVERY.total_seconds():
            return
        try:
            self._stores.do(self._tend)
            self._done_at, self._is_well = time.monotonic(), True
        except (WatchlistError, RecordsError) as error:
            if self._is_well:
                self._say(f"the list's upkeep waits: {error}\nhint:  {error.hint}")
            self._is_well = False

    def _tend(self, store: WatchlistStore) -> None:
        _keep_ledger(store, self._say)
        carry_out(store, self._periods, self._now())


def _keep_ledger(store: WatchlistStore, say: Callable[[str], None]) -> None:
    for trouble in store.keep_ledger():
        say(f"caution: {trouble}\nhint:  {trouble.hint}")
