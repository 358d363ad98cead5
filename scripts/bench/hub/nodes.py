"""Many simulated nodes in one process: each a connection and a key of its own, a question held open at the hub, and
the signatures checked of everything that is told."""

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from watchlist.feed.client.asking import Hub, HubLine, Question
from watchlist.feed.client.patience import Patience
from watchlist.feed.errors import HubAway, TransferCut
from watchlist.feed.following import Batch, judge
from watchlist.feed.head import Head
from watchlist.feed.signed import Signed
from watchlist.feed.trust import Trust
from watchlist.feed.wire.transfer import Asked

PATIENCE = Patience(connect_s=20.0, answer_s=60.0)


@dataclass(frozen=True, slots=True)
class Grow:
    """More nodes, with these keys. Answered by Waiting when all of them hold a question open."""

    key_files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class AskOn:
    """Some ask all the time for so many seconds, and nothing is held back. Answered by Answered."""

    seconds: float
    nodes: int


@dataclass(frozen=True, slots=True)
class Waiting:
    nodes: int


@dataclass(frozen=True, slots=True)
class Reached:
    """When each of these nodes had verified the list of this revision (time.monotonic)."""

    seq: int
    at_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """`failures` counts from the beginning."""

    questions: int
    failures: int


def follow_all(told: Connection, url: str, trust: Trust, asked: Asked, place: tuple[int, int]) -> None:
    """What a process of nodes runs, until `told` is closed. Every node knows the list as it was at `place`."""
    asyncio.run(_Crowd(told, url, trust, asked, place).run())


class _Crowd:
    def __init__(self, told: Connection, url: str, trust: Trust, asked: Asked, place: tuple[int, int]) -> None:
        self._told = told
        self._url = url
        self._trust = trust
        self._keys: Signed | None = None
        self._asked = asked
        self._place = place
        self._lines: list[HubLine] = []
        self._reached: dict[int, list[float]] = {}
        self._failures = 0
        self._following: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        async with AsyncExitStack() as open_lines, asyncio.TaskGroup() as following:
            while (order := await loop.run_in_executor(None, self._next_order)) is not None:
                if isinstance(order, Grow):
                    await self._grow(order.key_files, open_lines, following)
                else:
                    await self._ask_on(order)
            for task in self._following:
                task.cancel()

    def _next_order(self) -> Grow | AskOn | None:
        try:
            order: Grow | AskOn = self._told.recv()
        except (EOFError, OSError):
            return None
        return order

    async def _grow(self, key_files: Sequence[Path], open_lines: AsyncExitStack, following: asyncio.TaskGroup) -> None:
        waiting = []
        for file in key_files:
            line = await open_lines.enter_async_context(HubLine(Hub(self._url, file), PATIENCE))
            self._lines.append(line)
            waiting.append(is_waiting := asyncio.Event())
            self._following.append(following.create_task(self._follow(line, is_waiting)))
        for one in waiting:
            await one.wait()
        self._told.send(Waiting(len(self._lines)))

    async def _follow(self, line: HubLine, is_waiting: asyncio.Event) -> None:
        """As a follower does: the first question is answered at once, the others are held back."""
        place, failures, wait_s = self._place, 0, 0.0
        while True:
            try:
                batch = await line.fetch(Question(self._asked, place, wait_s), lambda _: None)
            except (HubAway, TransferCut) as error:
                self._failures += 1
                await asyncio.sleep(PATIENCE.wait_s(error, failures, random.random()))
                failures, wait_s = failures + 1, 0.0
                continue
            failures, wait_s = 0, PATIENCE.poll_s
            if batch is not None:
                head = self._verified(batch)
                self._note(head.seq, place[1])
                place = (head.epoch, head.seq)
            is_waiting.set()

    def _note(self, seq: int, before: int) -> None:
        if seq == before:
            return
        at_s = self._reached.setdefault(seq, [])
        at_s.append(time.monotonic())
        if len(at_s) == len(self._lines):
            self._place = (self._place[0], seq)
            self._told.send(Reached(seq, tuple(self._reached.pop(seq))))

    async def _ask_on(self, order: AskOn) -> None:
        until_s = time.monotonic() + order.seconds
        counts = await asyncio.gather(*(self._ask_until(line, until_s) for line in self._lines[: order.nodes]))
        self._told.send(Answered(sum(counts), self._failures))

    async def _ask_until(self, line: HubLine, until_s: float) -> int:
        count = 0
        while time.monotonic() < until_s:
            try:
                batch = await line.fetch(Question(self._asked, self._place), lambda _: None)
            except (HubAway, TransferCut):
                self._failures += 1
                await asyncio.sleep(0.1)
                continue
            if batch is not None:
                self._verified(batch)
            count += 1
        return count

    def _verified(self, batch: Batch) -> Head:
        """The signatures of every record and of the head, and of the keys where they are new, as a store does."""
        if batch.keys != self._keys:
            self._trust, self._keys = self._trust.after(batch.keys), batch.keys
        return judge(self._trust, batch).head
