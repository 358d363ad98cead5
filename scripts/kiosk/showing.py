"""Shows a kiosk until somebody ends it: its window, its clock, its keys, Ctrl-C and SIGTERM."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from scripts.kiosk.program import KioskProgram
from ui.shared.app import application, run
from ui.visitor.placing import EndsWithWindow, Ticker, show_everywhere, show_window
from ui.visitor.wedge_filter import WedgeFilter

NAME = "gatehouse kiosk"


@dataclass(frozen=True, slots=True)
class Showing:
    """`layout` is portrait or landscape; without a window the whole screen is used, however it stands.

    `told` is called once, when the first page is on the screen and everything that ends the program is heard.
    """

    windowed: bool = False
    layout: str = "portrait"
    seconds: float | None = None
    told: Callable[[], None] = lambda: None


def show(
    make: Callable[[], KioskProgram],
    showing: Showing,
    *,
    wedge: bool,
    beside: Callable[[KioskProgram], object] | None = None,
) -> None:
    """`make` is called once there is an application; `beside` may open more windows. Raises what the program raised."""
    app = application(NAME)
    program = make()
    try:
        ends_at = None if showing.seconds is None else time.monotonic() + showing.seconds

        waiting = [showing.told]

        def tick() -> None:
            while waiting:
                waiting.pop()()
            program.tick()
            if ends_at is not None and time.monotonic() >= ends_at:
                app.quit()

        kept = [EndsWithWindow(app, program.window), Ticker(tick)]
        if wedge:
            typing = WedgeFilter(app, program.wedge)
            typing.scanned.connect(program.scanned)
            kept.append(typing)
        if showing.windowed:
            show_window(program.window, showing.layout)
        else:
            show_everywhere(program.window)
        program.start()
        more = beside(program) if beside is not None else None
        with _stopped_by_the_system(app.quit):
            run(app)
        del kept, more
    finally:
        program.close()


@contextmanager
def _stopped_by_the_system(stop: Callable[[], object]) -> Iterator[None]:
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
