"""What a channel (app, WeChat, Alipay, 114) is to tell its patient, kept until the channel says it has it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.desk.values import Words


class MessageKind(StrEnum):
    """BOOKED: when and where to pick up, with the code. CANCELLED and NO_SHOW: the booking is no more."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    NO_SHOW = "no-show"


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """`place`: the floor and where. `code`: the pick-up code, for the patient's eyes alone."""

    id: str
    channel: str
    kind: MessageKind
    booking_id: str
    patient_id: str
    department: Words
    place: Words
    starts_at: datetime
    check_in_from: datetime
    check_in_until: datetime
    code: str = field(repr=False)

    def __post_init__(self) -> None:
        if any(at.tzinfo is None for at in (self.starts_at, self.check_in_from, self.check_in_until)):
            raise ValueError("a moment without a time zone")


class MessageBox(Protocol):
    """Raises DeskAway. A message comes again until it is acknowledged: a channel may see one twice, never none."""

    def waiting(self, channel: str, limit: int) -> tuple[ChannelMessage, ...]:
        """The oldest first."""

    def acknowledge(self, channel: str, ids: Sequence[str]) -> None:
        """These are told; ids of other channels and unknown ones change nothing."""


class FakeMessageBox:
    """A box in memory; `put` is the hand."""

    def __init__(self) -> None:
        self._messages: dict[str, ChannelMessage] = {}

    def put(self, message: ChannelMessage) -> None:
        self._messages[message.id] = message

    def waiting(self, channel: str, limit: int) -> tuple[ChannelMessage, ...]:
        return tuple(message for message in tuple(self._messages.values()) if message.channel == channel)[:limit]

    def acknowledge(self, channel: str, ids: Sequence[str]) -> None:
        for message in self.waiting(channel, len(self._messages)):
            if message.id in ids:
                self._messages.pop(message.id, None)
