"""Who makes accounts and nodes: at the hub's PC, or with --hub as an admin who is logged in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from scripts.command import Context
from scripts.login.at_hub import hub_asked_for, open_hub

if TYPE_CHECKING:
    from watchlist.hub.rights import NodeKind, Role
    from watchlist.hub.values import AccountTold, NodeKey, NodeTold
    from watchlist.upstream.values import NodeStanding

ABOUT_HUB = "At this hub, where you are logged in as an admin ('gatehouse login'), who then answers for it."


class Administration(Protocol):
    """As `watchlist.hub.protocol` says."""

    def accounts(self) -> "tuple[AccountTold, ...]": ...
    def add_account(self, account_id: str, name: str, role: "Role", passphrase: str) -> "AccountTold": ...
    def set_passphrase(self, account_id: str, passphrase: str) -> None: ...
    def remove_account(self, account_id: str) -> None: ...
    def nodes(self) -> "tuple[NodeTold, ...]": ...
    def add_node(self, node_id: str, kind: "NodeKind", needs_photos: bool, source: str | None) -> "NodeKey": ...
    def renew_node(self, node_id: str) -> "NodeKey": ...
    def revoke_node(self, node_id: str) -> None: ...
    def node_standings(self) -> "tuple[NodeStanding, ...]": ...


@contextmanager
def open_administration(context: Context, operator: str | None = None) -> Iterator[Administration]:
    """Raises SettingsError for a home that serves no list, CommandError for whoever is not logged in."""
    url = hub_asked_for()
    if url:
        with open_hub(url) as hub:
            yield cast(Administration, _Asked(hub.ask))
        return
    from scripts.hub.list_store import clock_of, open_list_store
    from scripts.hub.settings import HubTree
    from watchlist.hub.rights import Role
    from watchlist.hub.site import HubSite
    from watchlist.hub.values import Asker
    from watchlist.hub.work import HubWork

    tree = context.settings_of(HubTree)
    site = HubSite(tree.hub.list_id, tree.hub.source, clock_of(tree))
    with open_list_store(context) as store:
        yield HubWork(store, Asker(operator or context.operator, Role.ADMIN), site)


class _Asked:
    """Every method is the call of its name."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda **arguments: self._ask(name, **arguments)
