"""A listener that waits for what it should hear, with a deadline instead of a sleep."""

import queue
import time
from collections.abc import Callable
from typing import Generic, TypeVar

E = TypeVar("E")
X = TypeVar("X")
WITHIN_S = 10.0


class Ear(Generic[E]):
    """Hand it to `listen`; `next_is` takes the events one by one."""

    def __init__(self) -> None:
        self._heard: queue.Queue[E] = queue.Queue()

    def __call__(self, event: E) -> None:
        self._heard.put(event)

    def next_is(self, kind: type[X]) -> X:
        event = self._heard.get(timeout=WITHIN_S)
        assert isinstance(event, kind), event
        return event

    @property
    def has_more(self) -> bool:
        return not self._heard.empty()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
