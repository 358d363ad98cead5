"""What a beacon shows and what it tells. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol


class Signal(IntEnum):
    """What is to be seen and heard at the door; the higher, the more urgent.

    ATTENTION: something does not work and a technician should come, nobody need run. ALARM: a person looks now.
    ESCALATED: nobody did.
    """

    OFF = 0
    ATTENTION = 1
    ALARM = 2
    ESCALATED = 3


@dataclass(frozen=True, slots=True)
class BeaconLost:
    """It does not do what it should; told once until it is back."""

    beacon: str
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class NotShown:
    """A signal is due and this beacon does not show it, or not all of it; told once for each, after BeaconLost."""

    beacon: str
    signal: Signal
    why: str
    hint: str


@dataclass(frozen=True, slots=True)
class BeaconBack:
    """It works again and shows what is due now, which is not always what was missed."""

    beacon: str
    signal: Signal


BeaconEvent = BeaconLost | NotShown | BeaconBack
BeaconListener = Callable[[BeaconEvent], None]


class Beacon(Protocol):
    """One beacon, or several as one. A beacon that is missing or lost is told of and tried again by itself."""

    name: str

    def listen(self, listener: BeaconListener) -> None:
        """Start it, once, with everything off: what an ended program left on goes out. Events come from its threads."""

    def show(self, signal: Signal) -> None:
        """Never waits and never raises. The same signal again changes nothing: its siren is not started anew."""

    def close(self) -> None:
        """Turn everything off and stop; closing twice is allowed. Raises HardwareError when its thread does not end."""
