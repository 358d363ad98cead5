"""The calls of the post as the wire knows them: where each is, what it takes, and what is made of its answer."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from records.wire import NotUnderstood, from_json, to_json
from watchlist.post.http import failures
from watchlist.post.http.telling import PREFIX, SESSION, ActTold, act_from, bearer_of, sheet_to_json
from watchlist.post.protocol import GuardPost
from watchlist.post.values import Badge, HistoryQuery, Pin, Session
from watchlist.types import AlarmId, PersonId

GET, POST = "GET", "POST"
LARGEST_REVISION = 2**53
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose body has been read. Every method raises Failure for what it cannot make sense of."""

    request: Request
    body: bytes

    @property
    def session(self) -> Session:
        return bearer_of(self.request.headers.get(SESSION, ""))

    @property
    def alarm_id(self) -> AlarmId:
        return AlarmId(str(self.request.path_params["alarm_id"]))

    @property
    def person_id(self) -> PersonId:
        return PersonId(str(self.request.path_params["person_id"]))

    @property
    def after(self) -> int:
        written = self.request.query_params.get("after", "0")
        if not (written.isascii() and written.isdigit() and len(written) <= 16 and int(written) <= LARGEST_REVISION):
            raise failures.not_understood("after: a whole number from 0")
        return int(written)

    @property
    def wait_s(self) -> float:
        try:
            wait_s = float(self.request.query_params.get("wait_s", "0"))
        except ValueError:
            wait_s = math.nan
        if not 0 <= wait_s <= 3600:
            raise failures.not_understood("wait_s: a number of seconds from 0")
        return wait_s

    def value(self, kind: type[Value]) -> Value:
        try:
            return from_json(kind, self.body)
        except NotUnderstood as error:
            raise failures.not_understood(str(error)) from error


Work = Callable[[GuardPost, Asked], Response]


@dataclass(frozen=True, slots=True)
class Call:
    """`work` is done in a thread."""

    verb: str
    path: str
    work: Work
    is_login: bool = False


def as_json(content: bytes) -> Response:
    return Response(content, 200, failures.HEADERS, "application/json")


def _answered(value: object) -> Response:
    return as_json(to_json(value))


def _picture(data: bytes | None) -> Response:
    if data is None:
        return Response(status_code=204, headers=failures.HEADERS)
    return Response(data, 200, failures.HEADERS, "image/jpeg")


def _log_in(post: GuardPost, asked: Asked) -> Response:
    return _answered(post.log_in(asked.value(Pin | Badge)))  # type: ignore[arg-type]


def _log_out(post: GuardPost, asked: Asked) -> Response:
    post.log_out(asked.session)
    return _answered(None)


def _act(post: GuardPost, asked: Asked) -> Response:
    try:
        act = act_from(asked.value(ActTold))
    except ValueError as error:
        raise failures.not_understood("this is no act on an alarm") from error
    return _answered(post.act(asked.session, asked.alarm_id, act))


def _thumbnail(post: GuardPost, asked: Asked) -> Response:
    return _picture(post.thumbnail(asked.session, asked.request.query_params.get("camera", "")))


_ALARM = f"{PREFIX}/alarms/{{alarm_id}}"
CALLS = (
    Call(GET, f"{PREFIX}/overview", lambda post, _asked: _answered(post.overview())),
    Call(POST, f"{PREFIX}/log-in", _log_in, is_login=True),
    Call(POST, f"{PREFIX}/log-out", _log_out),
    Call(GET, f"{_ALARM}/captured", lambda post, asked: _picture(post.captured(asked.session, asked.alarm_id))),
    Call(
        GET,
        f"{_ALARM}/enrolled/{{person_id}}",
        lambda post, asked: _picture(post.enrolled(asked.session, asked.alarm_id, asked.person_id)),
    ),
    Call(
        GET,
        f"{_ALARM}/sheet",
        lambda post, asked: as_json(sheet_to_json(post.sheet(asked.session, asked.alarm_id))),
    ),
    Call(POST, f"{_ALARM}/act", _act),
    # A POST: what is looked for are people's names, and addresses end up in logs.
    Call(
        POST, f"{PREFIX}/history", lambda post, asked: _answered(post.history(asked.session, asked.value(HistoryQuery)))
    ),
    Call(GET, f"{PREFIX}/colleagues", lambda post, asked: _answered(post.colleagues(asked.session))),
    Call(GET, f"{PREFIX}/thumbnail", _thumbnail),
    Call(GET, f"{PREFIX}/plan", lambda post, asked: _picture(post.plan(asked.session))),
)
