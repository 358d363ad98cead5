"""What a hub knows of a node, by its last word. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watchlist.hub.rights import FOLLOWERS
from watchlist.hub.values import Node
from watchlist.upstream.together import mended
from watchlist.upstream.values import Beat, ListTold, NodeStanding, Word

SILENT_AFTER = timedelta(seconds=90)
Places = Mapping[str, tuple[int, int]]
"""(epoch, seq) of lists by their ids."""


@dataclass(frozen=True, slots=True)
class LastWord:
    """`heard_at` is the hub's clock."""

    heard_at: datetime
    beat: Beat


def standing_of(node: Node, last: LastWord | None, now: datetime, places: Places) -> NodeStanding:
    """`places` are those of the hub's lists."""
    told = (node.node_id, node.kind, node.needs_photos, node.source)
    known = NodeStanding(*told, _word(node, last, now), node.made_at, node.revoked_at)
    if last is None:
        return known
    beat, off = last.beat, mended(last.beat.at - last.heard_at)
    ages = [max((now - one.said_at).total_seconds(), 0.0) for one in beat.lists if one.said_at is not None]
    return replace(
        known,
        heard_at=last.heard_at,
        told_at=beat.at,
        silent_s=max((now - last.heard_at).total_seconds(), 0.0),
        clock_off_s=off.total_seconds(),
        version=beat.version,
        lists=beat.lists,
        behind=sum(_behind(one, places.get(one.list_id, (0, 0))) for one in beat.lists) if beat.lists else None,
        list_age_s=max(ages) if ages else None,
        cameras=beat.cameras,
        waiting=beat.waiting,
    )


def _behind(told: ListTold, place: tuple[int, int]) -> int:
    epoch, seq = place
    return max(seq - (told.seq if told.epoch == epoch else 0), 0)


def _word(node: Node, last: LastWord | None, now: datetime) -> Word:
    if node.revoked_at is not None:
        return Word.REVOKED
    if last is None:
        return Word.NEVER if node.kind in FOLLOWERS else Word.NOT_EXPECTED
    # A hub's clock that was set back makes nobody silent.
    return Word.SILENT if now - last.heard_at > SILENT_AFTER else Word.HEARD
