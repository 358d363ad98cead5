"""One question to a post over HTTP, and what its answer means."""

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from records.bodies import BodyTooLarge, BodyTooSlow, answer_within
from records.wire import NotUnderstood, Reading, from_json, to_json
from watchlist.post.errors import PostAway
from watchlist.post.http.telling import MARK, SESSION, Told, error_from
from watchlist.post.run_file import PostCard
from watchlist.post.values import Session

MOST_ANSWER_BYTES = 8_000_000
CONNECT_S, READ_S, WHOLE_S = 2.0, 8.0, 15.0
# The server ends an idle connection after 5 s: ours ends before, so that no act meets the end.
KEEP_IDLE_S = 4.0


class Asking:
    """Any number of threads may ask. `where` is looked up for every question: a watch that was started again has
    another address. It raises PostAway where nothing is found."""

    def __init__(self, where: Callable[[], PostCard]) -> None:
        self._where = where
        limits = httpx.Limits(keepalive_expiry=KEEP_IDLE_S)
        self._client = httpx.Client(headers={"Accept-Encoding": "identity"}, limits=limits, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """May be called twice."""
        self._client.close()

    def get(
        self, path: str, session: Session | None = None, query: Mapping[str, Any] | None = None, wait_s: float = 0.0
    ) -> bytes:
        return self._asked("GET", path, session, dict(query or {}), None, wait_s)

    def post(self, path: str, session: Session | None, value: object = None) -> bytes:
        return self._asked("POST", path, session, {}, to_json(value), 0.0)

    def _asked(
        self, verb: str, path: str, session: Session | None, query: dict[str, Any], body: bytes | None, wait_s: float
    ) -> bytes:
        card = self._where()
        headers = {"Authorization": f"Bearer {card.key}"} | ({SESSION: session.token} if session else {})
        try:
            request = self._client.build_request(
                verb,
                card.url + path,
                params=query,
                content=body,
                headers=headers,
                timeout=httpx.Timeout(READ_S + wait_s, connect=CONNECT_S),
            )
            status, is_marked, answer = self._exchanged(request, time.monotonic() + WHOLE_S + wait_s)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise PostAway(f"the post does not answer: {type(error).__name__}") from error
        if not is_marked:
            raise PostAway(f"something else than the post answered with status {status}")
        if status in (httpx.codes.OK, httpx.codes.NO_CONTENT):
            return answer
        raise _failure(status, answer)

    def _exchanged(self, request: httpx.Request, deadline: float) -> tuple[int, bool, bytes]:
        """Status, whether it bears the post's mark, and body."""
        response = self._client.send(request, stream=True)
        try:
            body = answer_within(response.iter_raw(), MOST_ANSWER_BYTES, deadline)
        except (BodyTooLarge, BodyTooSlow) as error:
            raise PostAway("the post's answer does not end") from error
        finally:
            response.close()
        return response.status_code, MARK in response.headers, body


def _failure(status: int, body: bytes) -> Exception:
    try:
        told = from_json(Told, b'{"value":' + body + b"}", Reading.LENIENT)
    except NotUnderstood:
        return PostAway(f"the post's answer was not understood (status {status})")
    return error_from(told) or PostAway(f"the post does not take this: {told.message}", told.hint or None)
