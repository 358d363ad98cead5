"""Alarms that were told to a hub, and the words of nodes, as rows."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from records.canonical import Json
from records.database import Row
from records.moments import from_text, to_text
from watchlist.alarms.acts import act_from_text, act_to_text
from watchlist.alarms.life import GuardId, Step
from watchlist.alarms.record import candidates_from_json, candidates_to_json
from watchlist.post.values import Sight
from watchlist.upstream.together import KeptAlarm
from watchlist.upstream.values import AlarmTold, Beat, CameraTold

_PLAIN = (
    *("alarm_id", "revision", "person_id", "camera", "last_camera", "score", "runner_up", "threshold", "model_id"),
    *("one_in", "updates"),
)
_MOMENTS = ("first_at", "raised_at", "last_seen_at")


def alarm_to_row(kept: KeptAlarm) -> Row:
    told = kept.told
    return {
        "node_id": kept.node_id,
        **{name: getattr(told, name) for name in _PLAIN},
        **{name: to_text(getattr(told, name)) for name in _MOMENTS},
        "candidates": candidates_to_json(told.candidates),
        "clock_off_s": kept.clock_off.total_seconds(),
        "received_at": to_text(kept.received_at),
    }


def alarm_from_row(row: Row) -> KeptAlarm:
    """Without its steps; the row has the `source` of its node."""
    told: dict[str, Any] = {name: row[name] for name in _PLAIN}
    told |= {name: from_text(row[name]) for name in _MOMENTS}
    told["candidates"] = candidates_from_json(row["candidates"])
    clock_off, received_at = timedelta(seconds=row["clock_off_s"]), from_text(row["received_at"])
    return KeptAlarm(row["node_id"], row["source"], AlarmTold(**told), clock_off, received_at)


def step_to_row(node_id: str, alarm_id: str, step: Step) -> Row:
    row = {"node_id": node_id, "alarm_id": alarm_id, "step_id": step.step_id, "at": to_text(step.at)}
    return row | {"who": step.who, "act": act_to_text(step.act)}


def step_from_row(row: Row) -> Step:
    return Step(row["step_id"], from_text(row["at"]), GuardId(row["who"]), act_from_text(row["act"]))


def with_steps(kept: KeptAlarm, rows: list[Row]) -> KeptAlarm:
    return replace(kept, steps=tuple(step_from_row(row) for row in rows))


def beat_to_row(beat: Beat) -> Row:
    cameras: list[Json] = [{"name": one.name, "sight": str(one.sight)} for one in beat.cameras]
    return {
        "told_at": to_text(beat.at),
        "version": beat.version,
        "epoch": beat.epoch,
        "seq": beat.seq,
        "said_at": to_text(beat.said_at) if beat.said_at else None,
        "cameras": json.dumps(cameras, ensure_ascii=False),
        "waiting": beat.waiting,
    }


def beat_from_row(row: Row) -> Beat:
    cameras = tuple(CameraTold(one["name"], Sight(one["sight"])) for one in json.loads(row["cameras"]))
    said_at = from_text(row["said_at"]) if row["said_at"] else None
    at = from_text(row["told_at"])
    return Beat(at, row["version"], row["epoch"], row["seq"], said_at, cameras, row["waiting"])
