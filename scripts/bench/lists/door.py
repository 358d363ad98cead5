"""A watch in a process of its own: all that `gatehouse watch` runs, but a camera and an engine that need no picture."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from camera.detectors.scripted import ScriptedDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.types import Seconds
from scripts.bench.lists.camera import NAME, Person, ScriptedCamera
from scripts.command import Context
from scripts.entrance.building import open_entrance, utc_of_monotonic
from scripts.watch.guarding import guards_post
from scripts.watch.watching import Watching

SETTINGS = "[alarm]\nquiet_s = 2.0\nupdate_gap_s = 0.0\n"
"""A visit is over soon and every sighting is told: whoever still rings is heard at once."""


class What(StrEnum):
    """IN_FORCE and GONE: the list that rings begins, or ceases, to have whoever is shown."""

    READY = "ready"
    IN_FORCE = "in force"
    GONE = "gone"
    RANG = "rang"
    STILL_HERE = "still here"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Told:
    """`who` is a person's name, or what the trouble is; `at_s` is time.monotonic()."""

    what: What
    who: str
    at_s: Seconds


@dataclass(frozen=True, slots=True)
class Door:
    """`roots` are the root keys of the lists that this home joins, by their ids."""

    home: Path
    environ: Mapping[str, str]
    roots: Mapping[str, bytes]
    model_id: str
    dimension: int


def watch(line: "Connection[Told, Any]") -> None:
    """Its Door comes first, then whoever is shown there; until `line` is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group: the run ends this process
    try:
        door: Door = line.recv()
    except EOFError:
        return
    os.environ.update(door.environ)

    def tell(what: What, who: str) -> None:
        with suppress(OSError):  # the run has ended, which the camera notices
            line.send(Told(what, who, time.monotonic()))

    context = _TellingContext(door.home, tell)
    with context.open_store() as store:
        for list_id, root in door.roots.items():
            store.join(list_id, root, "bench")

    def told_of(person: Person, is_listed: bool) -> None:
        tell(What.IN_FORCE if is_listed else What.GONE, person.name)

    embedder = ScriptedEmbedder(model_id=door.model_id, dimension=door.dimension)
    engine = Engine(ScriptedDetector([]), lambda _image, face: face.landmarks, embedder)
    with (
        open_entrance(context, engine, wall=utc_of_monotonic, now=time.monotonic()) as entrance,
        guards_post(context, entrance, [NAME], None, utc_of_monotonic, lambda _until: None) as post,
    ):
        camera = ScriptedCamera(line, lambda: entrance.ringer.lookout.gallery, told_of)
        tell(What.READY, "")
        Watching(context, entrance, camera, time.monotonic, utc_of_monotonic, post).run(lambda: False)


class _TellingContext(Context):
    """What the watch prints goes to whoever measures, as far as it is wanted."""

    def __init__(self, home: Path, tell: Callable[[What, str], None]) -> None:
        super().__init__(home)
        self._tell = tell

    def out(self, obj: dict[str, Any], text: str) -> None:
        match obj:
            case {"event": "alarm"}:
                self._tell(What.RANG, str(obj["person"]))
            case {"event": "update"}:
                self._tell(What.STILL_HERE, str(obj["person"]))
            case {"event": "trouble"}:
                self._tell(What.TROUBLE, str(obj["why"]))

    def say(self, text: str) -> None:
        pass
