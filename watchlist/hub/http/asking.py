"""One question to a hub over HTTP, and what its answer means."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from records.addresses import checked_address, tls_for, tls_trouble
from records.bodies import BodyTooLarge, BodyTooSlow, answer_within
from records.shapes import arguments_to_json, arguments_to_query
from records.wire import NotUnderstood, Reading, from_json
from watchlist.hub.errors import HubAway, NotUnderstoodThere
from watchlist.hub.http.calls import BY_NAME, GET, MARK
from watchlist.hub.http.telling import Failed, Told, error_from
from watchlist.hub.http.wire import SHAPES

MOST_ANSWER_BYTES = 256_000_000
# The server ends an idle connection after 5 s: ours ends before, so that no change meets the end.
KEEP_IDLE_S = 4.0


def hub_address(url: str) -> str:
    """Raises AddressRefused."""
    return checked_address(url, "a hub", "Write it as https://..., or as http://127.0.0.1:... for a hub on this PC.")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a connection, for the next bytes, and for the whole answer."""

    connect_s: float = 4.0
    read_s: float = 30.0
    whole_s: float = 300.0


class Asking:
    """Any number of threads may ask. `token`: a session's, or a node's key; empty for who only logs in."""

    def __init__(
        self, base_url: str, token: str = "", ca_file: Path | None = None, patience: Patience | None = None
    ) -> None:
        """Raises AddressRefused (records.errors)."""
        address = hub_address(base_url)
        self._patience = patience or Patience()
        self._client = httpx.Client(
            base_url=address,
            headers={"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {token}"} if token else {}),
            timeout=httpx.Timeout(self._patience.read_s, connect=self._patience.connect_s),
            limits=httpx.Limits(keepalive_expiry=KEEP_IDLE_S),
            verify=tls_for(ca_file) if not address.startswith("http://") else False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """May be called twice."""
        self._client.close()

    def ask(self, name: str, /, **arguments: object) -> Any:
        """Asked once. Raises the failures of `telling`; HubAway also where nobody knows what became of it."""
        call = BY_NAME[name]
        if call.verb == GET:
            request = self._client.build_request(GET, call.path, params=arguments_to_query(arguments))
        else:
            headers = {"Content-Type": "application/json"}
            request = self._client.build_request(
                call.verb, call.path, content=arguments_to_json(_given(arguments)), headers=headers
            )
        status, is_marked, body = self._exchanged(request)
        if not is_marked:
            raise HubAway(f"something else than the hub answered with status {status}")
        if status != httpx.codes.OK:
            raise _failure(status, body)
        try:
            return SHAPES.answer_from_json(call.shape, body)
        except NotUnderstood as error:
            raise HubAway(f"the hub's answer to {name} was not understood: {error}") from error

    def _exchanged(self, request: httpx.Request) -> tuple[int, bool, bytes]:
        """Status, whether it bears the hub's mark, and body."""
        deadline = time.monotonic() + self._patience.whole_s
        try:
            response = self._client.send(request, stream=True)
            try:
                body = answer_within(response.iter_raw(), MOST_ANSWER_BYTES, deadline)
            finally:
                response.close()
        except (BodyTooLarge, BodyTooSlow) as error:
            raise HubAway("the hub's answer does not end") from error
        except httpx.HTTPError as error:
            raise _unanswered(error) from error
        return response.status_code, MARK in response.headers, body


def _unanswered(error: httpx.HTTPError) -> HubAway:
    if (trouble := tls_trouble(error)) is None:
        return HubAway(f"the hub does not answer: {type(error).__name__}")
    hint = "Log in with --ca-file: the certificate of the authority that signed the hub's. Check this PC's clock too."
    return HubAway(f"no secure connection to the hub: {trouble}", hint)


def _given(arguments: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if value is not None}


def _failure(status: int, body: bytes) -> Failed:
    try:
        told = from_json(Told, b'{"value":' + body + b"}", Reading.LENIENT)
    except NotUnderstood:
        return HubAway(f"the hub's answer was not understood (status {status})")
    return error_from(told) or NotUnderstoodThere(f"the hub does not take this: {told.message}", told.hint or None)
