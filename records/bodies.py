"""What somebody sends, read within limits."""

import time
from collections.abc import AsyncIterator, Callable, Iterable

import anyio


class BodyTooLarge(Exception):
    pass


class BodyTooSlow(Exception):
    pass


async def body_within(pieces: AsyncIterator[bytes], limit_bytes: int, within_s: float) -> bytes:
    """Raises BodyTooLarge or BodyTooSlow."""
    body = bytearray()
    with anyio.move_on_after(within_s) as patience:
        async for piece in pieces:
            body += piece
            if len(body) > limit_bytes:
                raise BodyTooLarge
    if patience.cancelled_caught:
        raise BodyTooSlow
    return bytes(body)


def answer_within(
    pieces: Iterable[bytes], limit_bytes: int, until_s: float, timer: Callable[[], float] = time.monotonic
) -> bytes:
    """Whoever answers may drip for ever: until a moment of `timer`. Raises BodyTooLarge or BodyTooSlow."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit_bytes:
            raise BodyTooLarge
        if timer() > until_s:
            raise BodyTooSlow
    return bytes(body)
