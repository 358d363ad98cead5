"""What the guards' page asks besides the calls of every post: whose shift it is, and a session that is a cookie."""

from dataclasses import dataclass, replace

from starlette.responses import Response

from records.wire import to_json
from watchlist.post.errors import PostAway
from watchlist.post.http.browser import cookie_name
from watchlist.post.http.calls import CALLS, GET, POST, Asked, Call, as_json
from watchlist.post.http.telling import PREFIX
from watchlist.post.protocol import GuardPost
from watchlist.post.values import Guard, Pin, Session


@dataclass(frozen=True, slots=True)
class PageRules:
    """`lock_after_s`: a page nobody touches for so long is locked. `instruction` is what the site wants done."""

    lock_after_s: float = 600.0
    instruction: str = ""
    instruction_en: str = ""


@dataclass(frozen=True, slots=True)
class ShiftTold:
    me: Guard
    colleagues: tuple[Guard, ...]
    rules: PageRules


def page_calls(rules: PageRules) -> tuple[Call, ...]:
    """The post's calls as a browser may make them: nothing at all without a session but to log in, by PIN."""
    own = (
        Call(GET, f"{PREFIX}/shift", lambda post, asked: as_json(to_json(_shift(post, asked.session, rules)))),
        Call(GET, f"{PREFIX}/overview", _overview),
        Call(POST, f"{PREFIX}/log-in", _log_in, is_login=True),
        Call(POST, f"{PREFIX}/log-out", _log_out),
    )
    replaced = {call.path for call in own}
    return (*own, *(call for call in CALLS if call.path not in replaced))


def _shift(post: GuardPost, session: Session, rules: PageRules) -> ShiftTold:
    colleagues = post.colleagues(session)
    # A post knows everybody, and colleagues are everybody else.
    mine = [guard for guard in post.overview().guards if guard not in colleagues]
    if len(mine) != 1:
        raise PostAway("the accounts are just being changed", "Ask again in a moment.")
    return ShiftTold(mine[0], colleagues, rules)


def _overview(post: GuardPost, asked: Asked) -> Response:
    post.colleagues(asked.session)  # a stranger on the network learns nothing
    return as_json(to_json(replace(post.overview(), guards=())))


def _log_in(post: GuardPost, asked: Asked) -> Response:
    session = post.log_in(asked.value(Pin))
    response = as_json(to_json(session.guard))
    response.set_cookie(
        cookie_name(asked.request),
        session.token,
        path="/",
        secure=asked.request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response


def _log_out(post: GuardPost, asked: Asked) -> Response:
    post.log_out(asked.session)
    response = as_json(to_json(None))
    response.delete_cookie(
        cookie_name(asked.request), secure=asked.request.url.scheme == "https", httponly=True, samesite="strict"
    )
    return response
