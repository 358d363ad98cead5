"""The processes of the simulated nodes, as whoever measures sees them."""

import math
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from scripts.bench.hub.nodes import Answered, AskOn, Grow, Reached, Waiting, follow_all
from scripts.errors import CommandError
from watchlist.feed.trust import Trust
from watchlist.feed.wire.transfer import Asked

PROCESSES, NODES_A_PROCESS = 2, 50
WITHIN_S = 120.0
END_WITHIN_S = 10.0
_Told = TypeVar("_Told", Answered, Reached, Waiting)


class Line(Protocol):
    """Either end of multiprocessing's pipes, which are of another class on each system."""

    def send(self, told: object, /) -> None: ...
    def recv(self) -> object: ...
    def poll(self, within_s: float, /) -> bool: ...


class Crowd:
    """Nodes in a few processes. Raises CommandError where one of these ended, or nothing comes of it."""

    def __init__(self, processes: Sequence[Line]) -> None:
        self._processes = processes

    def grow(self, key_files: Sequence[Path]) -> None:
        """Returns when all of them hold a question open."""
        count = len(self._processes)
        for number, process in enumerate(self._processes):
            process.send(Grow(tuple(key_files[number::count])))
        for process in self._processes:
            _heard(process, Waiting)

    def reached(self) -> list[float]:
        """When each had verified the one change that was made since this was last asked (time.monotonic)."""
        return [at_s for process in self._processes for at_s in _heard(process, Reached).at_s]

    def ask_on(self, seconds: float, nodes: int) -> tuple[int, int]:
        """How many questions were answered, and how many were not since the beginning."""
        for process in self._processes:
            process.send(AskOn(seconds, max(1, nodes // len(self._processes))))
        answers = [_heard(process, Answered) for process in self._processes]
        return sum(one.questions for one in answers), sum(one.failures for one in answers)


@contextmanager
def crowd_of(least: int, most: int, url: str, trust: Trust, asked: Asked, place: tuple[int, int]) -> Iterator[Crowd]:
    """Without nodes yet; then there are never fewer than `least`."""
    spawn = multiprocessing.get_context("spawn")
    with ExitStack() as running:
        ours = []
        for _ in range(min(PROCESSES, least, math.ceil(most / NODES_A_PROCESS))):
            here, there = spawn.Pipe()
            process = spawn.Process(target=follow_all, args=(there, url, trust, asked, place), daemon=True)
            process.start()
            there.close()
            running.callback(_ended, process)
            ours.append(running.enter_context(here))
        yield Crowd(ours)


def _ended(process: "multiprocessing.process.BaseProcess") -> None:
    """Its connection is closed by now, which ends it."""
    process.join(END_WITHIN_S)
    if process.is_alive():
        process.kill()


def _heard(process: Line, kind: type[_Told]) -> _Told:
    try:
        told = process.recv() if process.poll(WITHIN_S) else None
    except (EOFError, OSError) as error:
        raise CommandError("a process of the simulated nodes ended", "Its own words are above.") from error
    if not isinstance(told, kind):
        raise CommandError(f"the simulated nodes wait in vain for the hub ({kind.__name__})", "Ask for fewer --nodes.")
    return told
