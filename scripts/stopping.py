"""How programs with a window are ended from outside."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def stopped_by_the_system(stop: Callable[[], object]) -> Iterator[None]:
    """SIGTERM, and on Windows Ctrl-Break, end it like its last window; Ctrl-C does by ui.shared.app."""
    watched = [getattr(signal, name) for name in ("SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: stop()) for number in watched}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def stopped_like_ctrl_c() -> Iterator[None]:
    """While things are being prepared: SIGTERM ends it as Ctrl-C does, so that everything is cleared away."""
    if not hasattr(signal, "SIGTERM"):
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
