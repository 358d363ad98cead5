"""Locks on people and keys within this process: FHIR has none that a client could take."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from zlib import crc32

_STRIPES = 256


class Locks:
    """Two names may share a lock; they are always taken in the same order, so nobody waits for ever.

    Take none while a transaction of the hub's database is open: others hold a lock and wait for that database.
    """

    def __init__(self) -> None:
        self._locks = [threading.Lock() for _ in range(_STRIPES)]

    @contextmanager
    def held(self, *names: str) -> Iterator[None]:
        with ExitStack() as stack:
            for number in sorted({crc32(name.encode()) % _STRIPES for name in names}):
                stack.enter_context(self._locks[number])
            yield
