"""Which key a request bears, and how often one address may come with a wrong one."""

import hashlib
import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request

from kiosk.desk.http import failures
from kiosk.desk.http.limits import DeskLimits
from kiosk.desk.http.requests import written_key_of
from kiosk.desk.keys import DeskKey, id_in, is_right
from records.rates import Buckets

_LOG = logging.getLogger(__name__)


class Doorkeeper:
    """`find` looks a key up by its id. A key that was right once is let through whoever else shares its address:
    all kiosks of a site may stand behind one."""

    def __init__(
        self, find: Callable[[str], Awaitable[DeskKey | None]], limits: DeskLimits, clock: Callable[[], float]
    ) -> None:
        self._find = find
        self._limits = limits
        self._clock = clock
        self._wrong = Buckets(limits.addresses)
        self._proved: set[bytes] = set()

    async def key_of(self, request: Request) -> DeskKey:
        """Raises Failure."""
        written = written_key_of(request)
        key_id = id_in(written)
        if key_id is None:
            raise failures.no_key()
        address, digest = request.client.host if request.client else "", hashlib.sha256(written.encode()).digest()
        if digest not in self._proved:
            self._must_be_few(address)
        key = await self._find(key_id)
        if key is None or not is_right(key, written):
            self._proved.discard(digest)
            self._note(address)
            raise failures.no_key()
        self._proved.add(digest)
        return key

    def _must_be_few(self, address: str) -> None:
        wait_s = self._wrong.wait_s(address, self._limits.wrong_keys, self._clock())
        if wait_s:
            raise failures.too_often(wait_s)

    def _note(self, address: str) -> None:
        if self._wrong.pay(address, self._limits.wrong_keys, self._clock()):
            _LOG.warning("too many wrong keys from %s: it is not heard for a while", address)
