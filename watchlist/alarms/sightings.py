"""Where the visit of an alarm led: one row for as long as one camera kept seeing the person."""

from datetime import datetime, timedelta

from records.database import Database, Row
from records.moments import from_text, to_text
from watchlist.alarms.stay import Stay
from watchlist.types import AlarmId

SAME_STAY = timedelta(seconds=30)
"""A camera that sees the person again within this time prolongs its row: two that share a view would write a row for
every look otherwise."""


def note_sighting(database: Database, alarm_id: AlarmId, camera: str, at: datetime, score: float) -> None:
    """Inside `writing()`. What was seen before the camera's newest row lies within it or is not worth a row."""
    newest = database.row(
        "SELECT * FROM sightings WHERE alarm_id = ? AND camera = ? ORDER BY place DESC LIMIT 1", (alarm_id, camera)
    )
    if newest is not None and at - from_text(newest["to_at"]) <= SAME_STAY:
        database.execute(
            "UPDATE sightings SET to_at = ?, score = ? WHERE alarm_id = ? AND place = ?",
            (max(newest["to_at"], to_text(at)), max(newest["score"], score), alarm_id, newest["place"]),
        )
        return
    count = database.row("SELECT count(*) AS stays FROM sightings WHERE alarm_id = ?", (alarm_id,))
    assert count is not None
    row: Row = {"alarm_id": alarm_id, "place": count["stays"], "camera": camera, "score": score}
    database.insert("sightings", row | {"from_at": to_text(at), "to_at": to_text(at)})


def stays_of(database: Database, alarm_id: AlarmId) -> list[Stay]:
    rows = database.rows("SELECT * FROM sightings WHERE alarm_id = ? ORDER BY from_at, place", (alarm_id,))
    return [Stay(row["camera"], from_text(row["from_at"]), from_text(row["to_at"]), row["score"]) for row in rows]
