"""What a hub answers when it does not answer what was asked: JSON with a hint, and never a trace."""

import math

from starlette.responses import Response

from records.wire import fields_to_json
from watchlist.hub.errors import HubAway, LoginRefused, NotUnderstoodThere, SessionOver
from watchlist.hub.http.calls import MARK
from watchlist.hub.http.telling import Failed, Told, error_told

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", MARK: "1"}


class Failure(Exception):
    """Ends the handling of a request with this answer. Its words go to the client."""

    def __init__(self, status: int, told: Told, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {told.error}")
        self.status = status
        self.told = told
        self.headers = headers or {}

    def response(self) -> Response:
        told = self.told
        body: dict[str, object] = {"error": told.error, "message": told.message, "hint": told.hint}
        body |= {"wait_s": told.wait_s} if told.wait_s else {}
        return Response(fields_to_json(body), self.status, {**HEADERS, **self.headers}, "application/json")


def not_understood(why: str, status: int = 400) -> Failure:
    return Failure(status, Told("not-understood", why, NotUnderstoodThere.hint))


def no_such_call() -> Failure:
    return not_understood("there is no such call", 404)


def wrong_verb(verb: str) -> Failure:
    failure = not_understood(f"this call is a {verb}", 405)
    failure.headers["Allow"] = verb
    return failure


def too_large(limit_bytes: int) -> Failure:
    return not_understood(f"a request has at most {limit_bytes} bytes", 413)


def too_slow() -> Failure:
    return not_understood("the request did not arrive in time", 408)


def nobody() -> Failure:
    told = Told("session-over", "no session, and no node's key", SessionOver.hint)
    return Failure(401, told, {"WWW-Authenticate": "Bearer"})


def too_often(wait_s: float) -> Failure:
    return Failure(429, Told("away", "asked too often", "Ask less often."), _after(wait_s))


def login_too_often(wait_s: float) -> Failure:
    told = Told("login-refused", "too many tries to log in", LoginRefused.hint, wait_s)
    return Failure(429, told, _after(wait_s))


def busy() -> Failure:
    return Failure(503, Told("away", "too many requests at once", HubAway.hint), _after(1))


def ending() -> Failure:
    return Failure(503, Told("away", "this hub is just ending", HubAway.hint), _after(2))


def told(error: Failed) -> Failure:
    what, status = error_told(error)
    headers = {401: {"WWW-Authenticate": "Bearer"}, 503: _after(1)}.get(status)
    return Failure(status, what, headers)


def _after(wait_s: float) -> dict[str, str]:
    return {"Retry-After": str(max(math.ceil(wait_s), 1))}
