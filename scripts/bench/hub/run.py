"""The bench of a hub: it is filled, more and more nodes follow it, and each time the same is timed."""

import math
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.bench.attack.processes import resident_mb, worked_s
from scripts.bench.hub.crowd import Crowd, crowd_of
from scripts.bench.hub.home import APPROVER, LIST_ID, MODEL_ID, HubHome, make_home
from scripts.bench.hub.newcomer import newcomer
from scripts.hub.process import hub_process
from watchlist.feed.trust import Trust
from watchlist.feed.wire.transfer import Asked
from watchlist.hub.http.client import HubListing, log_in

MOST_CHANGES = 20
ASKERS = 100
PAUSE_S = (0.05, 0.6)
"""Between two changes, drawn: they must not fall in with the hub's own looks."""


@dataclass(frozen=True, slots=True)
class Work:
    """`nodes` grow from one stage to the next."""

    nodes: tuple[int, ...]
    entries: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Timed:
    """One change, from asking for it: until the hub had done it, half of the nodes and all of them had verified it,
    and the real follower had kept it."""

    done_s: float
    half_s: float
    last_s: float
    kept_s: float


def bench_hub(folder: Path, database: str, work: Work, advance: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    """The figures of each stage. `folder` is empty; an empty `database` is a file in it. Raises CommandError."""
    proposals = len(work.nodes) * math.ceil(MOST_CHANGES / 2)
    most = work.nodes[-1]
    home = make_home(folder, database, most + len(work.nodes), work.entries, proposals, advance)
    with ExitStack() as running:
        url, hub = running.enter_context(hub_process(home.home, environ=home.environ))
        opened = log_in(url, APPROVER, home.passphrase)
        changes = _changes(running.enter_context(HubListing(url, opened.token)), home)
        trust, asked = Trust(LIST_ID, home.root_public), Asked(LIST_ID, MODEL_ID)
        crowd = running.enter_context(crowd_of(work.nodes[0], most, url, trust, asked, home.place))
        before = 0
        for nodes, own_key_file in zip(work.nodes, home.key_files[most:], strict=True):
            crowd.grow(home.key_files[before:nodes])
            before = nodes
            with newcomer(folder / f"newcomer-{nodes}", url, own_key_file, home.root_public) as new:
                began_s = worked_s(hub.pid)
                timed = list(_timed(changes, crowd, new.kept, work.seconds))
                changed_s = worked_s(hub.pid)
            answered, failed = crowd.ask_on(work.seconds, ASKERS)
            yield {
                "nodes": nodes,
                "entries": work.entries,
                **told_of(timed),
                "requests_per_s": round(answered / work.seconds, 1),
                "rss_mb": resident_mb(hub.pid),
                "snapshot_s": round(new.snapshot_s, 2),
                "unanswered": failed,
                "hub_cpu_s_per_change": _each(began_s, changed_s, len(timed)),
                "hub_cpu_ms_per_request": _each(changed_s, worked_s(hub.pid), answered / 1000),
            }


def _changes(approver: HubListing, home: HubHome) -> Iterator[Callable[[], None]]:
    """An approval, a suspension, and so on; nobody twice."""
    for coming, going in zip(home.proposed, home.active, strict=False):
        yield lambda who=coming: approver.approve(who, "")  # type: ignore[misc]
        yield lambda who=going: approver.suspend(who, "")  # type: ignore[misc]


def _timed(
    changes: Iterator[Callable[[], None]], crowd: Crowd, kept: Callable[[], float], seconds: float
) -> Iterator[Timed]:
    """One change after the other for so long, and one at least."""
    until_s, chance = time.monotonic() + seconds, random.Random(5)
    for number in range(MOST_CHANGES):
        if number and time.monotonic() >= until_s:
            return
        time.sleep(chance.uniform(*PAUSE_S))
        began_s = time.monotonic()
        next(changes)()
        done_s = time.monotonic()
        reached_s = crowd.reached()
        yield Timed(
            done_s - began_s, statistics.median(reached_s) - began_s, max(reached_s) - began_s, kept() - began_s
        )


def _each(before_s: float | None, after_s: float | None, count: float) -> float | None:
    if before_s is None or after_s is None or not count:
        return None
    return round((after_s - before_s) / count, 3)


def told_of(timed: Sequence[Timed]) -> dict[str, Any]:
    """The middle one of the changes, and the slowest."""

    def middle(seconds: Sequence[float]) -> float:
        return round(statistics.median(seconds), 3)

    last = [one.last_s for one in timed]
    return {
        "changes": len(timed),
        "last_node_s": middle(last),
        "last_node_s_max": round(max(last), 3),
        "half_of_nodes_s": middle([one.half_s for one in timed]),
        "kept_s": middle([one.kept_s for one in timed]),
        "change_s": middle([one.done_s for one in timed]),
    }
