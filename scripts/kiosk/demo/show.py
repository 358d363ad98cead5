"""Shows the kiosk's demonstration: with the hand's window beside it, or a visit that presses its own buttons."""

from collections.abc import Callable
from pathlib import Path

from scripts.command import Context
from scripts.errors import DemoFailed
from scripts.kiosk.demo.building import Demo, kiosk_demo
from scripts.kiosk.demo.walk import Walk, came_to_its_end
from scripts.kiosk.program import KioskProgram
from scripts.kiosk.showing import Showing, show
from scripts.stopping import stopped_like_ctrl_c
from ui.shared.placing import Ticker, place_beside, quit_now
from ui.visitor.hand_window import HandWindow
from ui.visitor.sounds import open_sounds

TITLE = "演示 · demonstration"
WALKS_EVERY_MS = 100


def show_demo(
    context: Context,
    showing: Showing,
    camera: str | None = None,
    beside: Callable[[HandWindow], object] = lambda _hand: None,
) -> None:
    """Until somebody ends it. `beside` may open more windows beside the hand's; what it answers is kept that long."""
    with stopped_like_ctrl_c(), kiosk_demo(context, camera) as demo:

        def make_program() -> KioskProgram:
            return demo.make_program(open_sounds(demo.home / "voices", demo.site.languages))

        def open_beside(program: KioskProgram) -> object:
            hand = _hand_beside(demo, program)
            return hand, beside(hand)

        show(make_program, showing, wedge=True, beside=open_beside)


def show_visit(context: Context, showing: Showing, pictures_dir: Path | None = None) -> bool:
    """One visit by itself; true when it came to its end with a slip. Raises DemoFailed when it did not get on."""
    walks: list[Walk] = []

    def walk_beside(program: KioskProgram) -> Ticker:
        walks.append(Walk(demo, program, context.out, pictures_dir))
        return Ticker(lambda: _step(walks[0]), WALKS_EVERY_MS)

    with stopped_like_ctrl_c(), kiosk_demo(context) as demo:
        show(demo.make_program, showing, wedge=True, beside=walk_beside)
        slips = demo.hand.printer.take_slips()
    if not walks[0].is_over:
        raise DemoFailed("the kiosk was closed before the visit was over")
    well = came_to_its_end(walks[0], slips)
    words = "BOOKED, PAID, PRINTED" if well else "THE VISIT DID NOT GET TO ITS END"
    where = f"   {len(walks[0].pictures)} pictures of it are in {pictures_dir}" if pictures_dir else ""
    slip = slips[-1].text if slips else ""
    told = {"event": "visit", "well": well, "pages": [page.value for page in walks[0].pages], "slip": slip}
    context.out(told | {"pictures": [str(path) for path in walks[0].pictures]}, f"{words}{where}\n{slip}")
    return well


def _step(walk: Walk) -> None:
    walk.tick()
    if walk.is_over:
        quit_now()


def _hand_beside(demo: Demo, program: KioskProgram) -> HandWindow:
    window = HandWindow(TITLE, demo.hand.groups(), demo.hand.printed)
    place_beside(window, program.window)
    return window
