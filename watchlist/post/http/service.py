"""One request to the post from its key to its answer; what may block is done in a bounded number of threads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import anyio
from starlette.requests import Request
from starlette.responses import Response

from records.bodies import BodyTooLarge, BodyTooSlow, body_within
from records.line import LineFull, ThreadLine
from records.rates import Buckets
from watchlist.errors import WatchlistError
from watchlist.post.http import failures
from watchlist.post.http.calls import Asked, Call
from watchlist.post.http.limits import PostLimits
from watchlist.post.protocol import GuardPost

Done = TypeVar("Done")
_SCHEME = "bearer "


class PostService:
    """`post_for` gives the post as a client's address sees it, `revision` that of the alarm changed last, `is_ours`
    says whether a key lets its bearer in; `clock` is monotonic."""

    def __init__(
        self,
        post_for: Callable[[str], GuardPost],
        revision: Callable[[], int],
        is_ours: Callable[[str], bool],
        clock: Callable[[], float],
        limits: PostLimits,
    ) -> None:
        self.limits = limits
        self._post_for = post_for
        self._revision = revision
        self._is_ours = is_ours
        self._clock = clock
        self._requests, self._logins = Buckets(1_000), Buckets(1_000)
        self._line = ThreadLine(limits.threads, limits.waiting)
        self._standing: dict[str, int] = {}
        self._seen: tuple[float, int] | None = None
        self._closing = False

    def close(self) -> None:
        """Those who wait are answered at once; may be called from any thread."""
        self._closing = True

    async def answer(self, call: Call, request: Request) -> Response:
        """Raises Failure."""
        asked, post = await self.heard(request, call.verb, is_login=call.is_login)
        return await self.in_thread(lambda: call.work(post, asked))

    async def heard(self, request: Request, verb: str, *, is_login: bool = False) -> tuple[Asked, GuardPost]:
        """The request with its body, and the post for whoever sent it. Raises Failure."""
        written = request.headers.get("Authorization", "")
        key = written[len(_SCHEME) :].strip() if written.lower().startswith(_SCHEME) else ""
        if not self._is_ours(key):
            raise failures.no_key()
        client = request.client.host if request.client else ""
        self._keep_rates(client, is_login)
        if request.method != verb:
            raise failures.wrong_verb(verb)
        return Asked(request, await self._body_of(request)), self._post_for(client)

    async def in_thread(self, work: Callable[[], Done]) -> Done:
        """Raises Failure."""
        try:
            return await self._line.done(work)
        except LineFull as error:
            raise failures.busy() from error
        except WatchlistError as error:
            raise failures.told(error) from error

    @contextmanager
    def place(self, what: str, most: int) -> Iterator[None]:
        """One of a bounded number of those who stay. Raises Failure."""
        if self._standing.get(what, 0) >= most:
            raise failures.busy()
        self._standing[what] = self._standing.get(what, 0) + 1
        try:
            yield
        finally:
            self._standing[what] -= 1

    async def news(self, known: int, within_s: float, request: Request) -> bool:
        """Waits until there is a later revision than the known one; False when time is up, or nobody waits any more.

        Raises Failure.
        """
        until = self._clock() + within_s
        while not self._closing and self._clock() < until:
            if await self._revision_now() > known:
                return True
            await anyio.sleep(min(self.limits.look_every_s, max(until - self._clock(), 0.0)))
            if await request.is_disconnected():
                return False
        return False

    @property
    def is_closing(self) -> bool:
        return self._closing

    async def _revision_now(self) -> int:
        """One look for all who wait."""
        now = self._clock()
        if self._seen is None or now - self._seen[0] >= self.limits.look_every_s / 2:
            self._seen = (now, await self.in_thread(self._revision))
        return self._seen[1]

    def _keep_rates(self, client: str, is_login: bool) -> None:
        wait_s = self._requests.take(client, self.limits.requests, self._clock())
        if wait_s:
            raise failures.too_often(wait_s)
        wait_s = self._logins.take(client, self.limits.logins, self._clock()) if is_login else 0.0
        if wait_s:
            raise failures.login_too_often(wait_s)

    async def _body_of(self, request: Request) -> bytes:
        try:
            return await body_within(request.stream(), self.limits.body_bytes, self.limits.body_within_s)
        except BodyTooLarge:
            raise failures.too_large(self.limits.body_bytes) from None
        except BodyTooSlow:
            raise failures.too_slow() from None
