"""An authority, a hospital's hub that follows it and signs a list of its own, and three watches: all real programs."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.hub.home import DIMENSION, LIST_ID, MODEL_ID
from scripts.bench.lists.door import SETTINGS, Door, What
from scripts.bench.lists.doors import Doors, watches
from scripts.bench.lists.homes import OWN_LIST_ID, Followed, Homes
from scripts.bench.lists.hubs import Hub
from watchlist.hub.rights import NodeKind

EVERYWHERE, BEHIND_HOSPITAL = (0, 1, 2), (1, 2)
"""The watches by their places: the first asks the authority, the others the hospital's hub, and follow both lists."""


@dataclass(frozen=True, slots=True)
class World:
    authority: Hub
    hospital: Hub
    doors: Doors


def open_world(folder: Path, database: str, processes: int, listed: int, waiting: int, running: ExitStack) -> World:
    """Returns when every watch rings by its lists. `processes` serve the authority's list; an empty `database` is a
    file. `listed` drawn entries are on either list, and as many as `waiting` may be approved."""
    doors = running.enter_context(watches(len(EVERYWHERE)))
    homes = Homes(folder, listed, waiting)
    at_authority = homes.authority(database, {"door-0": NodeKind.WATCH, "hospital": NodeKind.FOLLOWER})
    authority = Hub(at_authority, processes, homes.environ, running)
    authority.start()
    shared = {LIST_ID: at_authority.root_public}
    followed = Followed(authority.urls[0], homes.key_file("hospital"), shared)
    at_hospital = homes.hospital(followed, {"door-1": NodeKind.WATCH, "door-2": NodeKind.WATCH})
    hospital = Hub(at_hospital, 1, homes.environ, running)
    hospital.start()
    both = shared | {OWN_LIST_ID: at_hospital.root_public}
    [behind] = hospital.urls
    places = [(authority.urls[-1], shared), (behind, both), (behind, both)]
    doors.open([_door(homes, place, *one) for place, one in enumerate(places)])
    for known, whose in ((at_authority.known, EVERYWHERE), (at_hospital.known, BEHIND_HOSPITAL)):
        doors.show(known)
        doors.moments(What.RANG, known.name, whose)
    return World(authority, hospital, doors)


def _door(homes: Homes, place: int, url: str, roots: dict[str, bytes]) -> Door:
    name = f"door-{place}"
    home = homes.watch(name, Followed(url, homes.key_file(name), roots), SETTINGS)
    return Door(home, homes.environ, roots, MODEL_ID, DIMENSION)
