"""A browser in front of the post: its session is a cookie that no script can read, and only its own page may ask.

Nothing but a log-in opens a session here: a key or a token that a request brings in a header is taken off it.
"""

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchlist.post.http import failures
from watchlist.post.http.telling import SESSION, Told

PAGE_MARK = "Gatehouse-Page"
"""A header that only a script of the page itself can send; whatever changes something bears it."""
SAFE = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
FOREIGN = failures.Failure(403, Told("away", "another site asked this", "Open the guards' page itself."))
_TOKEN = re.compile(r"[A-Za-z0-9_.-]{1,200}")
_OURS = frozenset({b"authorization", SESSION.lower().encode()})


class BrowserDoor:
    """ASGI, around the page and the calls it makes. `key` is the service's own, which leaves this process nowhere."""

    def __init__(self, inside: ASGIApp, key: str) -> None:
        self._inside = inside
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        request = Request(scope)
        if is_foreign(request):
            await FOREIGN.response()(scope, receive, guarded)
            return
        kept = [(name, value) for name, value in scope["headers"] if name not in _OURS]
        ours = [(b"authorization", f"Bearer {self._key}".encode()), (SESSION.lower().encode(), token_of(request))]
        await self._inside({**scope, "headers": [*kept, *ours]}, receive, guarded)


def cookie_name(request: Request) -> str:
    """Over TLS it cannot be set by another host of the same domain."""
    return "__Host-gatehouse-guard" if request.url.scheme == "https" else "gatehouse-guard"


def token_of(request: Request) -> bytes:
    """Empty where there is none, or none that could be ours."""
    token = request.cookies.get(cookie_name(request), "")
    return token.encode() if _TOKEN.fullmatch(token) else b""


def is_foreign(request: Request) -> bool:
    """Whether another site may have made the browser ask this. To come here by a link is no harm: a page has no
    content before it has asked for it."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    is_visit = request.method in SAFE and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if site not in {"same-origin", "none"} and not is_visit:
        return True
    if request.method in SAFE:
        return False
    own = f"{request.url.scheme}://{request.headers.get('Host', '')}"
    return request.headers.get("Origin") != own or PAGE_MARK not in request.headers
