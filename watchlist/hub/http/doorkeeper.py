"""Who asks: the account of a session, or the node of a key. Nobody is kept out by others at the same address."""

from collections.abc import Callable

from starlette.requests import Request

from records.errors import NoSession
from records.rates import Buckets
from records.written_keys import id_in, is_right
from watchlist.hub.errors import NodeKeyRefused
from watchlist.hub.http import failures
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.rights import Role
from watchlist.hub.store_pool import StorePool
from watchlist.hub.values import Asker
from watchlist.hub.work import HubSite
from watchlist.store import WatchlistStore

_SCHEME = "bearer "


def token_of(request: Request) -> str:
    """Empty where there is none."""
    written = request.headers.get("Authorization", "")
    return written[len(_SCHEME) :].strip() if written.lower().startswith(_SCHEME) else ""


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


class Doorkeeper:
    def __init__(self, stores: StorePool, site: HubSite, limits: ListLimits, clock: Callable[[], float]) -> None:
        self._stores = stores
        self._site = site
        self._limits = limits
        self._clock = clock
        self._strangers = Buckets(1_000)

    def asker_of(self, token: str, address: str) -> Asker:
        """Called in a thread. Raises Failure for nobody, later and later, and the failures of the store."""
        if not token:
            raise failures.nobody()
        try:
            return self._stores.do(lambda store: self._known(store, token))
        except (NoSession, NodeKeyRefused):
            if self._strangers.pay(address, self._limits.strangers, self._clock()):
                wait_s = self._strangers.wait_s(address, self._limits.strangers, self._clock())
                raise failures.too_often(wait_s) from None
            raise

    def _known(self, store: WatchlistStore, token: str) -> Asker:
        node_id = id_in(token)
        if node_id is None:
            account = store.accounts.session(token, self._site.now(), self._limits.sessions).account
            return Asker(account.account_id, Role(account.role))
        node = store.nodes.find(node_id)
        if node is None or not is_right(node_id, node.digest, token):
            raise NodeKeyRefused("this is no node's key, or not any more")
        return Asker(node.node_id, node.kind)
