"""The thread that lets time pass at the desk: holds run out, no-shows, payments that were cut short."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from kiosk.errors import KioskError

EVERY_S = 2.0


@contextmanager
def kept_up(
    keep_up: Callable[[], None], say: Callable[[str], None], died: Callable[[], None], every_s: float = EVERY_S
) -> Iterator[None]:
    """Calls `keep_up` again and again until the end of the block, whether or not the database answers.

    A bug in it calls `died`, and is raised at the end of the block: a desk that nobody keeps up must not go on.
    """
    stop = Event()

    def told(done: Future[None]) -> None:
        if done.exception() is not None:
            died()

    with ThreadPoolExecutor(1, thread_name_prefix="upkeep") as thread:
        future = thread.submit(_again_and_again, keep_up, say, stop, every_s)
        future.add_done_callback(told)
        try:
            yield
        finally:
            stop.set()
    future.result()


def _again_and_again(keep_up: Callable[[], None], say: Callable[[str], None], stop: Event, every_s: float) -> None:
    is_well = True
    while True:
        was_well = is_well
        try:
            keep_up()
            is_well = True
        except KioskError as error:
            is_well = False
            if was_well:
                say(f"the desk's upkeep waits: {error}\nhint:  {error.hint}")
        if is_well and not was_well:
            say("the desk's upkeep goes on")
        if stop.wait(every_s):
            return
