"""What the programs of an attacked house told. PURE."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scripts.bench.attack.eyes import Eyes
from watchlist.types import AlarmId

NO_ALARM = AlarmId("")


@dataclass(frozen=True, slots=True)
class SeatTold:
    """`what`: in, open or over (an alarm as it is now), asked (about to decide), decided (the post said so).

    `note` tells decisions apart.
    """

    what: str
    alarm_id: AlarmId = NO_ALARM
    note: str = ""


@dataclass
class Heard:
    """`alarms`: the ids the watch told as kept. `seen`, and of these `open`, are what the guards' screens were shown.

    `asked` and `decided`: the alarms of the decisions, by their notes. `ended`: the programs that ended by themselves.
    """

    alarms: list[AlarmId] = field(default_factory=list)
    seen: set[AlarmId] = field(default_factory=set)
    open: set[AlarmId] = field(default_factory=set)
    asked: dict[str, AlarmId] = field(default_factory=dict)
    decided: dict[str, AlarmId] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    def watch_told(self, event: dict[str, Any], eyes: Eyes) -> None:
        match event["event"]:
            case "camera" if event["condition"] == "live":
                eyes.live(event["camera"], datetime.fromisoformat(event["at"]))
            case "camera":
                self._count(f"camera {event['condition']}")
                eyes.lost(event["camera"], datetime.fromisoformat(event["at"]))
            case "alarm":
                self.alarms.append(event["id"])
            case "trouble":
                self._count(event["why"])

    def screen_told(self, told: SeatTold) -> None:
        match told.what:
            case "open":
                self.seen.add(told.alarm_id)
                self.open.add(told.alarm_id)
            case "over":
                self.seen.add(told.alarm_id)
                self.open.discard(told.alarm_id)
            case "asked":
                self.asked[told.note] = told.alarm_id
            case "decided":
                self.decided[told.note] = told.alarm_id

    def _count(self, trouble: str) -> None:
        self.troubles[trouble] = self.troubles.get(trouble, 0) + 1
