"""What is told of the alarms that go from here to a hub."""

from typing import Any

from scripts.nodes.telling import roughly
from watchlist.upstream.telling import AlarmsDelivered, AlarmSetAside, ClockOff, DeliveryLost, UpstreamEvent


def upstream_told(event: UpstreamEvent) -> tuple[dict[str, Any], str]:
    """The event and its words."""
    told: dict[str, Any]
    match event:
        case DeliveryLost():
            told = {"event": "delivery", "hub": event.hub, "state": "lost", "why": event.why, "hint": event.hint}
            return told, f"TROUBLE  alarms wait for the hub {event.hub}: {event.why}\n          hint: {event.hint}"
        case AlarmsDelivered():
            told = {"event": "delivery", "hub": event.hub, "state": "delivered", "alarms": event.alarms}
            return told, f"{event.alarms} alarm(s) that waited are at the hub"
        case AlarmSetAside():
            told = {"event": "delivery", "hub": event.hub, "state": "set aside", "id": event.alarm_id}
            told |= {"why": event.why, "hint": event.hint}
            return (
                told,
                f"TROUBLE  the hub takes alarm {event.alarm_id[:8]} never: {event.why}\n          hint: {event.hint}",
            )
        case ClockOff():
            told = {"event": "clock", "hub": event.hub, "off_s": round(event.off_s, 1)}
            return told, _clock_words(event.off_s)


def _clock_words(off_s: float) -> str:
    if not off_s:
        return "this PC's clock is the hub's again"
    way = "ahead of" if off_s > 0 else "behind"
    words = f"TROUBLE  this PC's clock is {roughly(abs(off_s))} {way} the hub's"
    return f"{words}\n          hint: Set the clock that is wrong; the alarms' order at the hub is mended meanwhile."
