"""What is published of what happens. Decides what a listener may know: neither names nor faces nor scores of anybody,
neither why somebody is listed nor which guard has an alarm."""

import json
import string
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from watchlist.announcing.message import Message
from watchlist.post.values import AlarmView, CameraView, HubState, Overview

BEAT_S = 5
"""Between two heartbeats. A broker notices a program that is frozen only after a minute or so."""
WHY_LENGTH = 200
_PLAIN = (string.ascii_letters + string.digits + "-_.~").encode()


class Messages:
    """All of them begin with `prefix`."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.online = self._availability(b"online")
        self.offline = self._availability(b"offline")

    def standing(self, overview: Overview) -> list[Message]:
        """What holds now: each camera, the list, and how many alarms are open."""
        cameras = (self._camera(camera) for camera in overview.cameras)
        return [*cameras, self._list(overview), self._open_alarms(overview)]

    def beat(self, now: datetime) -> Message:
        return self._json("heartbeat", "heartbeat", {"at": _at(now), "every_s": BEAT_S}, is_kept=False)

    def alarm(self, alarm: AlarmView) -> list[Message]:
        """An open alarm stands until it is over; then it is told once more, and the broker forgets it."""
        told = self._alarm(alarm)
        return [told] if alarm.life.is_open else [told, Message(told.topic, b"", told.family)]

    def found(self, alarms: Iterable[AlarmView]) -> list[Message]:
        """At the start of a program: an alarm that is over was told by an earlier one, if it was, and is only wiped."""
        return [message for alarm in alarms for message in self.alarm(alarm) if alarm.life.is_open or message.is_wipe]

    def _alarm(self, alarm: AlarmView) -> Message:
        life = alarm.life
        content = {
            "alarm": alarm.alarm_id,
            "camera": alarm.camera,
            "now_at_camera": alarm.last_camera,
            "stage": str(life.stage),
            "level": life.level,
            "first_seen_at": _at(alarm.first_at),
            "raised_at": _at(alarm.raised_at),
            "since": _at(life.since or alarm.raised_at),
            "verdict": None if life.verdict is None else str(life.verdict),
        }
        return self._json(f"alarms/{level_of(alarm.alarm_id)}", "alarms/+", content, is_kept=life.is_open)

    def _camera(self, camera: CameraView) -> Message:
        content = {
            "camera": camera.camera,
            "sight": str(camera.sight),
            "since": _at(camera.since),
            "why": camera.why[:WHY_LENGTH],
        }
        return self._json(f"cameras/{level_of(camera.camera)}/state", "cameras/+/state", content)

    def _list(self, overview: Overview) -> Message:
        """Old is whatever the site says; to the minute, so that a list that is well is told once a minute at most."""
        follows = overview.hub is not HubState.NONE
        known_at = overview.list_at.replace(second=0, microsecond=0)
        content = {
            "freshness": overview.freshness.name.lower(),
            "people": overview.people,
            "hub": str(overview.hub),
            "known_at": _at(known_at) if follows else None,
        }
        return self._json("list", "list", content)

    def _open_alarms(self, overview: Overview) -> Message:
        oldest = overview.oldest_open_at
        content = {
            "open": overview.open_alarms,
            "level": overview.loudest,
            "oldest_at": None if oldest is None else _at(oldest),
        }
        return self._json("alarms/open", "alarms/open", content)

    def _availability(self, payload: bytes) -> Message:
        topic = self._topic("availability")
        return Message(topic, payload, topic, kept_s=None)

    def _json(self, topic: str, family: str, content: dict[str, Any], is_kept: bool = True) -> Message:
        payload = json.dumps(content, ensure_ascii=False).encode()
        return Message(self._topic(topic), payload, self._topic(family), is_kept)

    def _topic(self, below: str) -> str:
        return f"{self._prefix}/{below}"


def level_of(name: str) -> str:
    """A name as one level of a topic, percent-encoded as in a URL: no '/', '+' or '#', and ASCII for old listeners.

    "open" would be taken for the number of open alarms, were it the id of one.
    """
    encoded = "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in name.encode())
    return "%6Fpen" if encoded == "open" else encoded


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
