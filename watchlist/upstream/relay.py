"""What the nodes of a hub told it, on its way to the hub that it follows itself.

Whose an alarm, a step or a camera is stands before its name: two PCs may call theirs alike. Moments are what this hub
makes of a node's, and the signs of guards go on as they came: nobody here can read them either.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice

from records.database import Database
from records.moments import from_text
from records.sealing import Cipher
from records.wire import fields_to_json
from watchlist.alarms.acts import act_to_text
from watchlist.alarms.life import Step
from watchlist.post.values import Sight
from watchlist.types import AlarmId, Candidate
from watchlist.upstream.looking import VisitLook
from watchlist.upstream.outbox import Changed, Outbox
from watchlist.upstream.rows import cameras_from_row, step_from_row
from watchlist.upstream.standing import SILENT_AFTER
from watchlist.upstream.together import KeptAlarm
from watchlist.upstream.values import MOST_CAMERAS, MOST_STEPS, AlarmTold, CameraTold, StepTold, told_moment

_LONGEST_NAME = 500
"""What a hub reads."""
_CAMERAS_BYTES = 48_000
"""Of all cameras in a word of life, which is no longer than a hub reads: nodes may give them any names."""


class RelayOutbox(Outbox):
    _mark = "alarms told on"
    _waiting_sql = "FROM upstream_alarms AS alarms WHERE arrival > ?"

    def __init__(self, database: Database, cipher: Cipher, clock: Callable[[], datetime]) -> None:
        super().__init__(database, cipher)
        self._clock = clock
        self._look = VisitLook(database)

    def cameras(self) -> Sequence[CameraTold]:
        """Of the nodes, by their last words; those of a silent one are lost. As many as fit."""
        told: list[CameraTold] = []
        room = _CAMERAS_BYTES
        for one in islice(self._cameras(), MOST_CAMERAS):
            room -= len(fields_to_json({"camera": one}))
            if room < 0:
                break
            told.append(one)
        return told

    def _cameras(self) -> Iterator[CameraTold]:
        now = self._clock()
        sql = (
            "SELECT node_words.* FROM node_words JOIN nodes ON nodes.node_id = node_words.node_id "
            "WHERE revoked_at IS NULL ORDER BY node_words.node_id"
        )
        for row in self._database.rows(sql):
            is_silent = now - from_text(row["heard_at"]) > SILENT_AFTER
            for one in cameras_from_row(row):
                yield CameraTold(_of(row["node_id"], one.name), Sight.LOST if is_silent else one.sight)

    def _changed_after(self, number: int, most: int) -> Sequence[Changed]:
        return [
            Changed(one.arrival, one.told.who, one.told.candidates, partial(self._told, one))
            for one in self._look.arrived_after(number, most)
        ]

    def _told(self, kept: KeptAlarm, candidates: tuple[Candidate, ...]) -> AlarmTold:
        told = kept.told
        return replace(
            told,
            alarm_id=AlarmId(f"{kept.node_id}/{told.alarm_id}"),
            revision=kept.arrival,
            candidates=candidates,
            camera=_of(kept.node_id, told.camera),
            first_at=told_moment(told.first_at - kept.mended),
            raised_at=told_moment(told.raised_at - kept.mended),
            last_seen_at=told_moment(told.last_seen_at - kept.mended),
            last_camera=_of(kept.node_id, told.last_camera),
            steps=self._steps(kept),
        )

    def _steps(self, kept: KeptAlarm) -> tuple[StepTold, ...]:
        """The newest: earlier ones were told before."""
        sql = "SELECT * FROM upstream_steps WHERE node_id = ? AND alarm_id = ? ORDER BY at DESC, step_id DESC LIMIT ?"
        rows = self._database.rows(sql, (kept.node_id, kept.told.alarm_id, MOST_STEPS))
        return tuple(_step(kept, step_from_row(row)) for row in reversed(rows))


def _step(kept: KeptAlarm, step: Step) -> StepTold:
    at = told_moment(step.at - kept.mended)
    return StepTold(f"{kept.node_id}/{step.step_id}", at, step.who, act_to_text(step.act))


def _of(node_id: str, name: str) -> str:
    return f"{node_id}/{name}"[:_LONGEST_NAME]
