"""What a follower tells of its hub, in words and as values."""

from typing import Any

from watchlist.feed.client.telling import FollowEvent, HubBack, HubLost, ListFollowed


def told(event: FollowEvent) -> tuple[dict[str, Any], str]:
    match event:
        case HubLost():
            value = {"event": "hub", "hub": event.hub, "state": "lost", "why": event.why, "hint": event.hint}
            return value, f"TROUBLE  hub {event.hub}: {event.why}\n          hint: {event.hint}"
        case HubBack():
            return {"event": "hub", "hub": event.hub, "state": "back"}, f"hub {event.hub} is back"
        case ListFollowed():
            taken = {"event": "list", "list": event.list_id, "epoch": event.epoch, "revision": event.seq}
            words = f"the list {event.list_id} is revision {event.seq}: {event.changed} changed"
            return {**taken, "changed": event.changed}, words
