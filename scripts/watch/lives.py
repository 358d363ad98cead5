"""What becomes of the alarms, as events: also what guards did through another program on the same store."""

from collections.abc import Iterator
from typing import Any

from watchlist.alarms.life import Life, Stage
from watchlist.alarms.record import AlarmRecord
from watchlist.store import WatchlistStore


class LivesFollowed:
    """Follows the store from the moment it is made. One thread."""

    def __init__(self, store: WatchlistStore) -> None:
        self._store = store
        self._revision = store.alarm_revision
        self._lives = {record.alarm_id: record.life for record in store.alarms()}

    def news(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Each event and its words. Raises RecordsError, and goes on from there the next time."""
        while changed := self._store.changed_since(self._revision):
            for record in changed:
                self._revision = record.revision
                before = self._lives.get(record.alarm_id, Life())
                self._lives[record.alarm_id] = record.life
                what = what_happened(before, record.life)
                if what is not None:
                    yield _event(record, what), _text(record, what)


def what_happened(before: Life, after: Life) -> str | None:
    """In a word; None where the life is the same. Of several things at once the last."""
    if after == before:
        return None
    if after.stage in (Stage.DECIDED, Stage.EXPIRED):
        return str(after.stage)
    if after.level > before.level:
        return "escalated"
    if after.stage is Stage.TAKEN:
        return "taken"
    return "forwarded" if after.meant_for else "released"


def _event(record: AlarmRecord, what: str) -> dict[str, Any]:
    life = record.life
    return {
        "event": "life",
        "id": record.alarm_id,
        "what": what,
        "guard": life.owner,
        "meant_for": life.meant_for,
        "level": life.level,
        "verdict": None if life.verdict is None else str(life.verdict),
        "at": None if life.since is None else life.since.isoformat(),
    }


def _text(record: AlarmRecord, what: str) -> str:
    life = record.life
    clock = "" if life.since is None else life.since.astimezone().strftime("%H:%M:%S")
    words = {
        "taken": f"taken by {life.owner}",
        "decided": f"decided by {life.owner}: {str(life.verdict or '').replace('_', ' ')}",
        "forwarded": f"given back, {life.meant_for} is asked",
        "released": "given back",
        "escalated": f"ESCALATED, level {life.level}",
        "expired": "expired: nobody decided",
    }
    return f"{clock}  {words[what]}  {record.alarm_id[:8]}  at {record.last_camera}"
