"""A FHIR R4 server over HTTP: read, search, create, update, and what its answers mean."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import httpx

from kiosk.desk.fhir.outcomes import NotThere, ServerAway, failure
from kiosk.desk.fhir.reading import Resource, is_id, part_of, parts_of, text_in
from kiosk.desk.http.asking import KEEP_IDLE_S, Patience
from records.addresses import checked_address, tls_for
from records.bodies import BodyTooLarge, BodyTooSlow, answer_within
from records.errors import AddressRefused

MOST_ANSWER_BYTES = 32_000_000
MOST_PAGES = 100
PAGE_SIZE = 200
_JSON = "application/fhir+json"

Asked = tuple[str, str]
"""A search parameter and what is asked of it."""


class FhirServer:
    """Any number of threads may ask. Raises ServerAway and DeskRefused, of these Conflict and NotThere.

    `token` is asked for every request, because tokens end.
    """

    def __init__(
        self,
        base_url: str,
        token: Callable[[], str],
        patience: Patience | None = None,
        ca_file: Path | None = None,
    ) -> None:
        """Raises AddressRefused (records.errors)."""
        self._base = checked_address(base_url, "the hospital's system", AddressRefused.hint)
        self._token = token
        self._patience = patience or Patience()
        self._client = httpx.Client(
            headers={"Accept": _JSON, "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(self._patience.read_s, connect=self._patience.connect_s),
            limits=httpx.Limits(keepalive_expiry=KEEP_IDLE_S),
            verify=tls_for(ca_file) if self._base.startswith("https://") else False,
            trust_env=False,
        )

    def close(self) -> None:
        """May be called twice."""
        self._client.close()

    def read(self, kind: str, resource_id: str) -> dict[str, Any]:
        """Raises NotThere."""
        if not is_id(resource_id):
            raise NotThere
        return self._read(f"{self._base}/{kind}/{resource_id}", kind)

    def capabilities(self) -> dict[str, Any]:
        """The server's CapabilityStatement."""
        return self._read(f"{self._base}/metadata", "CapabilityStatement")

    def search(self, kind: str, *asked: Asked, is_secret: bool = False) -> list[dict[str, Any]]:
        """Everything on all pages, of whatever kind. `is_secret`: what is asked stays out of addresses, which servers
        log."""
        params = [*asked, ("_count", str(PAGE_SIZE))]
        if is_secret:
            form = urlencode(params)
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Prefer": "handling=strict"}
            first = self._request("POST", f"{self._base}/{kind}/_search", headers, content=form.encode())
        else:
            first = self._request("GET", f"{self._base}/{kind}", {"Prefer": "handling=strict"}, params=params)
        return self._pages(first)

    def create(self, resource: Resource, unless: Asked) -> dict[str, Any]:
        """What is there now: the new one, or the one that was there already. Raises Conflict for several."""
        kind = text_in(resource, "resourceType")
        query = urlencode([unless])
        headers = {"If-None-Exist": query, **_WRITING}
        request = self._request("POST", f"{self._base}/{kind}", headers, content=_written(resource))
        response = self._answered(request, (200, 201))
        if response.content.strip():
            return _with_version(_resource(response, kind), response)
        words = response.headers.get("Location", "").split("/_history/")[0].split("/")
        return self.read(kind, words[-1])

    def update(self, resource: Resource) -> dict[str, Any]:
        """As it is now. Raises Conflict when somebody changed it since `resource` was read."""
        kind, version = text_in(resource, "resourceType"), text_in(part_of(resource, "meta"), "versionId")
        if not version:
            hint = "The hospital's FHIR server must give versions (meta.versionId) and check If-Match."
            raise ServerAway(f"a {kind} without a version cannot be changed safely", hint)
        url = f"{self._base}/{kind}/{text_in(resource, 'id')}"
        headers = {"If-Match": f'W/"{version}"', **_WRITING}
        response = self._answered(self._request("PUT", url, headers, content=_written(resource)), (200, 201, 204))
        if response.content.strip():
            return _with_version(_resource(response, kind), response)
        return self.read(kind, text_in(resource, "id"))

    def bytes_at(self, url: str, most: int) -> tuple[str, bytes]:
        """A content type and content of this server's own; an address elsewhere would be told our token."""
        whole = url if "://" in url else f"{self._base}/{url.lstrip('/')}"
        self._must_be_ours(whole)
        response = self._answered(self._request("GET", whole, {"Accept": f"image/*, {_JSON}"}), (200,))
        if len(response.content) > most:
            raise ServerAway("a photograph that is too large")
        return response.headers.get("Content-Type", ""), response.content

    def _read(self, url: str, kind: str) -> dict[str, Any]:
        response = self._answered(self._request("GET", url, {}), (200,))
        return _with_version(_resource(response, kind), response)

    def _pages(self, request: httpx.Request) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            try:
                bundle = _resource(self._answered(request, (200,)), "Bundle")
            except NotThere as error:
                raise ServerAway("the hospital's system does not know this kind of search") from error
            found += [cast(dict[str, Any], one) for one in _resources_in(bundle)]
            following = next((one for one in parts_of(bundle, "link") if one.get("relation") == "next"), None)
            if following is None:
                return found
            url = text_in(following, "url")
            self._must_be_ours(url)
            request = self._request("GET", url, {})
        raise ServerAway(f"a search with more than {MOST_PAGES} pages")

    def _must_be_ours(self, url: str) -> None:
        if not url.startswith(self._base + "/") and url.split("?", maxsplit=1)[0] != self._base:
            hint = "Set the FHIR server's own base address to the one in desk.book."
            raise ServerAway("the hospital's system sends this hub to another address", hint)

    def _request(self, verb: str, url: str, headers: dict[str, str], **more: Any) -> httpx.Request:
        secret = self._token()
        held_back = {"Authorization": f"Bearer {secret}"} if secret else {}
        return self._client.build_request(verb, url, headers={**headers, **held_back}, **more)

    def _answered(self, request: httpx.Request, expected: Sequence[int]) -> httpx.Response:
        """A question is asked twice before giving up, a change once: whoever repeats it looks first."""
        try:
            response = self._exchanged(request)
        except ServerAway:
            if request.method != "GET":
                raise
            response = self._exchanged(request)
        if response.status_code not in expected:
            raise failure(response.status_code, response.content)
        return response

    def _exchanged(self, request: httpx.Request) -> httpx.Response:
        deadline = time.monotonic() + self._patience.whole_s
        try:
            response = self._client.send(request, stream=True)
            try:
                body = answer_within(response.iter_raw(), MOST_ANSWER_BYTES, deadline)
            finally:
                response.close()
        except (BodyTooLarge, BodyTooSlow) as error:
            raise ServerAway("the answer of the hospital's system does not end") from error
        except httpx.HTTPError as error:
            raise ServerAway(f"the hospital's system does not answer: {type(error).__name__}") from error
        return httpx.Response(response.status_code, headers=response.headers, content=body)


_WRITING = {"Content-Type": _JSON, "Prefer": "return=representation"}


def _written(resource: Resource) -> bytes:
    return json.dumps(resource, ensure_ascii=False, allow_nan=False).encode()


def _resource(response: httpx.Response, kind: str) -> dict[str, Any]:
    try:
        found = json.loads(response.content)
    except ValueError as error:
        raise ServerAway("the hospital's system answered something that is no JSON") from error
    if not isinstance(found, dict) or found.get("resourceType") != kind:
        raise ServerAway(f"the hospital's system answered something that is no {kind}")
    return found


def _resources_in(bundle: Resource) -> list[Resource]:
    entries = [one for one in parts_of(bundle, "entry") if part_of(one, "search").get("mode") != "outcome"]
    return [one for one in (part_of(entry, "resource") for entry in entries) if one]


def _with_version(resource: dict[str, Any], response: httpx.Response) -> dict[str, Any]:
    """Servers tell the version in the resource, in the ETag, or in both."""
    tag = response.headers.get("ETag", "").removeprefix("W/").strip('"')
    meta = part_of(resource, "meta")
    return {**resource, "meta": {**meta, "versionId": tag}} if tag and not text_in(meta, "versionId") else resource
