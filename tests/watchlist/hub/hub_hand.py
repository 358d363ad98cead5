"""A hub's list for tests: everybody who may ask, and a server in this process."""

import secrets
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread

import uvicorn
from starlette.applications import Starlette

from records.account_rules import SessionLimits
from records.opening import Place
from records.pins import PinHasher
from records.rates import Rate
from records.sealing import TransparentCipher
from tests.watchlist.feed_store.homes import FIRST, ROOT, key_list
from tests.watchlist.store_hand import Hand
from watchlist.hub.http.feed import FeedCalls
from watchlist.hub.http.figures import Figures
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.http.routes import list_routes
from watchlist.hub.http.service import ListService
from watchlist.hub.rights import NodeKind, Role
from watchlist.hub.site import HubSite
from watchlist.hub.store_pool import StorePool
from watchlist.listing_rules import SHARED
from watchlist.store import WatchlistStore

PLENTY = Rate(per_s=1e6, burst=1_000_000)
NO_HURRY = ListLimits(
    askers=PLENTY,
    strangers=PLENTY,
    logins=PLENTY,
    photographs=PLENTY,
    sessions=SessionLimits(idle_s=3600, whole_s=3600),
)
HASHER = PinHasher(rounds=1, memory_kib=8)
PASSPHRASES: dict[str, str] = {role: f"copper lantern {role} 北京" for role in Role if role is not Role.GUARD}
PASSPHRASES |= {Role.GUARD: "482913", "approver-2": "copper lantern two", "reviewer-2": "copper lantern two"}
"""The accounts are called like their roles."""


@dataclass
class HubWorld:
    """`seconds` is the monotonic clock that rates go by."""

    place: Place
    hand: Hand = field(default_factory=lambda: Hand(prefix=secrets.token_hex(4)))
    limits: ListLimits = NO_HURRY
    longest_wait_s: float = 0.05
    seconds: float = 0.0
    node_keys: dict[NodeKind, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stores = StorePool(self.open_store, 4)
        self.site = HubSite("beijing", "first hospital", self.hand.clock)
        self.figures = Figures()
        self.service = ListService(self.stores, self.site, lambda: self.seconds, self.limits, HASHER)
        self.feed = FeedCalls(self.service, self.stores, longest_wait_s=self.longest_wait_s)
        self.application = Starlette(routes=list_routes(self.service, self.figures, self.feed.calls))
        with self.open_store() as store:
            store.accounts._hasher = HASHER
            for account_id, passphrase in PASSPHRASES.items():
                role = account_id.partition("-")[0]
                store.accounts.add(account_id, f"the {account_id}", role, passphrase, "test", self.hand.now)
            for kind in NodeKind:
                key = store.nodes.add(f"{kind}-1", kind, False, kind.encode().ljust(32), "test", self.hand.now)
                self.node_keys[kind] = key

    def open_store(self) -> WatchlistStore:
        return WatchlistStore.open(self.place, TransparentCipher(), self.hand.clock, self.hand.new_id, SHARED)

    def begin_list(self) -> None:
        """From now on the list is signed and told."""
        with self.open_store() as store:
            store.begin_list("beijing", "first hospital", FIRST, key_list(1, FIRST), ROOT.public, "test")

    def token(self, who: str) -> str:
        """A new session, as logging in makes one; or the key of a node of this kind."""
        if who in set(NodeKind):
            return self.node_keys[NodeKind(who)]
        with self.open_store() as store:
            accounts, now = store.accounts, self.hand.now
            tried_on = accounts.begin_pin_try(who, "test", now)
            limits = self.limits.sessions
            return accounts.end_pin_try(who, True, tried_on, "test", now, limits).token

    def audited(self) -> list[tuple[str, str, str]]:
        """Who did what to whom, oldest first; without what the store writes itself when it is made."""
        with self.open_store() as store:
            return [(one.who, one.what, one.subject) for one in store.audit_records() if one.who != "test"]

    def later(self, **time: float) -> None:
        self.hand.now += timedelta(**time)


@contextmanager
def a_world(place: Place, limits: ListLimits = NO_HURRY) -> Iterator[HubWorld]:
    world = HubWorld(place, limits=limits)
    try:
        yield world
    finally:
        world.stores.close()


@contextmanager
def served(world: HubWorld) -> Iterator[str]:
    """The address of a real server of this world."""
    with closing(socket.create_server(("127.0.0.1", 0))) as bound:
        config = uvicorn.Config(world.application, log_config=None, lifespan="off", ws="none", access_log=False)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)
