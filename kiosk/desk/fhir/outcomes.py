"""What it means when the hospital's system does not answer what was asked."""

import json

from kiosk.desk.fhir.reading import parts_of, text_in
from kiosk.errors import DeskAway, DeskRefused, KioskError, Refusal

_WELL = "Check the network and the hospital's FHIR server. Kiosks go on by themselves when it is back."
_LET_IN = "Put a token that is valid into the file desk.book_token_file; it may read and write what a booking needs."
_TRANSIENT = {"transient", "lock-error", "no-store", "exception", "timeout", "throttled", "incomplete"}
_CONFLICT = {"conflict", "duplicate", "multiple-matches"}
_WAIT = {408, 425, 429}


class ServerAway(DeskAway):
    """The hospital's system does not answer, or not in a way that says what happened."""

    hint = _WELL


class Conflict(ServerAway):
    """Somebody else wrote first; whoever cannot decide anew from what there is now asks again later."""


class NotThere(DeskRefused):
    def __init__(self, message: str = "the hospital's system does not have it") -> None:
        super().__init__(Refusal.NOT_FOUND, message)


def failure(status: int, body: bytes) -> KioskError:
    """For a status other than the one asked for. Never tells what the server wrote freely: it may be personal."""
    codes = _codes(body)
    told = f"status {status}" + (f", {', '.join(sorted(codes))}" if codes else "")
    if status in (401, 403):
        return ServerAway(f"the hospital's system does not let this hub in ({told})", _LET_IN)
    if status in (404, 410):
        return NotThere()
    if status in (409, 412) or (400 <= status < 500 and codes & _CONFLICT):
        return Conflict(f"somebody else was faster ({told})")
    if not 400 <= status < 500 or status in _WAIT or codes & _TRANSIENT:
        return ServerAway(f"the hospital's system cannot answer now ({told})")
    if "business-rule" in codes:
        return DeskRefused(Refusal.NOT_OFFERED, f"a rule of the hospital's system forbids it ({told})")
    hint = "Ask the hospital's IT whether its FHIR interface takes what kiosk/desk/fhir/__init__.py lists."
    return DeskRefused(Refusal.WRONG_STATE, f"the hospital's system does not take this ({told})", hint)


def _codes(body: bytes) -> set[str]:
    try:
        outcome = json.loads(body)
    except ValueError:
        return set()
    issues = parts_of(outcome, "issue") if isinstance(outcome, dict) else []
    return {text_in(issue, "code") for issue in issues if text_in(issue, "code").replace("-", "").isalpha()}
