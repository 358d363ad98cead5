"""The page itself: a few files beside this module, read once and served from memory."""

import gzip
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from watchlist.post.http import failures

HOME = "/guard/"
KINDS = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
START = "page.html"
LANGUAGES = ("zh", "en")


def page_folder() -> Traversable:
    return files("watchlist.post.http") / "page"


def page_routes() -> list[Route]:
    routes = [Route(HOME.rstrip("/"), _to_the_page, methods=["GET"])]
    for path, content, kind in page_files():
        address = HOME if path == START else f"{HOME}page/{path}"
        routes.append(Route(address, _File(content, kind).answer, methods=["GET"]))
    return routes


def page_files() -> Iterator[tuple[str, bytes, str]]:
    """Path below the folder, content, media type."""
    for folder, prefix in ((page_folder(), ""), (page_folder() / "texts", "texts/")):
        for one in sorted(folder.iterdir(), key=lambda file: file.name):
            ending = one.name.rpartition(".")[2]
            if one.is_file() and ending in KINDS:
                yield prefix + one.name, one.read_bytes(), KINDS[ending]


class _File:
    """Sent small: a phone may have one bar of signal."""

    def __init__(self, content: bytes, kind: str) -> None:
        self._plain = content
        self._small = gzip.compress(content, mtime=0)
        self._kind = kind

    async def answer(self, request: Request) -> Response:
        headers = {**failures.HEADERS, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return Response(self._small, 200, {**headers, "Content-Encoding": "gzip"}, self._kind)
        return Response(self._plain, 200, headers, self._kind)


async def _to_the_page(_request: Request) -> Response:
    return RedirectResponse(HOME, 307)
