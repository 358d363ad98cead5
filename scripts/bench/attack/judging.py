"""The verdict on an attacked house: what its store holds beside what the run knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from camera.types import Seconds
from records.home_key import DATABASE_FILE, key_of_home
from records.key_files import platform_ring
from records.sealing import KeyedCipher
from scripts.bench.attack.furnishing import LOOKER
from scripts.bench.attack.house import PROGRAMS, WORKER, House
from scripts.bench.attack.lobby import QUIET_S, Lobby
from scripts.bench.attack.memory import growths, in_calm, memory_faults, memory_figures
from scripts.bench.attack.processes import TELLS_OF_OTHERS
from scripts.bench.attack.verdict import (
    alarm_faults,
    decision_faults,
    delays_s,
    least_owed,
    owed,
    told_faults,
    too_few_faults,
)
from watchlist.store import WatchlistStore

MEMORY_FROM_KILLS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """`kills` by what was killed."""

    figures: dict[str, Any]
    kills: Mapping[str, int]
    faults: tuple[str, ...] = ()


def judged(house: House, lobby: Lobby, kills: int, over_at: datetime, calm_from: Seconds) -> Found:
    """`over_at` is when the kills were over, `calm_from` when everything was up again, on the samples' clock."""
    home = house.home
    cipher = KeyedCipher(key_of_home(home.path, platform_ring(home.environ)))
    with WatchlistStore.open(home.path / DATABASE_FILE, cipher, _now, lambda: "bench") as store:
        audited = store.verify()
        names = {entry.person_id: entry.name for entry in store.entries(_now().date())}
        alarms = store.alarms()
        steps = {one.alarm_id: store.steps(one.alarm_id) for one in alarms}
    heard, visits, watched = house.heard, lobby.visits, house.watched
    owed_alarms, delays = owed(visits, watched, over_at), delays_s(visits, watched, alarms, names)
    grown = growths(in_calm(house.memory, calm_from, LOOKER))
    faults = alarm_faults(visits, watched, alarms, names, QUIET_S) + too_few_faults(owed_alarms, least_owed(kills))
    faults += decision_faults(alarms, steps, heard.asked, heard.decided)
    faults += told_faults(steps, heard.alarms, heard.seen)
    faults += [f"{name} ended by itself" for name in heard.ended]
    kinds = (*PROGRAMS, WORKER) if TELLS_OF_OTHERS and kills >= MEMORY_FROM_KILLS else ()
    faults += memory_faults(grown, kinds)
    figures = {
        "kills": house.killed,
        "killed": ", ".join(f"{name} {count}" for name, count in house.kills.items()),
        "visits": len(visits),
        "alarms owed during kills": owed_alarms,
        "alarms owed": owed(visits, watched, datetime.max.replace(tzinfo=UTC)),
        "alarms": len(alarms),
        "watch did not keep up": f"{house.behind_share:.0%} of the time",
        "rang after s": f"{delays[len(delays) // 2]:.1f} half of the time, {delays[-1]:.1f} at most" if delays else "-",
        "decisions answered": len(heard.decided),
        "decisions kept": sum(one.life.verdict is not None for one in alarms),
        "audit records whole": audited,
        "troubles told": dict(heard.troubles),
        **(memory_figures(grown) or {"memory": "not judged"}),
        "faults": len(faults),
    }
    return Found(figures, house.kills, tuple(faults))


def _now() -> datetime:
    return datetime.now(UTC)
