"""What a hub counts, for Prometheus. Numbers alone: no names, no ids."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

__all__ = ["CONTENT_TYPE_LATEST", "Figures"]


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
        self._up = Gauge("gatehouse_hub_database_up", "1 when the list's database answers.", registry=self._registry)

    def answered(self, call: str, status: int, seconds: float) -> None:
        self._requests.labels(call, str(status)).inc()
        self._seconds.labels(call).observe(seconds)

    def looked(self, revision: int | None) -> None:
        """None: the database does not answer."""
        self._up.set(0 if revision is None else 1)
        if revision is not None:
            self._revision.set(revision)

    def text(self) -> bytes:
        return generate_latest(self._registry)
