"""One request to a hub's list from whoever asks to its answer; what may block has a bounded number of threads."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from records.bodies import BodyTooLarge, BodyTooSlow, body_within
from records.errors import RecordsError
from records.line import LineFull, ThreadLine
from records.pins import PinHasher
from records.rates import Buckets, Rate
from records.shapes import Shape
from records.wire import NotUnderstood, to_json
from records.written_keys import id_in
from watchlist.errors import WatchlistError
from watchlist.feed.age import AgeLimits, age_of
from watchlist.hub.errors import NotAllowed
from watchlist.hub.http import failures
from watchlist.hub.http.calls import GET, Call
from watchlist.hub.http.doorkeeper import Doorkeeper, NodeAsking, address_of, token_of
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.http.together import Together
from watchlist.hub.http.wire import SHAPES
from watchlist.hub.protocol import HubCalls
from watchlist.hub.rights import Role, Who
from watchlist.hub.site import HubSite
from watchlist.hub.store_pool import StorePool
from watchlist.hub.values import Asker, LoggedIn
from watchlist.hub.work import HubWork
from watchlist.upstream.values import NodeStanding, Word

Done = TypeVar("Done")
FILES_AT_ONCE = 4
"""Of one asker: what is sent stands in memory until it is answered."""
LOGINS_AT_ONCE = 2
"""Each keeps a core busy for long: who is let in already does not stand behind them."""


class ListService:
    """`clock` is monotonic."""

    def __init__(
        self,
        stores: StorePool,
        site: HubSite,
        clock: Callable[[], float],
        limits: ListLimits,
        hasher: PinHasher | None = None,
    ) -> None:
        self.limits = limits
        self._stores = stores
        self._site = site
        self._clock = clock
        self._hasher = hasher or PinHasher()
        self._doorkeeper = Doorkeeper(stores, site, limits, clock)
        self._buckets, self._logins = Buckets(), Buckets(1_000)
        self._rates: dict[Shape, Rate] = {
            HubCalls.photo: limits.photographs,
            HubCalls.report_picture: limits.photographs,
            HubCalls.tell_report: limits.reports,
            HubCalls.compare_faces: limits.comparisons,
        }
        self._line = ThreadLine(limits.threads, limits.waiting)
        self._logging_in = ThreadLine(LOGINS_AT_ONCE, limits.logins_waiting)
        self._sending: Counter[Asker] = Counter()
        self._nodes = Together[NodeAsking, Asker](self._nodes_of)

    async def answer(self, call: Call, request: Request) -> Response:
        """Raises Failure."""
        asker = None if call.is_open else await self.admitted(request, call.name, call.who)
        if request.method != call.verb:
            raise failures.wrong_verb(call.verb)
        self._keep_rate_of(call, asker, address_of(request))  # before anything large is taken in
        line = self._logging_in if asker is None else self._line
        with self.sending_files(asker) if asker and call.has_files else nullcontext():
            body = await self.body_of(request, self.limits.files_bytes if call.has_files else self.limits.body_bytes)
            written = await self.in_thread(partial(self._answered, call, asker, request, body), line)
        return Response(written, 200, failures.HEADERS, "application/json")

    async def admitted(self, request: Request, what: str, who: Who) -> Asker:
        """Who asks, when they may ask for this; `what` is its name in the record. Raises Failure."""
        token, address = token_of(request), address_of(request)
        if id_in(token) is not None:
            asker = await self._node_asking(token, address)
        else:
            asker = await self.in_thread(partial(self._doorkeeper.asker_of, token, address))
        self._keep_rate(asker)
        if asker.role not in who:
            if not self._buckets.take(f"refused {asker.role} {asker.name}", self.limits.refusals, self._clock()):
                await self.in_thread(partial(self._note_refusal, asker, what, "not-allowed"))
            raise failures.told(NotAllowed(f"{asker.name} may not do this as {asker.role}"))
        return asker

    async def must_be_let_in_still(self, request: Request) -> None:
        """For what a node gets piece by piece: its key may be revoked meanwhile. Raises Failure."""
        await self._node_asking(token_of(request), address_of(request))

    def now_s(self) -> float:
        """Monotonic."""
        return self._clock()

    async def in_thread(self, work: Callable[[], Done], line: ThreadLine | None = None) -> Done:
        """Raises Failure."""
        try:
            return await (line or self._line).done(work)
        except LineFull as error:
            raise failures.busy() from error
        except (WatchlistError, RecordsError) as error:
            raise failures.told(error) from error

    def revision(self) -> int | None:
        """The number of the newest change, for whoever looks after the hub; None: the database does not answer.

        Called in a thread.
        """
        try:
            return self._stores.do(lambda store: store.revision)
        except (WatchlistError, RecordsError):
            return None

    async def _node_asking(self, token: str, address: str) -> Asker:
        try:
            return await self._nodes.ask((token, address))
        except failures.Failure as refused:
            if refused.status != failures.busy().status:
                await self.in_thread(partial(self._doorkeeper.note_refused, token))
            raise

    async def _nodes_of(self, asked: Sequence[NodeAsking]) -> list[Asker | Exception]:
        return await self.in_thread(partial(self._doorkeeper.nodes_of, asked))

    def said_at(self) -> datetime | None:
        """When the authority of a followed list last spoke; None also where the database does not answer.

        Called in a thread.
        """
        try:
            return self._stores.do(lambda store: store.said_at())
        except (WatchlistError, RecordsError):
            return None

    def standings(self) -> Sequence[NodeStanding]:
        """How the nodes are; nothing where the database does not answer. Called in a thread."""
        try:
            return self._stores.do(lambda store: store.node_standings())
        except (WatchlistError, RecordsError):
            return ()

    def nodes_heard(self) -> dict[str, int]:
        """How many nodes tell of themselves, and how many of these are silent. Called in a thread."""
        words = [one.word for one in self.standings()]
        return {"nodes": words.count(Word.HEARD) + words.count(Word.SILENT), "silent_nodes": words.count(Word.SILENT)}

    def list_age_s(self) -> float | None:
        """As `said_at`."""
        return age_of(self.said_at(), self._site.now(), AgeLimits()).age_s

    def _answered(self, call: Call, asker: Asker | None, request: Request, body: bytes) -> bytes:
        """Called in a thread: what is sent and what is answered may be large, and others are waiting."""
        arguments = self._arguments(call, request, body)
        if asker is None:
            return to_json(self._log_in(address_of(request), **arguments))
        if call.shape is HubCalls.log_out:
            self._log_out(token_of(request))
            return to_json(None)
        return to_json(self._done(call, asker, arguments))

    def _done(self, call: Call, asker: Asker, arguments: dict[str, Any]) -> object:
        try:
            return self._stores.do(lambda store: getattr(HubWork(store, asker, self._site), call.name)(**arguments))
        except (WatchlistError, RecordsError) as error:
            refused = failures.told(error)
            if refused.status == 409:
                self._note_refusal(asker, call.name, refused.told.error)
            raise

    def _log_in(self, address: str, account_id: str, passphrase: str) -> LoggedIn:
        """The hash is tried in this thread, while the stores are everybody's."""
        now, limits = self._site.now, self.limits.sessions
        hashed = self._stores.do(lambda store: store.accounts.begin_pin_try(account_id, address, now()))
        fits = self._hasher.fits(hashed, passphrase)
        opened = self._stores.do(
            lambda store: store.accounts.end_pin_try(account_id, fits, hashed, address, now(), limits)
        )
        return LoggedIn(opened.token, opened.account.account_id, Role(opened.account.role), opened.until)

    def _log_out(self, token: str) -> None:
        self._stores.do(lambda store: store.accounts.log_out(token, self._site.now()))

    def _note_refusal(self, asker: Asker, what: str, why: str) -> None:
        self._stores.do(lambda store: store.note(asker.name, "call.refused", "", {"call": what, "why": why}))

    def _arguments(self, call: Call, request: Request, body: bytes) -> dict[str, Any]:
        """Raises Failure."""
        try:
            if call.verb != GET:
                return SHAPES.arguments_from_json(call.shape, body)
            if len(request.query_params.multi_items()) != len(request.query_params):
                raise failures.not_understood("an argument is given twice")
            return SHAPES.arguments_from_query(call.shape, request.query_params)
        except NotUnderstood as error:
            raise failures.not_understood(str(error)) from error

    async def body_of(self, request: Request, limit_bytes: int) -> bytes:
        """Raises Failure."""
        try:
            return await body_within(request.stream(), limit_bytes, self.limits.body_within_s)
        except BodyTooLarge:
            raise failures.too_large(limit_bytes) from None
        except BodyTooSlow:
            raise failures.too_slow() from None

    @contextmanager
    def sending_files(self, asker: Asker) -> Iterator[None]:
        """While what may be large is taken in and worked on. Raises Failure."""
        if self._sending[asker] >= FILES_AT_ONCE:
            raise failures.too_often(1)
        self._sending[asker] += 1
        try:
            yield
        finally:
            self._sending[asker] -= 1

    def must_have_transfers_left(self, asker: Asker) -> None:
        """Raises Failure."""
        wait_s = self._buckets.wait_s(_transfers_of(asker), self.limits.transfers, self._clock())
        if wait_s:
            raise failures.too_often(wait_s)

    def take_transfer(self, asker: Asker) -> None:
        """For one that is large. Raises Failure."""
        wait_s = self._buckets.take(_transfers_of(asker), self.limits.transfers, self._clock())
        if wait_s:
            raise failures.too_often(wait_s)

    def _keep_rate(self, asker: Asker) -> None:
        wait_s = self._buckets.take(f"{asker.role} {asker.name}", self.limits.askers, self._clock())
        if wait_s:
            raise failures.too_often(wait_s)

    def _keep_rate_of(self, call: Call, asker: Asker | None, address: str) -> None:
        """Beside that of everything they ask."""
        if asker is None:
            wait_s = self._logins.take(address, self.limits.logins, self._clock())
            if wait_s:
                raise failures.login_too_often(wait_s)
        elif (rate := self._rates.get(call.shape)) is not None:
            wait_s = self._buckets.take(f"{call.name} {asker.role} {asker.name}", rate, self._clock())
            if wait_s:
                raise failures.too_often(wait_s)


def _transfers_of(asker: Asker) -> str:
    return f"transfers {asker.role} {asker.name}"
