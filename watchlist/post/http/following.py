"""Those who stay and wait for news: one long answer each (`changes`), or a line of events (`events`)."""

from collections.abc import AsyncIterator
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from records.wire import to_json
from watchlist.post.http import failures
from watchlist.post.http.calls import GET, Asked, as_json
from watchlist.post.http.service import PostService
from watchlist.post.protocol import GuardPost
from watchlist.post.values import Changes

LISTENER_COMES_BACK_MS = 2_000


async def changes(service: PostService, request: Request) -> Response:
    """What changed after `after`, at once or as soon as something does; waiting takes no thread. Raises Failure."""
    asked, post = await service.heard(request, GET)
    after, wait_s = asked.after, min(asked.wait_s, service.limits.wait_s)
    found = await _changes(service, post, asked, after)
    if not found.alarms and wait_s:
        with service.place("waiters", service.limits.waiters):
            await service.news(found.revision, wait_s, request)
        # Also when nothing came: whether the session is still good.
        found = await _changes(service, post, asked, after)
    return as_json(to_json(found))


async def events(service: PostService, request: Request) -> Response:
    """Server-sent events: `changes` with the revision as its id, `over` when the session is; a comment now and then
    tells that the line is good. Raises Failure."""
    asked, post = await service.heard(request, GET)
    after = asked.after or _last_seen(request)
    first = await _changes(service, post, asked, after)
    place = service.place("listeners", service.limits.listeners)
    place.__enter__()
    lines = _lines(service, post, asked, first)

    async def told() -> AsyncIterator[bytes]:
        try:
            async for line in lines:
                yield line
        finally:
            place.__exit__(None, None, None)

    return StreamingResponse(told(), 200, failures.HEADERS, "text/event-stream")


async def _lines(service: PostService, post: GuardPost, asked: Asked, found: Changes) -> AsyncIterator[bytes]:
    yield f"retry: {LISTENER_COMES_BACK_MS}\n\n".encode()
    while True:
        if found.alarms:
            yield b"id: %d\nevent: changes\ndata: %s\n\n" % (found.revision, to_json(found))
        try:
            if not found.more and not await service.news(found.revision, service.limits.heartbeat_s, asked.request):
                if service.is_closing or await asked.request.is_disconnected():
                    return
                yield b": still here\n\n"
            found = await _changes(service, post, asked, found.revision)
        except failures.Failure as failure:
            if failure.told.error == "session-over":
                yield b"event: over\ndata: {}\n\n"
            return


async def _changes(service: PostService, post: GuardPost, asked: Asked, after: int) -> Changes:
    return await service.in_thread(partial(post.changes, asked.session, after))


def _last_seen(request: Request) -> int:
    """What a browser that lost the line sends by itself."""
    written = request.headers.get("Last-Event-ID", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 16 else 0
