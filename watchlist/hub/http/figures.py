"""What a hub counts, for Prometheus. Numbers alone, and which node they are of: no names, nobody's ids."""

from collections.abc import Iterable
from functools import cached_property

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from watchlist.upstream.values import NodeStanding, Word

__all__ = ["CONTENT_TYPE_LATEST", "Figures"]

_OF_NODES = (
    ("silent_seconds", "Since the node's last word."),
    ("list_behind", "Changes of the list that the node lacked at its last word."),
    ("clock_off_seconds", "By how much the node's clock is ahead."),
    ("alarms_waiting", "Alarms that the node had not delivered at its last word."),
)


class Figures:
    """Of one process; any thread may count."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        names = ("call", "status")
        self._requests = Counter("gatehouse_hub_requests", "Requests answered.", names, registry=self._registry)
        self._seconds = Histogram("gatehouse_hub_seconds", "How long a call took.", ("call",), registry=self._registry)
        self._revision = Gauge(
            "gatehouse_hub_list_revision", "The number of the list's newest change.", registry=self._registry
        )
        self._nodes = [self._of_nodes(name, about) for name, about in _OF_NODES]
        self._up = Gauge("gatehouse_hub_database_up", "1 when the list's database answers.", registry=self._registry)

    def answered(self, call: str, status: int, seconds: float) -> None:
        self._requests.labels(call, str(status)).inc()
        self._seconds.labels(call).observe(seconds)

    def looked(self, revision: int | None, list_age_s: float | None = None) -> None:
        """None: the database does not answer; the list is no followed one."""
        self._up.set(0 if revision is None else 1)
        if revision is not None:
            self._revision.set(revision)
        if list_age_s is not None:
            self._list_age.set(list_age_s)

    def heard(self, nodes: Iterable[NodeStanding]) -> None:
        """Of those in force whose words are expected; one that was never heard has no time since."""
        for gauge in self._nodes:
            gauge.clear()
        silent, behind, off, waiting = self._nodes
        for one in nodes:
            if one.word in (Word.HEARD, Word.SILENT) and one.silent_s is not None:
                silent.labels(one.node_id).set(one.silent_s)
                behind.labels(one.node_id).set(one.behind or 0)
                off.labels(one.node_id).set(one.clock_off_s)
                waiting.labels(one.node_id).set(one.waiting)

    def _of_nodes(self, name: str, about: str) -> Gauge:
        return Gauge(f"gatehouse_hub_node_{name}", about, ("node",), registry=self._registry)

    @cached_property
    def _list_age(self) -> Gauge:
        """Told by hubs that follow, from the first time on that they know it."""
        about = "Since the authority of the followed list last spoke."
        return Gauge("gatehouse_hub_list_age_seconds", about, registry=self._registry)

    def text(self) -> bytes:
        return generate_latest(self._registry)
