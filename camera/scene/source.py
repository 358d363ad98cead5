"""The drawn entrance as a camera (`fake:entrance`) and as a recording."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from urllib.parse import parse_qsl

from camera.errors import CameraError, CameraLost
from camera.scene.entrance import FPS, EntranceScene
from camera.scene.portraits import packaged_people
from camera.sources.protocol import FrameSource
from camera.types import Frame, Seconds

OPTIONS = ("live", "loop", "speed", "lost_at", "seed")
HINT = (
    "Understood are fake:entrance and, behind a '?' and joined by '&': loop=1 (never ends), speed=2 (twice as fast), "
    "lost_at=5 (dies after 5 s of the scene), live=0 (a recording: every frame, as fast as it is read), seed=3."
)


@dataclass(frozen=True, slots=True)
class FakeOptions:
    """What stands behind the '?' of a `fake:` address."""

    live: bool = True
    loop: bool = False
    speed: float = 1.0
    lost_at_s: Seconds | None = None
    seed: int = 7

    def __post_init__(self) -> None:
        if not 0.05 <= self.speed <= 100:
            raise ValueError(f"speed must be 0.05 to 100, not {self.speed:g}")
        if self.lost_at_s is not None and not self.lost_at_s >= 0:
            raise ValueError(f"lost_at must be 0 or more, not {self.lost_at_s:g}")
        if self.seed < 0:
            raise ValueError(f"seed must be 0 or more, not {self.seed}")


class SceneRecording:
    """Every frame of the scene from its start to its end, as fast as it is read."""

    live = False

    def __init__(self, scene: EntranceScene, name: str) -> None:
        self.name = name
        self._scene = scene
        self._closed = False

    def __iter__(self) -> Iterator[Frame]:
        for number in range(round(self._scene.length_s * FPS)):
            if self._closed:
                return
            at_s = number / FPS
            yield Frame(partial(self._scene.frame, at_s), at_s, number)

    def close(self) -> None:
        self._closed = True


class LiveScene:
    """The scene at the pace of `clock`; whoever reads too slowly misses frames, as with a real camera.

    Raises CameraLost at the end of the scene, unless it loops, and at `lost_at_s`.
    """

    live = True

    def __init__(
        self,
        scene: EntranceScene,
        name: str,
        clock: Callable[[], Seconds],
        sleep: Callable[[Seconds], None],
        options: FakeOptions,
    ) -> None:
        self.name = name
        self._scene = scene
        self._clock = clock
        self._sleep = sleep
        self._options = options
        self._closed = False

    def __iter__(self) -> Iterator[Frame]:
        started_s = self._clock()
        number = 0
        while not self._closed:
            late_s = self._clock() - started_s - number / FPS
            if late_s < 0:
                self._sleep(-late_s)
            else:
                number += int(late_s * FPS)
            yield Frame(partial(self._scene.frame, self._scene_time(number)), self._clock(), number)
            number += 1

    def close(self) -> None:
        self._closed = True

    def _scene_time(self, number: int) -> Seconds:
        at_s = number / FPS * self._options.speed
        if self._options.lost_at_s is not None and at_s >= self._options.lost_at_s:
            raise CameraLost(self.name, f"the drawn camera is lost at {self._options.lost_at_s:g} s, as asked")
        if at_s <= self._scene.length_s:
            return at_s
        if not self._options.loop:
            raise CameraLost(self.name, "the drawn scene has ended", "Add ?loop=1 to let it play for ever.")
        return at_s % self._scene.length_s


def fake_camera(
    address: str,
    name: str,
    clock: Callable[[], Seconds] = time.monotonic,
    sleep: Callable[[Seconds], None] = time.sleep,
) -> FrameSource:
    """The source for `address`, which is what follows `fake:`. Raises CameraError for what is not understood."""
    place, _, query = address.partition("?")
    if place != "entrance":
        close = get_close_matches(place, ["entrance", "patient"], 1)
        asked = f" (did you mean {close[0]!r}?)" if close else ""
        raise CameraError(name, f"there is no drawn scene {place!r}{asked}", HINT)
    try:
        options = _options(query)
    except ValueError as error:
        raise CameraError(name, f"fake:{address} is not understood: {error}", HINT) from error
    scene = EntranceScene(packaged_people(), options.seed)
    return LiveScene(scene, name, clock, sleep, options) if options.live else SceneRecording(scene, name)


def _options(query: str) -> FakeOptions:
    given = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True)) if query else {}
    for key in given:
        if key not in OPTIONS:
            close = get_close_matches(key, OPTIONS, 1)
            raise ValueError(f"unknown {key!r}{f' (did you mean {close[0]!r}?)' if close else ''}")
    return FakeOptions(
        live=_flag(given.get("live", "1")),
        loop=_flag(given.get("loop", "0")),
        speed=float(given.get("speed", "1")),
        lost_at_s=float(given["lost_at"]) if "lost_at" in given else None,
        seed=int(given.get("seed", "7")),
    )


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"0 or 1 is wanted, not {text!r}")
    return text == "1"
