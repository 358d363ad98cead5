"""A watch in a process of its own, a camera on loopback that plays entrances, and a console that nobody sees."""

import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from camera.rehearsal.rtsp_camera import RtspCamera
from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from camera.types import Seconds
from scripts.bench.latency_delays import Delays, Entrance, Shown, delays
from scripts.demo.console import StagedConsole, add_guard
from scripts.demo.stage import Stage
from scripts.errors import CommandError
from ui.shared.app import application, run
from ui.shared.placing import Ticker, quit_now
from watchlist.post.console.pages import Action
from watchlist.post.values import AlarmView, Sight

CAMERA = "door"
WINDOW_PX = (1920, 1080)
LOOKS_EVERY_MS = 40
STARTS_WITHIN_S = 90.0
PATIENCE_S = 8.0
"""Whoever did not ring within so long has been missed."""
DECIDES_AFTER_S = 1.0
QUIET_S = 4.0
SETTINGS = """
[engine]
detector = "{detector}"
embedder = "{embedder}"
[alarm]
quiet_s = {quiet_s}
"""


@dataclass
class Door:
    """What the camera played and what the console showed. `first` is each person's first picture in the film."""

    camera: RtspCamera
    first: dict[str, int]
    count: int
    entrances: list[Entrance] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    _known: dict[str, Seconds] = field(default_factory=dict)
    _shown_at: dict[str, Seconds] = field(default_factory=dict)

    def look(self, is_watched: bool) -> None:
        """Note who entered since the last look. Those who enter before anybody watches do not count."""
        for who, number in self.first.items():
            at = self.camera.sent_at.get(number)
            if at is not None and at != self._known.get(who):
                self._known[who] = at
                if is_watched and len(self.entrances) < self.count:
                    self.entrances.append(Entrance(who, at))

    def seen(self, alarm: AlarmView, at: Seconds) -> None:
        raised_at = time.monotonic() - (datetime.now(UTC) - alarm.raised_at).total_seconds()
        self.shown.append(Shown(alarm.candidates[0].name, raised_at, at))
        self._shown_at[alarm.alarm_id] = at

    def is_looked_at(self, alarm: AlarmView | None, now: Seconds) -> bool:
        """The guard has seen it for a while."""
        return alarm is not None and now - self._shown_at.get(alarm.alarm_id, now) >= DECIDES_AFTER_S

    def is_over(self, now: Seconds) -> bool:
        if len(self.entrances) < self.count:
            return False
        last = self.entrances[-1]
        return now - last.at > PATIENCE_S or any(one.who == last.who and one.at > last.at for one in self.shown)


def measured(stage: Stage, door: Door, engine: tuple[str, str], models_dir: Path) -> Delays:
    """Raises CommandError when the watch or the console does not come to see the camera."""
    _furnish(stage, engine, models_dir)
    with _watching(stage, door.camera.url):
        app = application("gatehouse bench")
        console = StagedConsole(stage, door.seen)
        ticker = Ticker(_looking(door, console), LOOKS_EVERY_MS)
        console.window.resize(*WINDOW_PX)
        console.window.show()
        console.front.start()
        try:
            run(app)
        finally:
            ticker.stop()
            console.close()
    return delays(door.entrances, door.shown)


def _looking(door: Door, console: StagedConsole) -> Callable[[], None]:
    """A guard looks and confirms, so that the next alarm finds an empty screen."""
    started_at = time.monotonic()

    def look() -> None:
        now = time.monotonic()
        door.look(console.is_on_duty and _sees(console))
        if not door.entrances and now - started_at > STARTS_WITHIN_S:
            raise CommandError("the console does not see the camera", "Run 'gatehouse doctor'.")
        if door.is_looked_at(console.in_front, now):
            console.press(Action.CONFIRM)
        if door.is_over(now):
            quit_now()

    return look


def _sees(console: StagedConsole) -> bool:
    overview = console.front.state.overview
    return overview is not None and all(view.sight is Sight.LIVE for view in overview.cameras)


def _furnish(stage: Stage, engine: tuple[str, str], models_dir: Path) -> None:
    """A home of its own with the same models: what a first use converts is no part of an alarm."""
    stage.home.mkdir(parents=True)
    if models_dir.is_dir():
        shutil.copytree(models_dir, stage.home / "models")
    detector, embedder = engine
    settings = SETTINGS.format(detector=detector, embedder=embedder, quiet_s=QUIET_S)
    (stage.home / "gatehouse.toml").write_text(settings, encoding="utf-8")
    for who, portrait in packaged_portraits().items():
        folder = stage.photographs / who
        folder.mkdir(parents=True)
        (folder / "portrait.jpg").write_bytes(to_jpeg(portrait))
    stage.run("people", "import", str(stage.photographs), "--reason", "bench", "--operator", "bench")
    add_guard(stage)


@contextmanager
def _watching(stage: Stage, url: str) -> Iterator[None]:
    with stage.running("watch", "--camera", f"{CAMERA}={url}") as events:
        hearing = Thread(target=lambda: deque(events, maxlen=0), name="watch's lines")
        hearing.start()
        try:
            yield
        finally:
            stage.stop()
            hearing.join()
