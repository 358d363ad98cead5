"""The feed of a hub: what changed, held back until something does, and erasures that a restored hub has lost."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from records.canonical import Json
from watchlist.feed.errors import TransferRefused
from watchlist.feed.reading import is_id
from watchlist.feed.signed import Signed
from watchlist.feed.wire.lines import RecordLine, line_from_bytes
from watchlist.hub.errors import NotAllowed
from watchlist.hub.http import failures
from watchlist.hub.http.calls import GET, NDJSON, POST
from watchlist.hub.http.changes_watch import ChangesWatch, Place
from watchlist.hub.http.service import ListService
from watchlist.hub.http.together import Together
from watchlist.hub.rights import FOLLOWERS
from watchlist.hub.store_pool import PinnedStore, StorePool
from watchlist.hub.values import Asker
from watchlist.store import WatchlistStore

LONGEST_WAIT_S = 30.0
LOOKS_EVERY_S = 0.2
MOST_WAITING = 5_000
MOST_TOMBSTONES_BYTES = 16_000_000
CHUNK_BYTES = 256 * 1024
"""A transfer is made and sent in pieces of about this size. One that fits into the first is made once for all who ask
the same at the same place of the list."""

Handle = Callable[[Request], Awaitable[Response]]
FeedCall = tuple[str, str, Handle]
"""Name, path below the prefix, and what answers it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What follows the place `known`, with the templates of one model (None: of all), and with photographs or not."""

    known: Place
    model_id: str | None
    photos: bool


@dataclass(frozen=True, slots=True)
class _Begun:
    """The first piece of a transfer, and the rest where there is more."""

    first: bytes
    rest: Iterator[bytes] | None
    store: PinnedStore


class FeedCalls:
    def __init__(self, service: ListService, stores: StorePool, longest_wait_s: float = LONGEST_WAIT_S) -> None:
        self._longest_wait_s = longest_wait_s
        self._service = service
        self._stores = stores
        self._watch = ChangesWatch(self._place, LOOKS_EVERY_S)
        self._places = Together[None, Place | None](self._same_place)
        self._small: dict[tuple[Place, Question], asyncio.Task[_Begun]] = {}

    @property
    def calls(self) -> tuple[FeedCall, ...]:
        return ("feed", "feed", self._tell), ("offer_tombstones", "feed/tombstones", self._hear)

    def end(self) -> None:
        """Nobody's question is held back any more: they ask again elsewhere, or later. To be called in the event
        loop."""
        self._watch.end()

    async def _tell(self, request: Request) -> Response:
        """Raises Failure."""
        asker = await self._service.admitted(request, "feed", FOLLOWERS)
        if request.method != GET:
            raise failures.wrong_verb(GET)
        question, wait_s = _question(request)
        if question.photos:
            await self._service.in_thread(lambda: self._must_get_photos(asker))
        place = await (self._held_back(request, question.known, wait_s) if wait_s else self._places.ask(None))
        if wait_s:
            await self._service.admitted(request, "feed", FOLLOWERS)  # its key may have been revoked meanwhile
        begun = await self._begun(question, place, asker)
        if begun.rest is None:
            return Response(begun.first, 200, failures.HEADERS, NDJSON)
        return StreamingResponse(self._pieces(begun), 200, failures.HEADERS, NDJSON)

    async def _held_back(self, request: Request, known: Place, wait_s: float) -> Place | None:
        """Until the list stands elsewhere, or for so long; whoever goes meanwhile takes no room."""
        if self._watch.waiting >= MOST_WAITING:
            raise failures.busy()
        waiting = asyncio.create_task(self._watch.other_than(known, min(wait_s, self._longest_wait_s)))
        going = asyncio.create_task(_gone(request))
        try:
            await asyncio.wait((waiting, going), return_when=asyncio.FIRST_COMPLETED)
        finally:
            going.cancel()
            is_gone = not waiting.done()
            waiting.cancel()
        if is_gone:
            raise ClientDisconnect
        if self._watch.has_ended:
            raise failures.ending()
        return waiting.result()

    async def _hear(self, request: Request) -> Response:
        """Raises Failure."""
        asker = await self._service.admitted(request, "offer_tombstones", FOLLOWERS)
        if request.method != POST:
            raise failures.wrong_verb(POST)
        with self._service.sending_files(asker):
            body = await self._service.body_of(request, MOST_TOMBSTONES_BYTES)
            await self._service.in_thread(lambda: self._offered(body))
        return Response(status_code=204, headers=failures.HEADERS)

    def _offered(self, body: bytes) -> int:
        """Called in a thread: there may be many. Raises Failure and the failures of the store."""
        tombstones = _tombstones(body)
        return self._stores.do(lambda store: store.offer_tombstones(tombstones))

    def _must_get_photos(self, asker: Asker) -> None:
        """Photographs travel only to nodes that make vectors of another model."""
        node = self._stores.do(lambda store: store.nodes.find(asker.name))
        if node is None or not node.needs_photos:
            raise NotAllowed(
                f"{asker.name} gets no photographs",
                "Make it a node with --photos where its model is another than the hub's.",
            )
        if not self._stores.do(lambda store: store.has_photographs()):
            raise NotAllowed(
                "this hub follows the list without photographs, and has none to give",
                "Use a model that the list has templates of, or let this hub fetch photographs (follow.photographs).",
            )

    async def _begun(self, question: Question, place: Place | None, asker: Asker) -> _Begun:
        """Made once for all who ask the same at the same place of the list. That the whole list went, or photographs,
        is on record."""
        epoch, after = question.known
        is_whole = not after or place is None or place[0] != epoch
        if place != question.known and (question.photos or is_whole):
            what = "photos.sent" if question.photos else "list.sent"
            told: dict[str, Json] = {"after": after}
            note = partial(WatchlistStore.note, operator=asker.name, what=what, subject="", detail=told)
            await self._service.in_thread(lambda: self._stores.do(note))
        if place is None:
            return await self._service.in_thread(lambda: self._begin(question))
        making = self._small.get((place, question))
        is_first = making is None
        if making is None:
            making = asyncio.create_task(self._service.in_thread(lambda: self._begin(question)))
            self._small[place, question] = making
            making.add_done_callback(lambda _done: self._small.pop((place, question), None))
        begun = await asyncio.shield(making)
        if begun.rest is None or is_first:
            return begun
        return await self._service.in_thread(lambda: self._begin(question))

    def _begin(self, question: Question) -> _Begun:
        store = self._stores.pinned()
        epoch, after = question.known
        lines = store.do(lambda one: one.transfer(epoch, after, question.model_id, photos=question.photos))
        first, is_all = store.do(lambda _one: _piece(lines))
        return _Begun(first, None if is_all else lines, store)

    async def _pieces(self, begun: _Begun) -> AsyncIterator[bytes]:
        """A transfer that cannot go on ends without a head, and whoever reads it asks again."""
        yield begun.first
        lines, is_all = begun.rest, False
        assert lines is not None
        while not is_all:
            try:
                piece, is_all = await self._service.in_thread(lambda: begun.store.do(lambda _one: _piece(lines)))
            except failures.Failure:
                return
            yield piece

    async def _same_place(self, asked: Sequence[None]) -> Sequence[Place | None]:
        return [await self._place()] * len(asked)

    async def _place(self) -> Place | None:
        try:
            return await self._service.in_thread(lambda: self._stores.do(lambda store: store.place_of_list()))
        except failures.Failure:
            return None


async def _gone(request: Request) -> None:
    """Until whoever asked hangs up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _tombstones(body: bytes) -> list[Signed]:
    """Raises Failure."""
    try:
        told = [line_from_bytes(line) for line in body.splitlines() if line]
    except TransferRefused as error:
        raise failures.not_understood(str(error)) from error
    tombstones = [line.told for line in told if isinstance(line, RecordLine)]
    if len(tombstones) != len(told):
        raise failures.not_understood("a line that is no record")
    return tombstones


def _piece(lines: Iterator[bytes]) -> tuple[bytes, bool]:
    """The next lines, and whether they were the last. In the thread of their store."""
    piece = bytearray()
    for line in lines:
        piece += line
        if len(piece) >= CHUNK_BYTES:
            return bytes(piece), False
    return bytes(piece), True


def _question(request: Request) -> tuple[Question, float]:
    query = request.query_params
    unknown = set(query) - {"epoch", "after", "wait_s", "model", "photos"}
    if unknown or len(query.multi_items()) != len(query):
        raise failures.not_understood("arguments that are unknown, or given twice")
    photos = query.get("photos", "0")
    if photos not in ("0", "1"):
        raise failures.not_understood("photos: 0 or 1")
    model_id = query.get("model")
    if model_id is not None and not is_id(model_id):
        raise failures.not_understood("model: the id of a model")
    known = _number(query.get("epoch", "0"), "epoch"), _number(query.get("after", "0"), "after")
    return Question(known, model_id, photos == "1"), _wait_s(query.get("wait_s", "0"))


def _number(written: str, name: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= 15):
        raise failures.not_understood(f"{name}: a whole number from 0")
    return int(written)


def _wait_s(written: str) -> float:
    try:
        wait_s = float(written)
    except ValueError:
        wait_s = math.nan
    if not 0 <= wait_s <= 3600:
        raise failures.not_understood("wait_s: a number of seconds from 0")
    return wait_s
