"""One attack on a house from its beginning to the verdict."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from camera.rehearsal.rtsp_camera import RtspCamera
from camera.types import Seconds
from scripts.bench.attack.crowd import four_faces
from scripts.bench.attack.furnishing import furnish
from scripts.bench.attack.house import House
from scripts.bench.attack.judging import MEMORY_FROM_KILLS, Found, judged
from scripts.bench.attack.lobby import CAMERAS, QUIET_S, Lobby, lobby_films
from scripts.bench.attack.verdict import least_owed, owed
from scripts.errors import CommandError

LOOK_EVERY_S = 0.05
STOOD_STILL_S = 1.0
MEASURE_EVERY_S = 2.0
UP_WITHIN_S = 180.0
SETTLES_S = 5.0
LONGEST_BETWEEN_KILLS_S = 20.0
MOST_MORE, MORE_SELDOM = 30, 4.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Between two kills, and without any at the end."""

    kill_every_s: tuple[Seconds, Seconds] = (2.5, 5.5)
    calm_s: Seconds = 0.0


def pace_of(kills: int) -> Pace:
    """A long attack is followed by a calm in which memory is judged."""
    return Pace(calm_s=240.0 if kills >= MEMORY_FROM_KILLS else 0.0)


def run_attack(
    folder: Path,
    kills: int,
    seed: int,
    pace: Pace,
    models_dir: Path | None = None,
    killed: Callable[[], object] = lambda: None,
) -> Found:
    """`killed` hears of each kill.

    Raises CommandError when the programs do not come up, CameraPackageError without the packaged portraits.
    """
    rng, faces = Random(seed), four_faces()
    films = lobby_films(faces)
    with ExitStack() as closing:
        empty = films[frozenset()]
        cameras = {name: closing.enter_context(RtspCamera(empty, "bench", "loopback")) for name in CAMERAS}
        urls = {name: camera.url for name, camera in cameras.items()}
        house = House(furnish(folder, urls, faces, QUIET_S, models_dir), urls, rng)
        closing.callback(house.end)
        lobby = Lobby(cameras, films, faces, seed + 1)
        attack = _Attack(house, lobby, rng, kills, pace, killed)
        attack.run()
    return judged(house, lobby, kills, attack.over_at, attack.calm_from)


class _Attack:
    def __init__(
        self, house: House, lobby: Lobby, rng: Random, kills: int, pace: Pace, killed: Callable[[], object]
    ) -> None:
        self.over_at = datetime.max.replace(tzinfo=UTC)
        self.calm_from: Seconds = float("inf")
        self._house = house
        self._lobby = lobby
        self._rng = rng
        self._kills = kills
        self._pace = pace
        self._killed = killed
        self._looked_at = time.monotonic()
        self._kill_at = self._measure_at = float("-inf")

    def run(self) -> None:
        house, lobby = self._house, self._lobby
        self._go_on(lambda: house.is_whole, UP_WITHIN_S, "the programs did not come up")
        lobby.open(time.monotonic())
        self._go_on(
            self._is_enough,
            UP_WITHIN_S + 20 * (self._kills + MOST_MORE),
            "there was too little to be killed",
            kills=True,
        )
        self.over_at = datetime.now(UTC)
        self._go_on(lambda: house.is_whole, UP_WITHIN_S, "the programs did not come up after the attack")
        self.calm_from = time.monotonic()
        calm_until = self.calm_from + self._pace.calm_s
        self._go_on(lambda: time.monotonic() >= calm_until, self._pace.calm_s + UP_WITHIN_S, "the calm did not end")
        lobby.closing = True
        settled_at = time.monotonic() + SETTLES_S
        self._go_on(
            lambda: time.monotonic() >= settled_at and not house.heard.open and house.is_whole,
            UP_WITHIN_S,
            "the guards did not decide every alarm",
        )

    @property
    def _is_complete(self) -> bool:
        return self._house.killed >= self._kills

    def _is_enough(self) -> bool:
        """When too few alarms had to come, kills go on, more seldom and of what does not watch, for a time."""
        if not self._is_complete:
            return False
        owed_alarms = owed(self._lobby.visits, self._house.watched, self.over_at)
        return owed_alarms >= least_owed(self._kills) or self._house.killed >= self._kills + MOST_MORE

    def _kill(self, now: Seconds) -> None:
        if now >= self._kill_at and self._house.kill_one(now, spares_the_watch=self._is_complete):
            self._killed()
            more_seldom = MORE_SELDOM if self._is_complete else 1.0
            self._kill_at = now + more_seldom * self._rng.uniform(*self._pace.kill_every_s)

    def _go_on(self, done: Callable[[], bool], within_s: Seconds, why: str, *, kills: bool = False) -> None:
        deadline = time.monotonic() + within_s
        while not done():
            now, moment = time.monotonic(), datetime.now(UTC)
            if now > deadline:
                raise CommandError(
                    f"{why} within {within_s:.0f} s", "This computer has too much other work, or a fault."
                )
            if now - self._looked_at > STOOD_STILL_S:
                self._house.eyes.stood_still(moment - timedelta(seconds=now - self._looked_at), moment)
            self._looked_at = now
            self._house.keep_up(now)
            self._lobby.tick(now, moment)
            if kills:
                self._kill(now)
            if now >= self._measure_at:
                self._house.measure(now)
                self._measure_at = now + MEASURE_EVERY_S
            time.sleep(LOOK_EVERY_S)
