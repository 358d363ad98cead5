"""A hub's list as a JSON API under /list/v1, with its description and its figures, to be put into a site's one server.

A call is answered with `{"value": ...}`; everything else stands in `telling`. Every answer bears MARK.
"""

import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from importlib.metadata import version

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from watchlist.hub.http import failures
from watchlist.hub.http.calls import CALLS, PREFIX
from watchlist.hub.http.figures import CONTENT_TYPE_LATEST, Figures
from watchlist.hub.http.service import ListService
from watchlist.hub.http.together import Together

Handle = Callable[[Request], Awaitable[Response]]


def list_routes(
    service: ListService, figures: Figures, more: Iterable[tuple[str, str, Handle]] = ()
) -> list[BaseRoute]:
    """`more` are calls that are no method of the protocol: name, path below the prefix, and what answers them; they
    ask `service.admitted` themselves."""

    def route(name: str, path: str, handle: Handle) -> Route:
        return Route(path, Endpoint(name, handle, figures))

    routes = [route(name, f"{PREFIX}/{path}", handle) for name, path, handle in more]  # asked most: looked at first
    routes += [route(call.name, call.path, lambda r, call=call: service.answer(call, r)) for call in CALLS]  # type: ignore[misc]
    routes.append(route("none", f"{PREFIX}/{{rest:path}}", _no_such_call))
    about = _About(service, figures)
    return [
        *routes,
        Route("/openapi.json", about.description, methods=["GET"]),
        Route("/metrics", about.metrics, methods=["GET"]),
    ]


class Endpoint:
    """An ASGI application, so that wrong methods come here too and are told in our JSON."""

    def __init__(self, name: str, handle: Handle, figures: Figures) -> None:
        self._name = name
        self._handle = handle
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.monotonic()
        try:
            response = await self._handle(Request(scope, receive))
        except failures.Failure as failure:
            response = failure.response()
        except ClientDisconnect:
            return
        self._figures.answered(self._name, response.status_code, time.monotonic() - began)
        await response(scope, receive, send)


class _About:
    """What is told without a key: the description, which is the same everywhere, and numbers."""

    def __init__(self, service: ListService, figures: Figures) -> None:
        self._service = service
        self._figures = figures
        self._looking = Together[None, bytes](self._looked)

    async def description(self, _request: Request) -> Response:
        from watchlist.hub.http.openapi import description  # pydantic's schemas, for those who read them

        return JSONResponse(description(version("gatehouse")), 200, failures.HEADERS)

    async def metrics(self, _request: Request) -> Response:
        try:
            text = await self._looking.ask(None)
        except failures.Failure as failure:
            return failure.response()
        return Response(text, 200, failures.HEADERS, CONTENT_TYPE_LATEST)

    async def _looked(self, asked: Sequence[None]) -> Sequence[bytes]:
        """However many strangers ask, the database is asked once at a time."""
        revision = await self._service.in_thread(self._service.revision)
        self._figures.looked(revision, await self._service.in_thread(self._service.list_age_s))
        self._figures.heard(await self._service.in_thread(self._service.standings))
        return [self._figures.text()] * len(asked)


async def _no_such_call(_request: Request) -> Response:
    raise failures.no_such_call()
