"""The desk as a JSON API under /desk/v1, to be put into a site's one server.

A call is answered with `{"value": ...}`, a clear no with 409 (429: too often) and `{"refusal": ..., "hint": ...}`,
anything else with another status and `{"error": ..., "hint": ...}`; every answer bears the desk's mark. The calls stand
in kiosk.desk.http.calls.
"""

from collections.abc import Callable, Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from hardware.errors import ForgedMessage
from kiosk.desk.http import failures
from kiosk.desk.http.calls import DESK_CALLS, MESSAGE_CALLS, POST, PREFIX, Call
from kiosk.desk.http.limits import DeskLimits
from kiosk.desk.http.requests import body_of
from kiosk.desk.http.service import Accessed, DeskService
from kiosk.desk.keys import KeyBook
from kiosk.desk.messages import MessageBox
from kiosk.desk.protocol import Desk

NOTIFICATIONS = f"{PREFIX}/payment-notifications"

Notification = Callable[[Mapping[str, str], bytes], None]
"""Takes a payment service's call-back. Raises ForgedMessage, or DeskAway when it must come again."""


def desk_routes(
    desk_for: Callable[[str], Desk],
    keys: KeyBook,
    clock: Callable[[], float],
    limits: DeskLimits | None = None,
    messages: MessageBox | None = None,
    notification: Notification | None = None,
    accessed: Accessed | None = None,
) -> list[Route]:
    """`desk_for(channel)` answers the desk as that channel sees it: one that is not "kiosk" changes and looks at
    nothing but its own bookings and their payments. It is called in a thread, for every request.
    `accessed` is told of every photograph, report and bill before it is handed out."""
    service = DeskService(desk_for, keys, clock, limits or DeskLimits(), messages, accessed)
    routes = [Route(call.path, _CallEndpoint(call, service)) for call in (*DESK_CALLS, *MESSAGE_CALLS)]
    if notification is not None:
        routes.append(Route(NOTIFICATIONS, _NotificationEndpoint(notification, service)))
    return [*routes, Route(f"{PREFIX}/{{rest:path}}", _NoSuchCall())]


class _Endpoint:
    """An ASGI application, so that wrong methods come here too and are told in our JSON."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self.handle(Request(scope, receive))
        except failures.Failure as failure:
            response = failure.response()
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def handle(self, request: Request) -> Response:
        raise failures.no_such_call()


class _NoSuchCall(_Endpoint):
    pass


class _CallEndpoint(_Endpoint):
    def __init__(self, call: Call, service: DeskService) -> None:
        self._call = call
        self._service = service

    async def handle(self, request: Request) -> Response:
        return await self._service.answer(self._call, request)


class _NotificationEndpoint(_Endpoint):
    """Called by the payment service, which proves itself by its signature and not by a key of ours."""

    def __init__(self, notification: Notification, service: DeskService) -> None:
        self._notification = notification
        self._service = service

    async def handle(self, request: Request) -> Response:
        limits = self._service.limits
        if request.method != POST:
            raise failures.wrong_verb(POST)
        self._service.keep_rate("payment notifications", limits.notifications)
        body = await body_of(request, limits.notification_bytes, limits.body_within_s)
        headers = dict(request.headers)
        try:
            await self._service.in_thread(lambda: self._notification(headers, body))
        except ForgedMessage:
            return JSONResponse({"code": "FAIL", "message": "the signature does not hold"}, 401, failures.HEADERS)
        return Response(status_code=204, headers=failures.HEADERS)
