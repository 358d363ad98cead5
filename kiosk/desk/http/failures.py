"""What the desk answers over HTTP when it does not answer what was asked: JSON with a hint, and never a trace."""

import math

from starlette.responses import JSONResponse

from kiosk.desk.http.calls import MARK
from kiosk.errors import DeskRefused, KeyRefused, KioskError, Refusal

HEADERS = {"Cache-Control": "no-store", MARK: "1"}


class Failure(Exception):
    """Ends the handling of a request with this answer. Its words go to the client: nothing personal is in them."""

    def __init__(self, status: int, body: dict[str, str], headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = headers or {}

    def response(self) -> JSONResponse:
        return JSONResponse(self.body, self.status, {**HEADERS, **self.headers})


def not_understood(why: str, status: int = 400) -> Failure:
    return Failure(status, {"error": why, "hint": "Send the arguments of this call by their names and nothing else."})


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


def no_key() -> Failure:
    body = {"error": "no key, or one that is not known here", "hint": KeyRefused.hint}
    return Failure(401, body, {"WWW-Authenticate": "Bearer"})


def wrong_kind() -> Failure:
    return Failure(403, {"error": "this key may not make this call", "hint": "Use a key of the right kind."})


def too_often(wait_s: float) -> Failure:
    body = {"refusal": Refusal.TOO_MANY_REQUESTS.value, "hint": "Ask less often."}
    return Failure(429, body, {"Retry-After": str(max(math.ceil(wait_s), 1))})


def busy() -> Failure:
    return Failure(503, {"error": "too many requests at once", "hint": "Ask again in a moment."}, {"Retry-After": "1"})


def told(error: KioskError) -> Failure:
    """A refusal is a clear no; everything else that is expected means: not now."""
    if isinstance(error, DeskRefused):
        status = 429 if error.why is Refusal.TOO_MANY_REQUESTS else 409
        return Failure(status, {"refusal": error.why.value, "hint": error.hint})
    return Failure(503, {"error": "the desk cannot answer now", "hint": error.hint}, {"Retry-After": "1"})
