"""The guards' console beside a stage's watch: the real window over the real post, with a guard who logs in."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from scripts.demo.stage import Stage
from scripts.guard.program import GuardTree, site_rules
from scripts.site_time import zone_named
from ui.guard.front import GuardFront
from ui.guard.painted import AlarmsPainted
from ui.guard.wording import TEXTS
from ui.shared.placing import Ticker
from ui.shared.sound import SilentSpeaker, Speaker
from ui.shared.texts import Texts
from watchlist.post.console.events import Pressed
from watchlist.post.console.pages import Action
from watchlist.post.http.client import HttpPost
from watchlist.post.run_file import post_file
from watchlist.post.values import AlarmView

GUARD, GUARD_NAME, PIN = "demo", "演示保安 · demo guard", "271828"


@dataclass(frozen=True, slots=True)
class Sounding:
    speaker: Speaker
    has_device: Callable[[], bool]


SILENT = Sounding(SilentSpeaker(), lambda: True)


def add_guard(stage: Stage) -> None:
    """Raises DemoFailed."""
    pin_file = stage.folder / "pin"
    pin_file.write_text(PIN, encoding="ascii")
    stage.run("guards", "add", GUARD, "--name", GUARD_NAME, "--pin-file", str(pin_file), "--operator", "demo")


class StagedConsole:
    """Wants an application, and is used on its thread. Its guard logs in once, as soon as the post answers.

    `seen` is told each alarm once, when it has been painted with its pictures, and the monotonic moment of that.
    """

    def __init__(
        self, stage: Stage, seen: Callable[[AlarmView, float], None], language: str = "zh", sounding: Sounding = SILENT
    ) -> None:
        tree = stage.context.settings_of(GuardTree)
        self._post = HttpPost.of_this_pc(post_file(stage.home))
        texts, zone = Texts.load(TEXTS, first=language), zone_named(tree.site.zone)
        self.front = GuardFront(
            self._post, site_rules(tree.guard), texts, zone, time.monotonic, sounding.speaker, sounding.has_device
        )
        self.window = self.front.window
        self._seen = seen
        self._painted = AlarmsPainted(self.window, self._told)
        self._has_tried = False
        self._ticker = Ticker(self._tick)

    @property
    def is_on_duty(self) -> bool:
        """The guard is logged in and what is open is known."""
        shift = self.front.state.shift
        return shift is not None and shift.has_all

    @property
    def in_front(self) -> AlarmView | None:
        """The alarm that a key would decide."""
        shift = self.front.state.shift
        return shift.alarm(shift.shown) if shift is not None and shift.acting is None else None

    def press(self, action: Action, value: str = "") -> None:
        self.front.handle(Pressed(action, value))

    def close(self) -> None:
        """The console hears and asks no more; its window is out of sight."""
        self._ticker.stop()
        self.front.close()
        self._post.close()

    def _tick(self) -> None:
        self.front.tick()
        overview = self.front.state.overview
        if not self._has_tried and overview is not None and overview.guards:
            self._has_tried = True
            for digit in PIN:
                self.press(Action.DIGIT, digit)
            self.press(Action.LOG_IN)

    def _told(self, alarm_id: str) -> None:
        at_s = time.monotonic()
        shift = self.front.state.shift
        alarm = shift.alarm(alarm_id) if shift is not None else None
        if alarm is not None:
            self._seen(alarm, at_s)
