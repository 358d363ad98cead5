"""The post as a JSON API under /guard/v1, to be put into a server. What it takes and tells: see `telling`."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from watchlist.post.http import failures, following
from watchlist.post.http.calls import CALLS, Call
from watchlist.post.http.service import PostService
from watchlist.post.http.telling import PREFIX

Handle = Callable[[Request], Awaitable[Response]]


def post_application(service: PostService) -> Starlette:
    """A server of the post alone."""
    return Starlette(routes=post_routes(service))


def post_routes(service: PostService, calls: Iterable[Call] = CALLS) -> list[Route]:
    routes = [Route(call.path, _Endpoint(lambda r, call=call: service.answer(call, r))) for call in calls]  # type: ignore[misc]
    routes.append(Route(f"{PREFIX}/changes", _Endpoint(lambda request: following.changes(service, request))))
    routes.append(Route(f"{PREFIX}/events", _Endpoint(lambda request: following.events(service, request))))
    return [*routes, Route("/{rest:path}", _Endpoint(_no_such_call))]


class _Endpoint:
    """An ASGI application, so that wrong methods come here too and are told in our JSON."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._handle(Request(scope, receive))
        except failures.Failure as failure:
            response = failure.response()
        except ClientDisconnect:
            return
        await response(scope, receive, send)


async def _no_such_call(_request: Request) -> Response:
    raise failures.no_such_call()
