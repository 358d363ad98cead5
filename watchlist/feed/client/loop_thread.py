"""A thread that asks a hub from an event loop of its own, and ends at once when it is told to."""

import asyncio
import threading
from abc import ABC, abstractmethod
from contextlib import suppress

LET_GO_AFTER_S = 5.0


class LoopThread(ABC):
    def __init__(self, name: str) -> None:
        self._begun: tuple[asyncio.AbstractEventLoop, asyncio.Task[None]] | None = None
        self._is_stopping = False
        self._meeting = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def close(self) -> None:
        """Ends at once what waits for the hub; what is just being kept is kept first. Twice is allowed."""
        with self._meeting:
            self._is_stopping = True
            begun = self._begun
        if begun is not None:
            loop, task = begun
            with suppress(RuntimeError):  # it has ended
                loop.call_soon_threadsafe(task.cancel)
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            # A name server that does not answer may hold it for longer; it is let go then.
            self._thread.join(LET_GO_AFTER_S)

    @abstractmethod
    async def _work(self) -> None:
        """Until it is cancelled."""

    @abstractmethod
    def _ended(self, *, is_a_bug: bool) -> None:
        """In the thread. A bug is in the crash report."""

    def _run(self) -> None:
        try:
            with suppress(asyncio.CancelledError):
                asyncio.run(self._begin())
        finally:
            self._ended(is_a_bug=not self._is_stopping)

    async def _begin(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        with self._meeting:
            if self._is_stopping:
                return
            self._begun = (asyncio.get_running_loop(), task)
        await self._work()
