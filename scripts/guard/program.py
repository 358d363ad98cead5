"""The console of the settings file: put together, shown until somebody ends it, closed."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from hardware.cards.events import CardEvent, CardIn
from hardware.cards.opening import open_reader
from hardware.cards.protocol import CardReader
from scripts.command import Context
from scripts.entrance.settings import GuardSettings
from scripts.settings import SiteSettings
from scripts.site_time import zone_named
from scripts.stopping import stopped_by_the_system
from ui.guard.front import GuardFront
from ui.guard.wording import TEXTS
from ui.shared.app import application, run
from ui.shared.placing import EndsWithWindow, Ticker, show_everywhere, show_window
from ui.shared.qt_speaker import QtSpeaker, has_device
from ui.shared.texts import Texts
from watchlist.post.console.state import SiteRules
from watchlist.post.console.text import Local
from watchlist.post.http.client import HttpPost
from watchlist.post.protocol import GuardPost
from watchlist.post.run_file import post_file

NAME = "gatehouse guard"


@dataclass(frozen=True, slots=True)
class GuardTree:
    """What the console reads of the settings file."""

    site: SiteSettings = field(default_factory=SiteSettings)
    guard: GuardSettings = field(default_factory=GuardSettings)


@dataclass(frozen=True, slots=True)
class Showing:
    """`reader`, the address of the badge reader, counts before that of the settings; None where it was not given."""

    windowed: bool = False
    language: str = "zh"
    dark: bool = False
    reader: str | None = None
    seconds: float | None = None


def show_console(context: Context, showing: Showing) -> None:
    """Raises SettingsError, and PartMissing for a reader's address that nobody understands."""
    tree = context.settings_of(GuardTree)
    reader = badge_reader(tree.guard if showing.reader is None else replace(tree.guard, reader=showing.reader))
    post = HttpPost.of_this_pc(post_file(context.home))

    def told() -> None:
        context.out({"event": "shown"}, "the guards' console is open")

    with ExitStack() as closing:
        closing.callback(post.close)
        show(post, tree, showing, reader, told)


def show(
    post: GuardPost, tree: GuardTree, showing: Showing, reader: CardReader | None, told: Callable[[], None]
) -> None:
    app = application(NAME)
    texts = Texts.load(TEXTS, first=showing.language)
    speaker = QtSpeaker()
    zone = zone_named(tree.site.zone)
    front = GuardFront(post, site_rules(tree.guard), texts, zone, time.monotonic, speaker, has_device, showing.dark)
    with ExitStack() as closing:
        closing.callback(front.close)
        ends_at = None if showing.seconds is None else time.monotonic() + showing.seconds

        def tick() -> None:
            front.tick()
            if ends_at is not None and time.monotonic() >= ends_at:
                app.quit()

        kept = [EndsWithWindow(app, front.window), Ticker(tick)]
        if showing.windowed:
            show_window(front.window, "landscape")
        else:
            show_everywhere(front.window)
        front.start()
        if reader is not None:
            closing.callback(reader.close)
            reader.listen(badges(front.badge))
        told()
        with stopped_by_the_system(app.quit):
            run(app)
        del kept


def badge_reader(guard: GuardSettings) -> CardReader | None:
    """Raises PartMissing for an address nobody understands, and for a driver that is not installed."""
    return open_reader(guard.reader, "badge reader") if guard.reader else None


def badges(tell: Callable[[str], None]) -> Callable[[CardEvent], None]:
    """Of all that a reader tells only the numbers of cards."""

    def heard(event: CardEvent) -> None:
        if isinstance(event, CardIn):
            tell(event.card.number)

    return heard


def site_rules(guard: GuardSettings) -> SiteRules:
    """An instruction in one language only is shown in both."""
    words = [("zh", guard.instruction), ("en", guard.instruction_en)]
    written = tuple((language, text) for language, text in words if text)
    return SiteRules(guard.lock_after_s, Local(written) if written else None)
