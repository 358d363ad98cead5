"""What goes of the alarms that nodes told their hub."""

from records.database import Database
from watchlist.alarms.record import candidates_from_json, candidates_to_json
from watchlist.types import PersonId


def forget_told_of(person_id: PersonId, database: Database) -> None:
    """Nothing that relates to this person stays: an alarm about them goes with its steps, and one that was, or may
    have been, somebody else loses them. Inside `writing()`."""
    sql = (
        "SELECT upstream_alarms.* FROM upstream_alarms JOIN upstream_people ON "
        "upstream_people.node_id = upstream_alarms.node_id AND upstream_people.alarm_id = upstream_alarms.alarm_id "
        "WHERE upstream_people.person_id = ?"
    )
    for row in database.rows(sql, (person_id,)):
        where = (row["node_id"], row["alarm_id"])
        others = tuple(one for one in candidates_from_json(row["candidates"]) if one.person_id != person_id)
        if row["person_id"] == person_id or not others:
            drop_alarm(*where, database)
            continue
        told = (candidates_to_json(others), *where)
        database.execute("UPDATE upstream_alarms SET candidates = ? WHERE node_id = ? AND alarm_id = ?", told)
    database.execute("DELETE FROM upstream_people WHERE person_id = ?", (person_id,))


def drop_alarm(node_id: str, alarm_id: str, database: Database, *, with_steps: bool = True) -> None:
    """Inside `writing()`."""
    for table in ("upstream_alarms", "upstream_people", *(("upstream_steps",) if with_steps else ())):
        database.execute(f"DELETE FROM {table} WHERE node_id = ? AND alarm_id = ?", (node_id, alarm_id))
