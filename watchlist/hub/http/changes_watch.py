"""One look at the list for all who wait for its next change, whichever process of the hub made it."""

import asyncio
from collections.abc import Awaitable, Callable

Place = tuple[int, int]
"""(epoch, seq)."""


class ChangesWatch:
    """`look` answers where the list stands, or None where nobody can say just now. Of one event loop."""

    def __init__(self, look: Callable[[], Awaitable[Place | None]], every_s: float) -> None:
        self._look = look
        self._every_s = every_s
        self._place: Place | None = None
        self._changed = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self.has_ended = False
        self.waiting = 0

    async def other_than(self, known: Place, within_s: float) -> Place | None:
        """Returns when the list stands elsewhere, the time is over, or nobody is to wait any more: where it stood at
        the last look, as far as that is known."""
        self.waiting += 1
        try:
            async with asyncio.timeout(within_s):
                await self._until_other_than(known)
        except TimeoutError:
            pass
        finally:
            self.waiting -= 1
        return self._place

    def end(self) -> None:
        """Nobody waits any more. In the thread of the event loop."""
        self.has_ended = True
        self._changed.set()

    async def _until_other_than(self, known: Place) -> None:
        while not self.has_ended:
            if self._looking is None or self._looking.done():
                self._place = None  # what was seen before nobody waited is not believed
                self._looking = asyncio.create_task(self._look_on())
            changed = self._changed
            if self._place is not None and self._place != known:
                return
            await changed.wait()

    async def _look_on(self) -> None:
        """While anybody waits."""
        while self.waiting:
            place = await self._look()
            if place is not None and place != self._place:
                self._place = place
                self._changed.set()
                self._changed = asyncio.Event()
            await asyncio.sleep(self._every_s)
