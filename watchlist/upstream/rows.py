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
from watchlist.upstream.together import KeptAlarm, reach
from watchlist.upstream.values import AlarmTold, Beat, CameraTold, ListTold

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
        "arrival": kept.arrival,
    }


def people_to_rows(kept: KeptAlarm) -> list[Row]:
    began_at, open_until = (to_text(one) for one in reach(kept))
    which = {"node_id": kept.node_id, "alarm_id": kept.told.alarm_id, "began_at": began_at, "open_until": open_until}
    return [which | {"person_id": one.person_id} for one in kept.told.candidates]


def alarm_from_row(row: Row) -> KeptAlarm:
    """Without its steps; the row has the `source` of its node."""
    told: dict[str, Any] = {name: row[name] for name in _PLAIN}
    told |= {name: from_text(row[name]) for name in _MOMENTS}
    told["candidates"] = candidates_from_json(row["candidates"])
    clock_off, received_at = timedelta(seconds=row["clock_off_s"]), from_text(row["received_at"])
    return KeptAlarm(row["node_id"], row["source"], AlarmTold(**told), clock_off, received_at, arrival=row["arrival"])


def step_to_row(node_id: str, alarm_id: str, step: Step) -> Row:
    row = {"node_id": node_id, "alarm_id": alarm_id, "step_id": step.step_id, "at": to_text(step.at)}
    return row | {"who": step.who, "act": act_to_text(step.act)}


def step_from_row(row: Row) -> Step:
    return Step(row["step_id"], from_text(row["at"]), GuardId(row["who"]), act_from_text(row["act"]))


def with_steps(kept: KeptAlarm, rows: list[Row]) -> KeptAlarm:
    return replace(kept, steps=tuple(step_from_row(row) for row in rows))


def beat_to_row(beat: Beat) -> Row:
    cameras: list[Json] = [{"name": one.name, "sight": str(one.sight)} for one in beat.cameras]
    lists: list[Json] = [
        {
            "id": one.list_id,
            "epoch": one.epoch,
            "seq": one.seq,
            "said_at": to_text(one.said_at) if one.said_at else None,
        }
        for one in beat.lists
    ]
    return {
        "told_at": to_text(beat.at),
        "version": beat.version,
        "epoch": 0,  # of a home's only list, before there could be several: nobody reads these
        "seq": 0,
        "lists": json.dumps(lists, ensure_ascii=False),
        "cameras": json.dumps(cameras, ensure_ascii=False),
        "waiting": beat.waiting,
    }


def beat_from_row(row: Row) -> Beat:
    told_at = from_text(row["told_at"])
    return Beat(told_at, row["version"], lists_from_row(row), cameras_from_row(row), row["waiting"])


def cameras_from_row(row: Row) -> tuple[CameraTold, ...]:
    return tuple(CameraTold(one["name"], Sight(one["sight"])) for one in json.loads(row["cameras"]))


def lists_from_row(row: Row) -> tuple[ListTold, ...]:
    return tuple(
        ListTold(one["id"], one["epoch"], one["seq"], from_text(one["said_at"]) if one["said_at"] else None)
        for one in json.loads(row["lists"])
    )
