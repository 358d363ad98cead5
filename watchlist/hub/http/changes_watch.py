"""One look at the lists for all who wait for a change of one, whichever process of the hub made it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

Place = tuple[int, int]
"""(epoch, seq)."""
Places = Mapping[str, Place]
"""Of every list by its id."""


class ChangesWatch:
    """`look` answers where the lists stand, or None where nobody can say just now. Of one event loop."""

    def __init__(self, look: Callable[[], Awaitable[Places | None]], every_s: float) -> None:
        self._look = look
        self._every_s = every_s
        self._places: Places | None = None
        self._changed = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self.has_ended = False
        self.waiting = 0

    async def other_than(self, list_id: str, known: Place, within_s: float) -> Places | None:
        """Returns when the list stands elsewhere, is none of these, the time is over, or nobody is to wait any more:
        where all stood at the last look, as far as that is known."""
        self.waiting += 1
        try:
            async with asyncio.timeout(within_s):
                await self._until_other_than(list_id, known)
        except TimeoutError:
            pass
        finally:
            self.waiting -= 1
        return self._places

    def end(self) -> None:
        """Nobody waits any more. In the thread of the event loop."""
        self.has_ended = True
        self._changed.set()

    async def _until_other_than(self, list_id: str, known: Place) -> None:
        while not self.has_ended:
            if self._looking is None or self._looking.done():
                self._places = None  # what was seen before nobody waited is not believed
                self._looking = asyncio.create_task(self._look_on())
            changed = self._changed
            if self._places is not None and self._places.get(list_id) != known:
                return
            await changed.wait()

    async def _look_on(self) -> None:
        """While anybody waits."""
        while self.waiting:
            places = await self._look()
            if places is not None and places != self._places:
                self._places = places
                self._changed.set()
                self._changed = asyncio.Event()
            await asyncio.sleep(self._every_s)
