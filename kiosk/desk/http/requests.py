"""What is read off a request: its body within limits, its key, and the key with which it may be repeated."""

import re

from starlette.requests import Request

from kiosk.desk.http import failures
from records.bodies import BodyTooLarge, BodyTooSlow, body_within

REPEAT_HEADER = "Idempotency-Key"
_REPEAT = re.compile(r"[A-Za-z0-9_.:-]{8,100}")
_SCHEME = "bearer "


async def body_of(request: Request, limit_bytes: int, within_s: float) -> bytes:
    """Raises Failure for one that is too large or too slow."""
    try:
        return await body_within(request.stream(), limit_bytes, within_s)
    except BodyTooLarge:
        raise failures.too_large(limit_bytes) from None
    except BodyTooSlow:
        raise failures.too_slow() from None


def written_key_of(request: Request) -> str:
    """Empty where there is none."""
    written = request.headers.get("Authorization", "")
    return written[len(_SCHEME) :].strip() if written.lower().startswith(_SCHEME) else ""


def repeat_key_of(request: Request) -> str:
    given = request.headers.get(REPEAT_HEADER, "")
    if not _REPEAT.fullmatch(given):
        raise failures.not_understood(f"a change needs {REPEAT_HEADER}: 8 to 100 letters, digits and _.:-")
    return given
