"""One question to a hub over HTTP, and what its answer means."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from records.addresses import tls_for, tls_trouble
from records.written_keys import id_in
from watchlist.feed.client.address import hub_address
from watchlist.feed.client.patience import Patience
from watchlist.feed.errors import FeedError, HubAway, HubNotTrusted, NodeKeyUnreadable, NodeRefused, NoSuchList
from watchlist.feed.following import Batch
from watchlist.feed.signed import Signed
from watchlist.feed.wire.lines import RecordLine, line_to_bytes
from watchlist.feed.wire.transfer import Asked, Attachment, TransferReader

FEED_PATH = "/list/v1/feed"
TOMBSTONES_PATH = "/list/v1/feed/tombstones"
NDJSON = "application/x-ndjson"
MOST_FAILURE_BYTES = 64 * 1024
MOST_KEY_BYTES = 1024
_GOOD = (httpx.codes.OK, httpx.codes.NO_CONTENT)


@dataclass(frozen=True, slots=True)
class Hub:
    """Which hub is asked, as which node. The files are read anew for every connection: somebody may have mended them.

    Without `ca_file` the authorities count that this computer trusts.
    """

    url: str
    key_file: Path
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What changed after the revision `after` of `epoch`; everything where there is none. The hub may hold its answer
    back for `wait_s` until something changes."""

    asked: Asked
    after: tuple[int, int] | None = None
    wait_s: float = 0.0

    @property
    def query(self) -> dict[str, str]:
        query = {"list": self.asked.list_id}
        if self.after is not None:
            query |= {"epoch": str(self.after[0]), "after": str(self.after[1])}
        if self.wait_s:
            query["wait_s"] = f"{self.wait_s:g}"
        if self.asked.model_id is not None:
            query["model"] = self.asked.model_id
        return query | ({"photos": "1"} if self.asked.photos else {})


class HubLine:
    """A connection to a hub, of one event loop. Asking raises HubAway, NodeRefused, NoSuchList, TransferCut,
    TransferRefused, DocumentRefused, and whatever putting attachments aside raises."""

    def __init__(self, hub: Hub, patience: Patience, timer: Callable[[], float] = time.monotonic) -> None:
        """Raises AddressRefused or NodeKeyUnreadable."""
        address = hub_address(hub.url)
        self._patience = patience
        self._timer = timer
        self._client = httpx.AsyncClient(
            base_url=address,
            headers={"Authorization": f"Bearer {_key(hub.key_file)}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(None, connect=patience.connect_s),
            verify=tls_for(hub.ca_file) if not address.startswith("http://") else False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def fetch(self, question: Question, aside: Callable[[Attachment], None]) -> Batch | None:
        """A transfer that is whole, and not yet believed; None where the hub has nothing to say."""
        reader = TransferReader(question.asked)
        request = self._client.build_request("GET", FEED_PATH, params=question.query)
        async with self._answered(request, question.wait_s) as response:
            if response.status_code == httpx.codes.NO_CONTENT:
                return None
            async for piece in self._pieces(response):
                for attachment in reader.feed(piece):
                    aside(attachment)
        return reader.end()

    async def offer(self, tombstones: Iterable[Signed]) -> None:
        """Tell the hub of erasures that it lost."""
        lines = b"".join(line_to_bytes(RecordLine(one)) for one in tombstones)
        headers = {"Content-Type": NDJSON}
        async with self._answered(self._client.build_request("POST", TOMBSTONES_PATH, content=lines, headers=headers)):
            pass

    @asynccontextmanager
    async def _answered(self, request: httpx.Request, wait_s: float = 0.0) -> AsyncIterator[httpx.Response]:
        """An answer that is none of the good ones is raised."""
        try:
            async with asyncio.timeout(wait_s + self._patience.answer_s):
                response = await self._client.send(request, stream=True)
        except TimeoutError as error:
            raise HubAway("the hub does not answer") from error
        except httpx.HTTPError as error:
            raise _unanswered(error) from error
        try:
            if response.status_code not in _GOOD:
                raise await self._failure(response)
            yield response
        finally:
            await response.aclose()

    async def _pieces(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """Until its end, or until it is cut: whoever reads it finds that its end is missing."""
        began_s, received = self._timer(), 0
        pieces = response.aiter_raw()
        while True:
            try:
                async with asyncio.timeout(self._patience.answer_s):
                    piece = await anext(pieces)
            except (StopAsyncIteration, httpx.RemoteProtocolError, httpx.ReadError):
                return
            except TimeoutError as error:
                raise HubAway(f"the hub's answer stops after {received} bytes") from error
            received += len(piece)
            yield piece
            if self._patience.is_too_slow(received, self._timer() - began_s):
                raise HubAway("the hub's answer comes too slowly")

    async def _failure(self, response: httpx.Response) -> FeedError:
        status = response.status_code
        why, hint = await self._words_of(response)
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            return NodeRefused(why or f"the hub does not let this PC in (status {status})", hint)
        words = f"(status {status}{f': {why}' if why else ''})"
        if status == httpx.codes.NOT_FOUND:
            return NoSuchList(f"the hub does not have this list {words}", hint)
        after_s = _after_s(response.headers.get("Retry-After", ""))
        return HubAway(f"the hub cannot answer now {words}", hint, after_s)

    async def _words_of(self, response: httpx.Response) -> tuple[str, str | None]:
        body = bytearray()
        async for piece in self._pieces(response):
            body += piece
            if len(body) > MOST_FAILURE_BYTES:
                break
        return _told(bytes(body))


def _unanswered(error: BaseException) -> HubAway | HubNotTrusted:
    if (trouble := tls_trouble(error)) is not None:
        return HubNotTrusted(f"no secure connection to the hub: {trouble}")
    return HubAway(f"the hub does not answer: {str(error) or type(error).__name__}")


def _after_s(written: str) -> float:
    """0 for what is no number of seconds: a date would be by the other's clock."""
    return float(written) if written.isascii() and written.isdigit() and len(written) <= 6 else 0.0


def _told(body: bytes) -> tuple[str, str | None]:
    """What a hub said went wrong, and its hint; anybody else's words are none."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return "", None
    if not isinstance(told, dict) or not isinstance(told.get("error"), str):
        return "", None
    why, hint = told.get("message"), told.get("hint")
    words = why if isinstance(why, str) and why else told["error"]
    return _in_one_line(words), _in_one_line(hint) if isinstance(hint, str) and hint else None


def _in_one_line(words: str) -> str:
    """No line of theirs looks like one of ours."""
    return " ".join(words.split())[:500]


def _key(path: Path) -> str:
    try:
        with path.open("rb") as file:
            key = file.read(MOST_KEY_BYTES).decode("utf-8-sig").strip()
    except (OSError, UnicodeError) as error:
        raise NodeKeyUnreadable(f"{path}: {getattr(error, 'strerror', None) or 'no text'}") from error
    if id_in(key) is None:
        raise NodeKeyUnreadable(f"{path} holds no key of a node")
    return key
