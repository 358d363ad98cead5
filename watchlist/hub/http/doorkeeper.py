"""Who asks: the account of a session, or the node of a key. Nobody is kept out by others at the same address."""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from starlette.requests import Request

from records.errors import NoSession
from records.rates import Buckets, Rate
from records.written_keys import id_in, is_right
from watchlist.hub.errors import NodeKeyRefused
from watchlist.hub.http import failures
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.rights import Role
from watchlist.hub.site import HubSite
from watchlist.hub.store_pool import StorePool
from watchlist.hub.values import Asker, Node
from watchlist.store import WatchlistStore

_SCHEME = "bearer "

NodeAsking = tuple[str, str]
"""A node's key as it came, and the address it came from."""
_NOTED = Rate(per_s=1 / 3600, burst=1)


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
        self._strangers, self._noted = Buckets(1_000), Buckets(1_000)
        self._counting = Lock()

    def asker_of(self, token: str, address: str) -> Asker:
        """Of a session. Called in a thread. Raises Failure for nobody, later and later, and the failures of the
        store."""
        if not token:
            raise failures.nobody()
        try:
            return self._stores.do(lambda store: self._of_session(store, token))
        except NoSession as error:
            raise self._refused(address, error) from error

    def nodes_of(self, asked: Sequence[NodeAsking]) -> list[Asker | Exception]:
        """Of nodes' keys, each as `asker_of`, with one look at the store. Called in a thread. Raises the failures of
        the store."""
        node_ids = {node_id for token, _ in asked if (node_id := id_in(token)) is not None}
        known = self._stores.do(lambda store: store.nodes.some(node_ids))
        return [self._of_node(known, *one) for one in asked]

    def note_refused(self, token: str) -> None:
        """Of the key of who is or was a node, not more often than now and then. Called in a thread, of its own: nobody
        who asked at the same moment waits for it. Raises the failures of the store."""
        node_id = id_in(token) or ""
        if not self._stores.do(lambda store: store.nodes.was(node_id)):
            return
        with self._counting:
            was_noted = bool(self._noted.take(node_id, _NOTED, self._clock()))
        if not was_noted:
            self._stores.do(lambda store: store.note("nobody", "node.refused", node_id))

    def _of_session(self, store: WatchlistStore, token: str) -> Asker:
        account = store.accounts.session(token, self._site.now(), self._limits.sessions).account
        return Asker(account.account_id, Role(account.role))

    def _of_node(self, known: Mapping[str, Node], token: str, address: str) -> Asker | Exception:
        node_id = id_in(token)
        node = known.get(node_id) if node_id else None
        if node is None or not is_right(node.node_id, node.digest, token):
            return self._refused(address, NodeKeyRefused("this is no node's key, or not any more"))
        if node.revoked_at is not None:
            return self._refused(address, NodeKeyRefused(f"the key of {node.node_id} was revoked"))
        return Asker(node.node_id, node.kind)

    def _refused(self, address: str, error: NoSession | NodeKeyRefused) -> failures.Failure:
        with self._counting:
            has_to_wait = self._strangers.pay(address, self._limits.strangers, self._clock())
            wait_s = self._strangers.wait_s(address, self._limits.strangers, self._clock())
        return failures.too_often(wait_s) if has_to_wait else failures.told(error)
