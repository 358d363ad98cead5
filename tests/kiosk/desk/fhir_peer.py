"""A FHIR server that stands in for a hospital's: real HTTP on loopback, a real store, and faults on request."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.kiosk.desk.fhir_store import Refused, Resource, Store
from tests.kiosk.desk.http_hand import running

TOKEN = "a token of the tests"
_JSON = "application/fhir+json"


@dataclass
class Fault:
    """What happens to the next `times` requests of this kind. `how`: a status, or a word of `FhirPeer._faulty`."""

    verb: str
    kind: str
    how: int | str
    times: int = 1
    code: str = "processing"


@dataclass
class FhirPeer:
    """`asked` are the requests as they came: verb and target. `page_size`: the most it gives at once."""

    url: str = ""
    store: Store = field(default_factory=Store)
    faults: list[Fault] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    page_size: int = 50
    tells_body: bool = True
    before: Callable[[str, str], None] = lambda _verb, _target: None
    token: str = TOKEN
    next_at: str = ""
    pages: dict[str, tuple[list[Resource], str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reset(self) -> None:
        clean = FhirPeer()
        for name in ("store", "faults", "asked", "page_size", "tells_body", "before", "token", "next_at", "pages"):
            setattr(self, name, getattr(clean, name))

    def fail(self, verb: str, kind: str, how: int | str, times: int = 1, code: str = "processing") -> None:
        self.faults.append(Fault(verb, kind, how, times, code))

    def count(self, verb: str, kind: str) -> int:
        return sum(one[0] == verb and _kind_in(one[1]) == kind for one in self.asked)

    async def answer(self, request: Request) -> Response:
        target = request.url.path.removeprefix("/fhir/") + (f"?{request.url.query}" if request.url.query else "")
        verb, body = request.method, await request.body()
        with self.lock:
            self.asked.append((verb, target))
            fault = self._next_fault(verb, _kind_in(target))
        self.before(verb, target)
        if fault is not None and fault.how != "lost":
            return await self._faulty(fault, request)
        response = self._answer_in_order(request, body)
        return _CutOff() if fault is not None else response

    def _next_fault(self, verb: str, kind: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.verb in (verb, "*") and fault.kind in (kind, "*"):
                fault.times -= 1
                return fault
        return None

    async def _faulty(self, fault: Fault, request: Request) -> Response:
        if isinstance(fault.how, int):
            return _outcome(fault.how, fault.code)
        if fault.how == "hang":
            while (await request.receive())["type"] != "http.disconnect":
                pass
            return Response()
        if fault.how == "garbage":
            return Response(b'{"resourceType": "Bundle", "entry": [', 200, media_type=_JSON)
        if fault.how == "cut":
            return _CutOff()
        assert fault.how == "page of a proxy"
        return Response(b"<html>come back later</html>", 200, media_type="text/html")

    def _answer_in_order(self, request: Request, body: bytes) -> Response:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return _outcome(401, "login")
        try:
            return self._answer(request, body)
        except Refused as refused:
            return _outcome(refused.status, refused.code, str(refused))
        except json.JSONDecodeError:
            return _outcome(400, "structure")

    def _answer(self, request: Request, body: bytes) -> Response:
        kind, resource_id = request.path_params["kind"], request.path_params.get("id")
        asked = list(request.query_params.multi_items())
        if resource_id == "_search":
            return self._found(kind, parse_qsl(body.decode()))
        if request.method == "GET" and resource_id is None:
            page = dict(asked).get("_page")
            return self._page(page) if page else self._found(kind, asked)
        if request.method == "GET" and kind == "Binary":
            content = self.store.get(f"Binary/{resource_id}")
            return Response(base64.b64decode(content["data"]), 200, media_type=content["contentType"])
        if request.method == "GET":
            return self._written(200, self.store.get(f"{kind}/{resource_id}"))
        assert request.headers["Content-Type"] == _JSON
        if request.method == "POST":
            unless = request.headers.get("If-None-Exist")
            query = None if unless is None else parse_qsl(unless)
            is_new, resource = self.store.create(kind, json.loads(body), query)
            return self._written(201 if is_new else 200, resource)
        tag = request.headers.get("If-Match")
        version = tag.removeprefix("W/").strip('"') if tag else None
        return self._written(200, self.store.update(kind, str(resource_id), json.loads(body), version))

    def _found(self, kind: str, asked: list[tuple[str, str]]) -> Response:
        found = self.store.search(kind, asked)
        for _, path in (one for one in asked if one[0] == "_include"):
            found = found + self.store.included(found, path)
        size = min(int(dict(asked).get("_count", "10")), self.page_size)
        pages = [found[start : start + size] for start in range(0, len(found), size)] or [[]]
        with self.lock:
            first = len(self.pages)
            names = [f"p{first + number}" for number in range(len(pages))] + [""]
            self.pages |= {
                name: (page, names[place + 1]) for place, (name, page) in enumerate(zip(names, pages, strict=False))
            }
        return self._page(names[0])

    def _page(self, name: str) -> Response:
        found, following = self.pages[name]
        link = [{"relation": "next", "url": f"{self.next_at or self.url}/Slot?_page={following}"}] if following else []
        entries = [{"resource": one, "search": {"mode": "match"}} for one in found]
        bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(found), "link": link, "entry": entries}
        return JSONResponse(bundle, media_type=_JSON)

    def _written(self, status: int, resource: Resource) -> Response:
        tag = {"ETag": f'W/"{resource["meta"]["versionId"]}"'}
        where = {"Location": f"{self.url}/{resource['resourceType']}/{resource['id']}/_history/1"}
        if not self.tells_body and status != 200:
            return Response(b"", status, {**tag, **where})
        return JSONResponse(resource, status, {**tag, **where}, media_type=_JSON)


class _CutOff(Response):
    """The connection ends in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1000"), (b"content-type", _JSON.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


def _kind_in(target: str) -> str:
    return target.partition("?")[0].partition("/")[0]


def _outcome(status: int, code: str, why: str = "") -> Response:
    issue: dict[str, Any] = {"severity": "error", "code": code, "diagnostics": f"Zhang Wei {why}"}
    return JSONResponse({"resourceType": "OperationOutcome", "issue": [issue]}, status, media_type=_JSON)


@contextmanager
def fhir_peer() -> Iterator[FhirPeer]:
    peer = FhirPeer()
    methods = ["GET", "POST", "PUT"]
    paths = ("/fhir/{kind}", "/fhir/{kind}/{id}")
    routes = [Route(path, peer.answer, methods=methods) for path in paths]
    with running(Starlette(routes=routes)) as url:
        peer.url = f"{url}/fhir"
        yield peer
