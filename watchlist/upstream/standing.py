"""What a hub knows of a node, by its last word. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watchlist.hub.rights import FOLLOWERS
from watchlist.hub.values import Node
from watchlist.upstream.together import mended
from watchlist.upstream.values import Beat, NodeStanding, Word

SILENT_AFTER = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class LastWord:
    """`heard_at` is the hub's clock."""

    heard_at: datetime
    beat: Beat


def standing_of(node: Node, last: LastWord | None, now: datetime, place: tuple[int, int]) -> NodeStanding:
    """`place` is (epoch, seq) of the hub's list."""
    told = (node.node_id, node.kind, node.needs_photos, node.source)
    known = NodeStanding(*told, _word(node, last, now), node.made_at, node.revoked_at)
    if last is None:
        return known
    beat, off = last.beat, mended(last.beat.at - last.heard_at)
    return replace(
        known,
        heard_at=last.heard_at,
        told_at=beat.at,
        silent_s=max((now - last.heard_at).total_seconds(), 0.0),
        clock_off_s=off.total_seconds(),
        version=beat.version,
        epoch=beat.epoch,
        seq=beat.seq,
        behind=max(place[1] - (beat.seq if beat.epoch == place[0] else 0), 0),
        list_age_s=None if beat.said_at is None else max((now - beat.said_at).total_seconds(), 0.0),
        cameras=beat.cameras,
        waiting=beat.waiting,
    )


def _word(node: Node, last: LastWord | None, now: datetime) -> Word:
    if node.revoked_at is not None:
        return Word.REVOKED
    if last is None:
        return Word.NEVER if node.kind in FOLLOWERS else Word.NOT_EXPECTED
    # A hub's clock that was set back makes nobody silent.
    return Word.SILENT if now - last.heard_at > SILENT_AFTER else Word.HEARD
