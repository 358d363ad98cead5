"""The list of a hub, put together for its server. Loads the watchlist."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from starlette.routing import BaseRoute

from records.errors import RecordsError
from scripts.command import Context
from scripts.hub.list_store import clock_of, store_opener
from scripts.hub.settings import HubTree
from scripts.retention import keep_no_longer
from scripts.settings import SiteSettings
from watchlist.errors import WatchlistError
from watchlist.hub.http.feed import FeedCalls
from watchlist.hub.http.figures import Figures
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.http.routes import list_routes
from watchlist.hub.http.service import ListService
from watchlist.hub.store_pool import StorePool
from watchlist.hub.work import HubSite

STORES = 4
RETENTION_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class ListPart:
    """`answers`: whether the list's database does; `keep_up` is to be called now and then."""

    routes: Sequence[BaseRoute]
    answers: Callable[[], bool]
    keep_up: Callable[[], None]


@contextmanager
def list_part(context: Context, tree: HubTree) -> Iterator[ListPart]:
    """Raises SettingsError and the failures of records.errors."""
    opener = store_opener(context, tree)
    opener().close()  # what is wrong with the database is told before anything listens
    stores = StorePool(opener, STORES)
    site = HubSite(tree.hub.list_id, tree.hub.source.strip(), clock_of(tree))
    service = ListService(stores, site, time.monotonic, ListLimits())
    upkeep = _Upkeep(stores, tree.site, site.now, context.say)
    try:
        routes = list_routes(service, Figures(), FeedCalls(service, stores).calls)
        yield ListPart(routes, lambda: service.revision() is not None, upkeep.keep_up)
    finally:
        stores.close()


class _Upkeep:
    """What was kept long enough goes, every hour; each process of a hub sees to it. Trouble is told once."""

    def __init__(
        self, stores: StorePool, site: SiteSettings, now: Callable[[], datetime], say: Callable[[str], None]
    ) -> None:
        self._stores = stores
        self._site = site
        self._now = now
        self._say = say
        self._done_at = float("-inf")
        self._is_well = True

    def keep_up(self) -> None:
        if time.monotonic() - self._done_at < RETENTION_EVERY_S:
            return
        try:
            self._stores.do(lambda store: keep_no_longer(store, self._site, self._now()))
            self._done_at, self._is_well = time.monotonic(), True
        except (WatchlistError, RecordsError) as error:
            if self._is_well:
                self._say(f"the list's upkeep waits: {error}\nhint:  {error.hint}")
            self._is_well = False
