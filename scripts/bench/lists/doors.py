"""The watches, as whoever measures sees them: three processes, what they told and when."""

import multiprocessing
import multiprocessing.connection
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from camera.types import Seconds
from scripts.bench.lists.camera import Person
from scripts.bench.lists.door import Door, Told, What, watch
from scripts.errors import CommandError

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Line
else:
    from multiprocessing.connection import Connection as Line

WITHIN_S = 120.0
END_WITHIN_S = 20.0
RINGING = frozenset({What.RANG, What.STILL_HERE})


class Doors:
    """Watches by their places. Raises CommandError where one ended, or nothing comes of what is waited for."""

    def __init__(self, lines: "Sequence[Line[Door | Person, Told]]") -> None:
        self._lines = lines
        self._told: list[tuple[int, Told]] = []

    def open(self, doors: Sequence[Door]) -> None:
        """As many as there are processes."""
        for line, door in zip(self._lines, doors, strict=True):
            line.send(door)
        self.moments(What.READY, "", range(len(doors)))

    def show(self, person: Person) -> None:
        for line in self._lines:
            line.send(person)

    def moments(self, what: What, who: str, doors: Collection[int]) -> dict[int, Seconds]:
        """When each of these told it first (time.monotonic), by its place; waits for all of them."""
        deadline = time.monotonic() + WITHIN_S
        while True:
            first: dict[int, Seconds] = {}
            for door, told in self._told:
                if door in doors and told.what is what and told.who == who:
                    first.setdefault(door, told.at_s)
            if len(first) == len(doors):
                return first
            if time.monotonic() > deadline:
                raise CommandError(
                    f"{len(doors) - len(first)} watch(es) wait in vain: {what} {who}".rstrip(),
                    "This computer has too much other work, or it is a fault: report it.",
                )
            self.hear(0.5)

    def hear(self, for_s: Seconds) -> None:
        """What comes until then, or until something has come."""
        for line in multiprocessing.connection.wait(list(self._lines), for_s):
            door = next(place for place, known in enumerate(self._lines) if known is line)
            try:
                self._told.append((door, self._lines[door].recv()))
            except (EOFError, OSError) as error:
                raise CommandError("a watch ended by itself", "Its own words are above.") from error

    def hear_for(self, seconds: Seconds) -> None:
        until_s = time.monotonic() + seconds
        while (left_s := until_s - time.monotonic()) > 0:
            self.hear(left_s)

    def ringing(self, who: str) -> list[tuple[int, Seconds]]:
        """Which door rang for them, or told that they are still here, and when."""
        return [(door, told.at_s) for door, told in self._told if told.what in RINGING and told.who == who]

    @property
    def troubles(self) -> set[str]:
        return {told.who for _, told in self._told if told.what is What.TROUBLE}


@contextmanager
def watches(count: int) -> Iterator[Doors]:
    """So many processes, which load while their homes are made; the end of the block ends them."""
    spawn = multiprocessing.get_context("spawn")
    with ExitStack() as running:
        ours = []
        for _ in range(count):
            here, there = spawn.Pipe()
            process = spawn.Process(target=watch, args=(there,), daemon=True)
            process.start()
            there.close()
            running.callback(_ended, process)
            ours.append(here)
        for line in ours:
            running.callback(line.close)
        yield Doors(ours)


def _ended(process: "multiprocessing.process.BaseProcess") -> None:
    """Its line is closed by now, which ends it."""
    process.join(END_WITHIN_S)
    if process.is_alive():
        process.kill()
