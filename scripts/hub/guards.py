"""The guards' page for phones, over the list and the alarms of the hub's home. Loads the watchlist."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.types import ASGIApp

from scripts.command import Context
from scripts.entrance.portraits import PortraitCutter
from scripts.entrance.settings import GuardSettings
from watchlist.alarms.life import LifeLimits
from watchlist.errors import WatchlistError
from watchlist.post.beside_watch import PostBesideWatch, WatchSeen
from watchlist.post.http.browser import BrowserDoor
from watchlist.post.http.client import HttpPost
from watchlist.post.http.limits import PostLimits
from watchlist.post.http.page_calls import PageRules, page_calls
from watchlist.post.http.page_files import page_routes
from watchlist.post.http.routes import post_routes
from watchlist.post.http.service import PostService
from watchlist.post.portraits import Portraits
from watchlist.post.protocol import GuardPost
from watchlist.post.run_file import post_file
from watchlist.post.store_thread import StoreThread

Application = ASGIApp
HEARTBEAT_S = 5.0
"""A page that heard nothing for twice as long says so: a phone's network goes without a word."""


class GuardsPage:
    """`application` is ASGI and answers under /guard; `close` lets go those who wait for news."""

    def __init__(
        self,
        post_for: Callable[[str], GuardPost],
        revision: Callable[[], int],
        rules: PageRules,
        limits: PostLimits | None = None,
    ) -> None:
        limits = limits or PostLimits(heartbeat_s=HEARTBEAT_S)
        key = secrets.token_urlsafe(32)
        # Without a header no call comes this far: the door puts the key there.
        self._service = PostService(post_for, revision, lambda given: given == key, time.monotonic, limits)
        routes = [*page_routes(), *post_routes(self._service, page_calls(rules))]
        self.application: Application = BrowserDoor(Starlette(routes=routes), key)
        self.keep_up: Callable[[], None] = lambda: None

    def close(self) -> None:
        """From any thread; may be called twice."""
        self._service.close()


@contextmanager
def guards_page(context: Context) -> Iterator[GuardsPage]:
    """Its `keep_up` is to be called now and then. Raises SettingsError."""
    settings = context.settings
    guard = settings.guard
    stores = StoreThread(context.open_store)
    portraits = Portraits(PortraitCutter(context.models_dir, settings.engine.detector))
    cameras = [camera.name for camera in settings.cameras]
    with HttpPost.of_this_pc(post_file(context.home)) as watch:
        seen = WatchSeen(watch, cameras, _now, time.monotonic)
        post = PostBesideWatch(stores, seen, portraits, _now, guard.session_limits)
        page = GuardsPage(post.for_client, post.revision, rules_of(guard))
        page.keep_up = _Upkeep(stores, portraits, guard.life_limits, context.say).keep_up
        try:
            yield page
        finally:
            page.close()
            stores.close()


def rules_of(guard: GuardSettings) -> PageRules:
    return PageRules(guard.lock_after_s, guard.instruction, guard.instruction_en)


class _Upkeep:
    """Alarms escalate also while no watch runs, and no portrait of somebody erased is kept. Trouble is told once."""

    def __init__(
        self, stores: StoreThread, portraits: Portraits, limits: LifeLimits, say: Callable[[str], None]
    ) -> None:
        self._stores = stores
        self._portraits = portraits
        self._limits = limits
        self._say = say
        self._is_well = True

    def keep_up(self) -> None:
        try:
            self._stores.do(lambda store: store.pass_time(_now(), self._limits))
            self._portraits.follow(self._stores.do(lambda store: store.revision))
        except WatchlistError as error:
            if self._is_well:
                self._say(f"the guards' page waits: {error}\nhint:  {error.hint}")
            self._is_well = False
        else:
            self._is_well = True


def _now() -> datetime:
    return datetime.now(UTC)
