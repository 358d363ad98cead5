"""How the console sounds, and what ends a silence that somebody asked for. Pure."""

from datetime import datetime

from watchlist.post.console.pages import Ring
from watchlist.post.console.state import Console


def wanted(state: Console, at: datetime) -> Ring:
    """Also while it is muted. Whoever has taken an alarm is not rung at until it escalates."""
    shift, overview = state.shift, state.overview
    if shift is not None and shift.has_all:
        waiting = [alarm.life for alarm in shift.open_alarms if alarm.life.is_unanswered]
        loudest, count = max((life.level for life in waiting), default=0), len(waiting)
    else:
        loudest, count = (overview.loudest, overview.unanswered) if overview else (0, 0)
    if count:
        return Ring.ESCALATED if loudest else Ring.ALARM
    cameras = overview.cameras if overview else ()
    unwell = any(camera.sight.needs_somebody for camera in cameras)
    return Ring.ATTENTION if unwell or state.is_away(at) else Ring.SILENT


def ring(state: Console, at: datetime) -> Ring:
    return Ring.SILENT if state.is_muted(at) else wanted(state, at)


def is_louder(before: Console, after: Console) -> bool:
    """Whether there is an alarm that was not there, or one has escalated: a silence ends."""
    if before.shift is not None and after.shift is not None and before.shift.has_all:
        levels = {alarm.alarm_id: alarm.life.level for alarm in before.shift.open_alarms}
        return any(alarm.life.level > levels.get(alarm.alarm_id, -1) for alarm in after.shift.open_alarms)
    if before.overview is None or after.overview is None:
        return False
    more = after.overview.unanswered > before.overview.unanswered
    return more or after.overview.loudest > before.overview.loudest
