"""One attack on a house from its beginning to the verdict."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from camera.rehearsal.rtsp_camera import RtspCamera
from camera.types import Seconds
from records.home_key import DATABASE_FILE, key_of_home
from records.key_files import platform_ring
from records.sealing import KeyedCipher
from scripts.bench.attack_house import QUIET_S, House
from scripts.bench.attack_lobby import CAMERAS, Lobby, lobby_films
from scripts.bench.attack_verdict import Found, alarm_faults, decision_faults, memory_figures
from scripts.errors import CommandError
from watchlist.store import WatchlistStore

KILL_EVERY_S = (0.6, 2.2)
LOOK_EVERY_S = 0.05
MEASURE_EVERY_S = 2.0
UP_WITHIN_S = 120.0
CALM_AFTER_S = 20.0
"""So long after the last visit guards have to decide what is still open."""


def run_attack(folder: Path, kills: int, seed: int) -> Found:
    """Raises CommandError when the programs do not come up, CameraPackageError without the packaged portraits."""
    rng = Random(seed)
    films = lobby_films()
    with ExitStack() as closing:
        empty = films[frozenset()]
        cameras = {name: closing.enter_context(RtspCamera(empty, "bench", "loopback")) for name in CAMERAS}
        house = House(folder, {name: camera.url for name, camera in cameras.items()}, rng)
        house.prepare()
        closing.callback(house.end)
        lobby = Lobby(cameras, films, Random(seed + 1), QUIET_S)
        _Attack(house, lobby, rng, kills).run()
    return _verdict(house, lobby)


class _Attack:
    def __init__(self, house: House, lobby: Lobby, rng: Random, kills: int) -> None:
        self._house = house
        self._lobby = lobby
        self._rng = rng
        self._left = kills
        self._kill_at = self._measure_at = float("-inf")

    def run(self) -> None:
        self._go_on(lambda: self._house.is_whole, UP_WITHIN_S, "the programs did not come up")
        self._lobby.open(time.monotonic())
        self._go_on(lambda: not self._left, UP_WITHIN_S + 5 * self._left, "nothing came up to be killed", kills=True)
        self._lobby.closing = True
        self._go_on(lambda: self._lobby.is_empty, UP_WITHIN_S, "the watch did not come up after the attack")
        calm_from = time.monotonic()
        self._go_on(lambda: time.monotonic() - calm_from >= CALM_AFTER_S and self._house.is_whole, UP_WITHIN_S, "calm")

    def _go_on(self, done: Callable[[], bool], within_s: Seconds, why: str, *, kills: bool = False) -> None:
        deadline = time.monotonic() + within_s
        while not done():
            now = time.monotonic()
            if now > deadline:
                raise CommandError(
                    f"{why} within {within_s:.0f} s", "This computer has too much other work, or a fault."
                )
            self._house.keep_up(now)
            self._lobby.tick(now, datetime.now(UTC), self._house.live_since)
            if kills and now >= self._kill_at:
                self._left -= self._house.kill_one(now) is not None
                self._kill_at = now + self._rng.uniform(*KILL_EVERY_S)
            if now >= self._measure_at:
                self._house.measure(now)
                self._measure_at = now + MEASURE_EVERY_S
            time.sleep(LOOK_EVERY_S)


def _verdict(house: House, lobby: Lobby) -> Found:
    cipher = KeyedCipher(key_of_home(house.home, platform_ring(house.environ)))
    with WatchlistStore.open(house.home / DATABASE_FILE, cipher, _now, lambda: "bench") as store:
        audited = store.verify()
        names = {entry.person_id: entry.name for entry in store.entries(_now().date())}
        alarms = store.alarms()
        steps = {one.alarm_id: store.steps(one.alarm_id) for one in alarms}
    heard, ids = house.heard, {one.alarm_id for one in alarms}
    faults = alarm_faults(lobby.visits, alarms, names, QUIET_S)
    faults += decision_faults(alarms, steps, heard.asked, heard.decided)
    faults += [f"{alarm_id} was told and is not kept" for alarm_id in heard.alarms if alarm_id not in ids]
    faults += [f"{alarm_id} was told twice" for alarm_id in ids if heard.alarms.count(alarm_id) > 1]
    faults += [f"{alarm_id} never came to the screen that only looks" for alarm_id in ids - heard.seen]
    figures = {
        "killed": ", ".join(f"{name} {count}" for name, count in house.kills.items()),
        "visits": len(lobby.visits),
        "visits broken by a kill": sum(visit.broken > 0 for visit in lobby.visits),
        "alarms": len(alarms),
        "decisions answered": len(heard.decided),
        "decisions kept": sum(one.life.verdict is not None for one in alarms),
        "audit records whole": audited,
        "troubles told": dict(heard.troubles),
        **memory_figures(house.memory),
        "faults": len(faults),
    }
    return Found(figures, tuple(faults))


def _now() -> datetime:
    return datetime.now(UTC)
