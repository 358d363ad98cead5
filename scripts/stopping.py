"""How programs are ended from outside."""

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopped_by_the_system(stop: Callable[[], object]) -> Iterator[None]:
    """SIGTERM, and on Windows Ctrl-Break, end it like its last window; Ctrl-C does by ui.shared.app."""
    with _heard(("SIGTERM", "SIGBREAK"), lambda *_: stop()):
        yield


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Answers whether Ctrl-C, SIGTERM or (on Windows) Ctrl-Break came; the loop finishes what it is doing."""
    came: list[int] = []
    with _heard(("SIGINT", "SIGTERM", "SIGBREAK"), lambda number, _frame: came.append(number)):
        yield lambda: bool(came)


@contextmanager
def stopped_like_ctrl_c() -> Iterator[None]:
    """While things are being prepared: SIGTERM ends it as Ctrl-C does, so that everything is cleared away."""
    with _heard(("SIGTERM",), signal.default_int_handler):
        yield


@contextmanager
def _heard(names: Iterable[str], handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """These signals, as far as the system has them, go to `handler` until the end of the block."""
    before = {number: signal.signal(number, handler) for number in map(_number, names) if number is not None}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _number(name: str) -> signal.Signals | None:
    return getattr(signal, name, None)
