"""The visits that a hub's book comes to. No more alarms are read than can have to do with what is asked for, and the
answer is the one that all of them would give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from records.database import Database, Row
from records.moments import to_text
from watchlist.alarms.acts import act_to_text
from watchlist.alarms.life import Decide, Verdict
from watchlist.types import PersonId
from watchlist.upstream.rows import alarm_from_row, with_steps
from watchlist.upstream.together import LONGEST_VISIT, SURELY_OVER_AFTER, KeptAlarm, Together, reach, visits_of

_ALARMS = (
    "SELECT upstream_alarms.*, nodes.source FROM upstream_alarms JOIN nodes ON nodes.node_id = upstream_alarms.node_id"
)
_OF = f"{_ALARMS} WHERE (upstream_alarms.node_id, upstream_alarms.alarm_id) IN "
_PEOPLE = "SELECT node_id, alarm_id FROM upstream_people"
_MISTAKEN = act_to_text(Decide(Verdict.NOT_THIS_PERSON))
_Key = tuple[str, str]
_AT_ONCE = 200


class VisitLook:
    """Of one database. Everything is to be called inside `reading()` or `writing()`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, limit: int) -> list[Together]:
        """Newest first. Of several PCs' alarms a visit takes more than one: more are read until there are enough."""
        most = limit
        while True:
            most *= 2
            since = self._began_at(most)
            alarms = self._read(f"{_OF} ({_PEOPLE} WHERE open_until > ?)", (since,))
            found = [one for one in visits_of(self._led_to(alarms, since)) if to_text(one.alarms[0].raised_at) >= since]
            if len(found) >= limit or not since:
                return self._with_steps(found[:limit])

    def about(self, person_id: PersonId) -> list[Together]:
        """Those that were, or may have been, of this person, newest first."""
        alarms = self._read(f"{_OF} ({_PEOPLE} WHERE person_id = ?)", (person_id,))
        return self._with_steps([one for one in visits_of(self._led_to(alarms)) if person_id in one.who])

    def mistaken(self, since: datetime) -> list[Together]:
        """Those that began later and ended so that it was somebody else."""
        told = (
            "SELECT step.node_id, step.alarm_id FROM upstream_steps AS step JOIN upstream_people AS who "
            "ON who.node_id = step.node_id AND who.alarm_id = step.alarm_id WHERE act = ? AND open_until > ?"
        )
        alarms = self._read(f"{_OF} ({told})", (_MISTAKEN, to_text(since)))
        said = {_key(one) for one in alarms}
        found = [visit for visit in visits_of(self._led_to(alarms)) if visit.alarms[0].raised_at > since]
        whole = self._with_steps([visit for visit in found if said & {_key(one) for one in visit.alarms}])
        return [visit for visit in whole if visit.life.verdict is Verdict.NOT_THIS_PERSON]

    def over(self, before: datetime) -> list[Together]:
        """Those that were over before this moment."""
        heard = "SELECT node_id, alarm_id FROM upstream_alarms WHERE received_at < ?"
        moments = (to_text(before + SURELY_OVER_AFTER), to_text(before - LONGEST_VISIT))
        alarms = self._read(f"{_OF} ({_PEOPLE} WHERE open_until < ? UNION {heard})", moments)
        return self._with_steps([visit for visit in visits_of(self._led_to(alarms)) if visit.over_at < before])

    def alarm(self, node_id: str, alarm_id: str) -> KeptAlarm | None:
        """Without its steps."""
        found = self._read(
            f"{_ALARMS} WHERE upstream_alarms.node_id = ? AND upstream_alarms.alarm_id = ?", (node_id, alarm_id)
        )
        return found[0] if found else None

    def arrived_after(self, arrival: int, most: int) -> list[KeptAlarm]:
        """The next that changed here, in the order of their changes, without their steps."""
        return self._read(f"{_ALARMS} WHERE arrival > ? ORDER BY arrival LIMIT {most:d}", (arrival,))

    def _began_at(self, place: int) -> str:
        """When the alarm at this place rang, counted from the newest; nothing where there are not so many."""
        sql = "SELECT began_at FROM upstream_people ORDER BY began_at DESC LIMIT 1 OFFSET ?"
        row = self._database.row(sql, (place,))
        return row["began_at"] if row else ""

    def _led_to(self, alarms: Sequence[KeptAlarm], complete_since: str | None = None) -> Iterable[KeptAlarm]:
        """These, and all that lead to each other from them: without one of those another might be of another visit.
        Of what rang after `complete_since` all such are among `alarms`."""
        found = {_key(one): one for one in alarms}
        ahead = list(alarms)
        while ahead:
            alarm = ahead.pop()
            began_at, open_until = (to_text(one) for one in reach(alarm))
            if complete_since is not None and began_at >= complete_since:
                continue
            people = [one.person_id for one in alarm.told.candidates]
            marks = ", ".join("?" for _ in people)
            sql = f"{_PEOPLE} WHERE person_id IN ({marks}) AND open_until > ? AND began_at < ?"
            for row in self._database.rows(sql, (*people, began_at, open_until)):
                key = (row["node_id"], row["alarm_id"])
                if key not in found and (near := self.alarm(*key)) is not None:
                    found[key] = near
                    ahead.append(near)
        return found.values()

    def _read(self, sql: str, values: Sequence[object]) -> list[KeptAlarm]:
        return [alarm_from_row(row) for row in self._database.rows(sql, values)]

    def _with_steps(self, visits: Sequence[Together]) -> list[Together]:
        keys = [_key(one) for visit in visits for one in visit.alarms]
        steps: dict[_Key, list[Row]] = {key: [] for key in keys}
        for begin in range(0, len(keys), _AT_ONCE):
            some = keys[begin : begin + _AT_ONCE]
            marks = ", ".join("(?, ?)" for _ in some)
            sql = (
                f"WITH wanted (node_id, alarm_id) AS (VALUES {marks}) SELECT upstream_steps.* FROM wanted "
                "CROSS JOIN upstream_steps WHERE upstream_steps.node_id = wanted.node_id "
                "AND upstream_steps.alarm_id = wanted.alarm_id ORDER BY at, step_id"
            )
            for row in self._database.rows(sql, tuple(chain.from_iterable(some))):
                steps[row["node_id"], row["alarm_id"]].append(row)
        return [
            replace(visit, alarms=tuple(with_steps(one, steps[_key(one)]) for one in visit.alarms)) for visit in visits
        ]


def _key(alarm: KeptAlarm) -> _Key:
    return alarm.node_id, alarm.told.alarm_id
