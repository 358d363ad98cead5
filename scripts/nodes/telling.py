"""How a node is, as a line and as JSON."""

from collections.abc import Iterator
from typing import Any

from watchlist.upstream.values import MOST_COUNTED, NodeStanding, Word


def standing_event(one: NodeStanding) -> dict[str, Any]:
    return {
        "event": "node",
        "id": one.node_id,
        "kind": str(one.kind),
        "source": one.source,
        "photos": one.needs_photos,
        "state": str(one.word),
        "revoked_at": one.revoked_at and one.revoked_at.isoformat(),
        "heard_at": one.heard_at and one.heard_at.isoformat(),
        "told_at": one.told_at and one.told_at.isoformat(),
        "silent_s": one.silent_s and round(one.silent_s, 1),
        "clock_off_s": round(one.clock_off_s, 1),
        "version": one.version,
        "lists": {told.list_id: {"epoch": told.epoch, "revision": told.seq} for told in one.lists},
        "behind": one.behind,
        "list_age_s": one.list_age_s and round(one.list_age_s, 1),
        "cameras": {camera.name: str(camera.sight) for camera in one.cameras},
        "alarms_waiting": one.waiting,
    }


def standing_text(one: NodeStanding) -> str:
    return f"{one.node_id:<24} {one.kind:<9} {'; '.join(_words(one))}"


def _words(one: NodeStanding) -> Iterator[str]:
    yield _word(one)
    if one.source:
        yield one.source
    if one.needs_photos:
        yield "with photographs"
    if one.word in (Word.HEARD, Word.SILENT):
        yield _list(one)
        well = sum(camera.sight.is_well for camera in one.cameras)
        yield f"{well} of {len(one.cameras)} cameras well"
        if one.waiting:
            yield f"{one.waiting}{' or more' * (one.waiting >= MOST_COUNTED)} alarm(s) wait there"
        if one.clock_off_s:
            yield f"ITS CLOCK IS {roughly(abs(one.clock_off_s))} {'AHEAD' if one.clock_off_s > 0 else 'BEHIND'}"
        yield f"version {one.version}"


def _word(one: NodeStanding) -> str:
    if one.word is Word.REVOKED and one.revoked_at is not None:
        return f"REVOKED on {one.revoked_at.astimezone():%Y-%m-%d}"
    if one.word is Word.NEVER:
        return "NEVER HEARD"
    if one.silent_s is None:
        return "tells nothing of itself"
    return f"SILENT for {roughly(one.silent_s)}" if one.word is Word.SILENT else f"heard {roughly(one.silent_s)} ago"


def _list(one: NodeStanding) -> str:
    if one.behind is None:
        return "FOLLOWS NO LIST"
    return f"list {one.behind} change(s) behind" if one.behind else "list up to date"


def roughly(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
