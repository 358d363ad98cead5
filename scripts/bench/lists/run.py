"""The rounds of the bench: somebody new is approved, rings, is revoked, and must ring no more."""

import random
import time
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.bench.lists.camera import Person
from scripts.bench.lists.door import What
from scripts.bench.lists.doors import Doors
from scripts.bench.lists.figures import Timed, of_rounds, of_the_loss
from scripts.bench.lists.hubs import Hub
from scripts.bench.lists.world import BEHIND_HOSPITAL, EVERYWHERE, World, open_world

PAUSE_S = (0.7, 1.2)
"""Before a change, drawn: it must not fall in with the looks of a watch, and a stranger would have rung by then."""
LISTENS_S = 3.0
"""For so long those who have gone stay at the doors: a watch that still had them would ring anew after their visit."""


@dataclass(frozen=True, slots=True)
class Work:
    """`processes`, `database` and `listed` as in `open_world`."""

    rounds: int
    database: str
    processes: int
    listed: int
    loses_authority: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`faults` are what must never be."""

    figures: dict[str, Any]
    faults: tuple[str, ...]


def bench_lists(folder: Path, work: Work, say: Callable[[str], None], advance: Callable[[int], None]) -> Found:
    """`folder` is empty. Raises CommandError where a program does not start, or waits in vain."""
    with ExitStack() as running:
        world = open_world(folder, work.database, work.processes, work.listed, work.rounds + 1, running)
        at_doors = AtDoors(world.doors)
        people, own_people = iter(world.authority.people), iter(world.hospital.people)
        shared, own = [], []
        for _ in range(work.rounds):
            shared.append(at_doors.timed(next(people), world.authority, EVERYWHERE))
            own.append(at_doors.timed(next(own_people), world.hospital, BEHIND_HOSPITAL))
            advance(1)
        figures = of_rounds(shared, own)
        if work.loses_authority:
            say("the authority's programs are killed now; the hospital's hub tells of it:")
            figures |= through_a_loss(world, at_doors, next(people), next(own_people))
        told = {"watches": len(EVERYWHERE), "processes": work.processes, "listed": work.listed, "rounds": work.rounds}
        return Found(told | figures, (*at_doors.faults, *sorted(world.doors.troubles)))


def through_a_loss(world: World, at_doors: "AtDoors", person: Person, own: Person) -> dict[str, Any]:
    """The authority is killed, the hospital's own list goes on, and the authority begins again."""
    world.authority.kill()
    alone = at_doors.timed(own, world.hospital, BEHIND_HOSPITAL)
    world.authority.start()
    return of_the_loss(alone, at_doors.timed(person, world.authority, EVERYWHERE))


class AtDoors:
    """`faults`: who rang at a watch on whose list they were not, or no more."""

    def __init__(self, doors: Doors) -> None:
        self.faults: list[str] = []
        self._doors = doors
        self._chance = random.Random(5)

    def timed(self, person: Person, hub: Hub, whose: Collection[int]) -> Timed:
        """They stand at every door, before they are approved and after they were revoked; `whose` watches are to
        ring."""
        doors, name = self._doors, person.name
        doors.show(person)
        self._pause()
        asked_s = time.monotonic()
        hub.approve(person)
        in_force_s = max(doors.moments(What.IN_FORCE, name, whose).values())
        rang_s = max(doors.moments(What.RANG, name, whose).values())
        self._pause()
        revoke_s = time.monotonic()
        hub.revoke(person)
        gone_s = doors.moments(What.GONE, name, whose)
        doors.hear_for(LISTENS_S)
        heard = doors.ringing(name)
        for door, at_s in heard:
            if not asked_s <= at_s <= gone_s.get(door, asked_s):
                self.faults.append(f"door {door} rang for {name}, who was not on its list")
        last_s = max(at_s for _, at_s in heard)
        return Timed(in_force_s - asked_s, rang_s - asked_s, max(gone_s.values()) - revoke_s, max(last_s - revoke_s, 0))

    def _pause(self) -> None:
        self._doors.hear_for(self._chance.uniform(*PAUSE_S))
