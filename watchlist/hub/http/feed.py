"""The feed of a hub: what changed, held back until something does, and erasures that a restored hub has lost."""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from records.canonical import Json
from watchlist.feed.errors import NoSuchList, TransferRefused
from watchlist.feed.reading import is_id, is_list_id
from watchlist.feed.signed import Signed
from watchlist.feed.wire.lines import RecordLine, line_from_bytes
from watchlist.feed.wire.transfer import Asked
from watchlist.hub.errors import NotAllowed
from watchlist.hub.http import failures
from watchlist.hub.http.calls import GET, NDJSON, POST
from watchlist.hub.http.changes_watch import ChangesWatch, Place, Places
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
LOOKS_AT_KEY_EVERY_S = 2.0
"""While a transfer goes on."""

Handle = Callable[[Request], Awaitable[Response]]
FeedCall = tuple[str, str, Handle]
"""Name, path below the prefix, and what answers it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What follows the place `known` of a list."""

    asked: Asked
    known: Place

    def is_whole(self, place: Place) -> bool:
        """Whether the answer is the whole list, which is at `place`."""
        epoch, after = self.known
        return self.known != place and (not after or place[0] != epoch)


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
        self._watch = ChangesWatch(self._places, LOOKS_EVERY_S)
        self._looks = Together[None, Places](self._same_places)
        self._small: dict[tuple[Place, Question], asyncio.Task[_Begun]] = {}
        self._large_up_to: dict[tuple[Asker, str], Place] = {}

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
        if question.asked.photos:
            await self._service.in_thread(lambda: self._must_get_photos(asker, question.asked.list_id))
        places = await self._held_back(request, question, wait_s) if wait_s else None
        place = _place_in(await self._looks.ask(None) if places is None else places, question.asked.list_id)
        if wait_s:
            await self._service.admitted(request, "feed", FOLLOWERS)  # its key may have been revoked meanwhile
        begun = await self._begun(question, place, asker)
        if begun.rest is None:
            return Response(begun.first, 200, failures.HEADERS, NDJSON)
        return StreamingResponse(self._pieces(begun, request), 200, failures.HEADERS, NDJSON)

    async def _held_back(self, request: Request, question: Question, wait_s: float) -> Places | None:
        """Until the list stands elsewhere, or for so long; whoever goes meanwhile takes no room."""
        if self._watch.waiting >= MOST_WAITING:
            raise failures.busy()
        known = (question.asked.list_id, question.known)
        waiting = asyncio.create_task(self._watch.other_than(*known, min(wait_s, self._longest_wait_s)))
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

    def _must_get_photos(self, asker: Asker, list_id: str) -> None:
        """Photographs travel only to nodes that make vectors of another model. Raises Failure, also for a list that is
        none."""
        node = self._stores.do(lambda store: store.nodes.find(asker.name))
        if node is None or not node.needs_photos:
            raise NotAllowed(
                f"{asker.name} gets no photographs",
                "Make it a node with --photos where its model is another than the hub's.",
            )
        _place_in(self._stores.do(lambda store: store.places()), list_id)
        if not self._stores.do(lambda store: store.has_photographs(list_id)):
            raise NotAllowed(
                "this hub follows the list without photographs, and has none to give",
                "Use a model that the list has templates of, or let this hub fetch photographs (follow.photographs).",
            )

    async def _begun(self, question: Question, place: Place, asker: Asker) -> _Begun:
        """That the whole list went, or photographs, is on record. Raises Failure, also for too many large ones."""
        is_whole = question.is_whole(place)
        if is_whole:
            self._service.must_have_transfers_left(asker)
        if is_whole or (question.asked.photos and place != question.known):
            what = "photos.sent" if question.asked.photos else "list.sent"
            told: dict[str, Json] = {"after": question.known[1]}
            subject = question.asked.list_id
            note = partial(WatchlistStore.note, operator=asker.name, what=what, subject=subject, detail=told)
            await self._service.in_thread(lambda: self._stores.do(note))
        begun = await self._made(question, place)
        if is_whole or (begun.rest is not None and not self._goes_on(asker, question)):
            self._service.take_transfer(asker)
        if begun.rest is not None:
            self._large_up_to[asker, question.asked.list_id] = place
        return begun

    def _goes_on(self, asker: Asker, question: Question) -> bool:
        """Whether nothing large that this node got goes to it once more: it keeps up, however much changes."""
        got = self._large_up_to.get((asker, question.asked.list_id))
        return got is not None and question.known >= got

    async def _made(self, question: Question, place: Place) -> _Begun:
        """Once for all who ask the same at the same place of the list."""
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
        lines = store.do(lambda one: one.transfer(question.asked, epoch, after))
        first, is_all = store.do(lambda _one: _piece(lines))
        return _Begun(first, None if is_all else lines, store)

    async def _pieces(self, begun: _Begun, request: Request) -> AsyncIterator[bytes]:
        """A transfer that cannot go on, or whose node is one no longer, ends without a head; whoever reads it asks
        again, and is told why."""
        yield begun.first
        looked_at = self._service.now_s()
        lines, is_all = begun.rest, False
        assert lines is not None
        while not is_all:
            try:
                if self._service.now_s() - looked_at >= LOOKS_AT_KEY_EVERY_S:
                    await self._service.must_be_let_in_still(request)
                    looked_at = self._service.now_s()
                piece, is_all = await self._service.in_thread(lambda: begun.store.do(lambda _one: _piece(lines)))
            except failures.Failure:
                return
            yield piece

    async def _same_places(self, asked: Sequence[None]) -> Sequence[Places]:
        return [await self._service.in_thread(lambda: self._stores.do(lambda store: store.places()))] * len(asked)

    async def _places(self) -> Places | None:
        try:
            return await self._looks.ask(None)
        except failures.Failure:
            return None


def _place_in(places: Places, list_id: str) -> Place:
    """Raises Failure."""
    if list_id not in places:
        raise failures.told(NoSuchList(f"this hub has no list {list_id}"))
    return places[list_id]


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
    unknown = set(query) - {"list", "epoch", "after", "wait_s", "model", "photos"}
    if unknown or len(query.multi_items()) != len(query):
        raise failures.not_understood("arguments that are unknown, or given twice")
    list_id = query.get("list", "")
    if not is_list_id(list_id):
        raise failures.not_understood("list: the name of the list that is asked for")
    photos = query.get("photos", "0")
    if photos not in ("0", "1"):
        raise failures.not_understood("photos: 0 or 1")
    model_id = query.get("model")
    if model_id is not None and not is_id(model_id):
        raise failures.not_understood("model: the id of a model")
    known = _number(query.get("epoch", "0"), "epoch"), _number(query.get("after", "0"), "after")
    return Question(Asked(list_id, model_id, photos == "1"), known), _wait_s(query.get("wait_s", "0"))


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
