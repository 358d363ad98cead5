"""Shows a kiosk until somebody ends it: its window, its clock, its keys, Ctrl-C and SIGTERM."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from scripts.kiosk.program import KioskProgram
from scripts.stopping import stopped_by_the_system
from ui.shared.app import application, run
from ui.shared.placing import EndsWithWindow, Ticker, show_everywhere, show_window
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
        with stopped_by_the_system(app.quit):
            run(app)
        del kept, more
    finally:
        program.close()
