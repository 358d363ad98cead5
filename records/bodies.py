"""What somebody sends, read within limits."""

from collections.abc import AsyncIterator

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
