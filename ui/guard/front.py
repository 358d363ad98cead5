"""The console put together: what happens goes in, the rule decides, the window shows, the line carries out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from ui.guard.ringer import Ringer
from ui.guard.window import GuardWindow
from ui.guard.wording import Wording
from ui.shared.bridge import Bridge
from ui.shared.sound import Speaker
from ui.shared.texts import Texts
from watchlist.post.console.advancing import advance
from watchlist.post.console.drawing import screen_of
from watchlist.post.console.events import BadgeRead, Event, SoundTold, Tick
from watchlist.post.console.state import Console, SiteRules, fresh
from watchlist.post.line import LISTENS_S, PictureTold, PostLine
from watchlist.post.protocol import GuardPost

START = datetime(2000, 1, 1, tzinfo=UTC)
"""Our own clock only goes forwards and says nothing about the day: that is the post's."""


@dataclass(frozen=True, slots=True)
class Crash:
    error: BaseException


class GuardFront:
    """Made, ticked and closed on the screen's thread. `clock` is monotonic seconds."""

    def __init__(
        self,
        post: GuardPost,
        site: SiteRules,
        texts: Texts,
        zone: tzinfo,
        clock: Callable[[], float],
        speaker: Speaker,
        has_sound: Callable[[], bool],
        dark: bool = False,
        listens_s: float = LISTENS_S,
    ) -> None:
        self._clock, self._texts, self._zone = clock, texts, zone
        self._has_sound = has_sound
        self.state: Console = fresh(site, texts.languages[0], self._at(), dark)
        self.window = GuardWindow(self._wording())
        self.window.intent.connect(self.handle)
        self._ringer = Ringer(speaker)
        self._bridge = Bridge()
        self._bridge.connect_view(self._told)
        self._line = PostLine(post, self._bridge.publish, lambda error: self._bridge.publish(Crash(error)), listens_s)
        self._closed = False

    def start(self) -> None:
        self.window.watch_touches()
        self.handle(SoundTold(self._has_sound()))
        self._line.start()

    def tick(self) -> None:
        """A few times a second."""
        if self._has_sound() != self.state.has_sound:
            self.handle(SoundTold(self._has_sound()))
        self.handle(Tick())

    def badge(self, number: str) -> None:
        """From any thread."""
        self._bridge.publish(BadgeRead(number))

    def handle(self, event: object) -> None:
        at = self._at()
        self.state, effects = advance(self.state, event, at)  # type: ignore[arg-type]  # Qt's signals carry any object
        for effect in effects:
            self._line.carry_out(effect)
        self._show(at)

    def close(self) -> None:
        self._closed = True
        self._ringer.close()
        self._line.close()
        self.window.retire()

    def _told(self, told: Event | PictureTold | Crash) -> None:
        if self._closed:
            return
        if isinstance(told, Crash):
            raise told.error
        if isinstance(told, PictureTold):
            if self.state.shift is not None:
                self.window.show_picture(told.key, told.jpeg)
            return
        self.handle(told)

    def _show(self, at: datetime) -> None:
        screen = screen_of(self.state, at)
        now_s = self._clock()
        wanted = self.window.shelf.wanted(screen.pictures, now_s)
        self.window.show_screen(screen, self._wording())
        self._line.fetch(wanted)
        self._ringer.sound(screen.rings, now_s)

    def _wording(self) -> Wording:
        return Wording(self._texts, self.state.language, self._zone, self._post_now)

    def _post_now(self) -> datetime:
        return self.state.post_now(self._at())

    def _at(self) -> datetime:
        return START + timedelta(seconds=self._clock())
