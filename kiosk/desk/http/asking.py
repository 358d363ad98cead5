"""One question to the desk over HTTP, and what its answer means."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from kiosk.desk import wire
from kiosk.desk.http.calls import CALLS, GET, MARK, Call
from kiosk.desk.keys import id_in
from kiosk.errors import DeskAway, DeskRefused, KeyRefused, Refusal
from records.addresses import checked_address, tls_for
from records.bodies import BodyTooLarge, BodyTooSlow, answer_within

MOST_ANSWER_BYTES = 8_000_000
# Servers end an idle connection after some seconds (uvicorn: 5): ours ends before, so that no change meets the end.
KEEP_IDLE_S = 4.0


def desk_address(url: str) -> str:
    """Raises AddressRefused."""
    return checked_address(
        url, "a desk", "Write desk.url as https://..., or as http://127.0.0.1:... where the desk runs on this PC."
    )


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a connection, for the next bytes, and for the whole answer."""

    connect_s: float = 2.0
    read_s: float = 8.0
    whole_s: float = 12.0

    def __post_init__(self) -> None:
        if min(self.connect_s, self.read_s, self.whole_s) <= 0:
            raise ValueError(f"no time at all: {self}")


class Asking:
    """Any number of threads may ask. Raises DeskAway, DeskRefused or KeyRefused."""

    def __init__(self, base_url: str, key: str, patience: Patience | None = None, ca_file: Path | None = None) -> None:
        """Raises KeyRefused for what is no key, and AddressRefused (records.errors)."""
        if id_in(key.strip()) is None:
            raise KeyRefused("what the settings hold is no key of a desk")
        address = desk_address(base_url)
        self._patience = patience or Patience()
        self._client = httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {key.strip()}", "Accept-Encoding": "identity"},
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
        """A question without consequences; one that reads by its address alone is asked twice before giving up."""
        call = CALLS[name]
        if call.verb != GET:
            return self._once(call, arguments, {})
        try:
            return self._once(call, arguments, {})
        except DeskAway:
            return self._once(call, arguments, {})

    def change(self, name: str, repeat_key: str, /, **arguments: object) -> Any:
        """Asked once: whoever repeats it does so with the same key."""
        return self._once(CALLS[name], arguments, {"Idempotency-Key": repeat_key})

    def _once(self, call: Call, arguments: Mapping[str, object], headers: dict[str, str]) -> Any:
        if call.verb == GET:
            request = self._client.build_request(call.verb, call.path, params=wire.arguments_to_query(arguments))
        else:
            headers = {**headers, "Content-Type": "application/json"}
            content = wire.arguments_to_json(arguments)
            request = self._client.build_request(call.verb, call.path, content=content, headers=headers)
        status, is_marked, body = self._exchanged(request)
        if status != httpx.codes.OK:
            raise _failure(status, body if is_marked else b"")
        try:
            return wire.SHAPES.answer_from_json(call.shape, body)
        except wire.NotUnderstood as error:
            raise DeskAway(f"the desk's answer to {call.name} was not understood: {error}") from error

    def _exchanged(self, request: httpx.Request) -> tuple[int, bool, bytes]:
        """Status, whether it bears the desk's mark, and body."""
        deadline = time.monotonic() + self._patience.whole_s
        try:
            response = self._client.send(request, stream=True)
            try:
                body = answer_within(response.iter_raw(), MOST_ANSWER_BYTES, deadline)
            finally:
                response.close()
        except (BodyTooLarge, BodyTooSlow) as error:
            raise DeskAway("the desk's answer does not end") from error
        except httpx.HTTPError as error:
            raise DeskAway(f"the desk does not answer: {type(error).__name__}") from error
        return response.status_code, MARK in response.headers, body


def _failure(status: int, body: bytes) -> DeskAway | DeskRefused | KeyRefused:
    """What an answer that is none of the asked kind means; only one that is clearly our desk's is a no.

    `body` is empty without the desk's mark: gateways on the way answer in JSON too.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return DeskAway(f"something else than the desk answered with status {status}")
    hint = str(told.get("hint", "")) or None
    if status in (401, 403) and "error" in told:
        return KeyRefused(str(told["error"]), hint)
    if status in (409, 429) and "refusal" in told:
        return _refused(str(told["refusal"]), hint)
    if 400 <= status < 500 and status not in (408, 429) and "error" in told:
        # It will say the same the next time: an outbox that took this for "away" would never get on.
        return DeskRefused(Refusal.WRONG_STATE, f"the desk does not take this: {told['error']}", hint)
    return DeskAway(f"the desk cannot answer now (status {status})", hint)


def _refused(word: str, hint: str | None) -> DeskRefused:
    try:
        return DeskRefused(Refusal(word), hint=hint)
    except ValueError:
        return DeskRefused(Refusal.WRONG_STATE, f"refused for a reason this kiosk does not know: {word}", hint)
