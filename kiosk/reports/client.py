"""Reports handed in at a hub over HTTP, with a kiosk's own key. It knows the one call, nothing of the list."""

import json
import time
from pathlib import Path

import httpx

from kiosk.errors import DeskAway, KeyRefused, ReportRefused
from kiosk.reports.sentences import words_of
from kiosk.reports.values import ScalperReport
from records.addresses import checked_address, tls_for
from records.bodies import BodyTooLarge, BodyTooSlow, answer_within

PATH = "/list/v1/tell-report"
MARK = "Gatehouse-List"
"""A header of every answer of a hub's own: without it a no is somebody's on the way."""

_CONNECT_S, _READ_S, _WHOLE_S = 4.0, 15.0, 30.0
_MOST_ANSWER_BYTES = 100_000
_HINT = "Check the network and whether the hub at kiosk.reports.hub runs. What was told waits on this kiosk's disk."
_KEY_HINT = "Make a key at the hub with 'gatehouse nodes add NAME --kind kiosk --out FILE' and put it here."
_NEVER = (httpx.codes.BAD_REQUEST, httpx.codes.CONFLICT, httpx.codes.REQUEST_ENTITY_TOO_LARGE)
_NOT_WITH_THIS_KEY = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)


class HttpReports:
    """`ReportTaker`. One thread asks."""

    def __init__(self, url: str, key: str, ca_file: Path | None = None) -> None:
        """Raises AddressRefused (records.errors)."""
        address = checked_address(
            url, "a hub", "Write it as https://..., or as http://127.0.0.1:... for a hub on this PC."
        )
        self._client = httpx.Client(
            base_url=address,
            headers={"Accept-Encoding": "identity", "Authorization": f"Bearer {key}"},
            timeout=httpx.Timeout(_READ_S, connect=_CONNECT_S),
            verify=tls_for(ca_file) if not address.startswith("http://") else False,
            trust_env=False,
        )

    def close(self) -> None:
        """May be called twice."""
        self._client.close()

    def report_scalper(self, key: str, report: ScalperReport) -> None:
        assert report.at is not None, "a report without its moment"
        told = {"key": key, "at": report.at.isoformat(), "place": report.place, "text": words_of(report)}
        status, body = self._exchanged(json.dumps(told).encode())
        if status == httpx.codes.OK:
            _check_taken(body)
        elif status in _NOT_WITH_THIS_KEY:
            raise KeyRefused(f"the hub does not take reports with this key (status {status})", _KEY_HINT)
        elif status in _NEVER:
            raise ReportRefused(f"the hub does not take this report (status {status})")
        else:
            raise DeskAway(f"the hub cannot take reports now (status {status})", _HINT)

    def _exchanged(self, told: bytes) -> tuple[int, bytes]:
        """Status and body of an answer of the hub's own. Raises DeskAway."""
        deadline = time.monotonic() + _WHOLE_S
        headers = {"Content-Type": "application/json"}
        try:
            with self._client.stream("POST", PATH, content=told, headers=headers) as response:
                body = answer_within(response.iter_raw(), _MOST_ANSWER_BYTES, deadline)
        except (BodyTooLarge, BodyTooSlow) as error:
            raise DeskAway("the hub's answer does not end", _HINT) from error
        except httpx.HTTPError as error:
            raise DeskAway(f"the hub does not answer: {type(error).__name__}", _HINT) from error
        if MARK not in response.headers:
            raise DeskAway(f"something else than the hub answered with status {response.status_code}", _HINT)
        return response.status_code, body


def _check_taken(body: bytes) -> None:
    """An answer that was cut short is none."""
    try:
        taken = "is_new" in json.loads(body)["value"]
    except (ValueError, KeyError, TypeError, RecursionError):
        taken = False
    if not taken:
        raise DeskAway("the hub's answer was not understood", _HINT)
