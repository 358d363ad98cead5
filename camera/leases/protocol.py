"""The kiosk's mirror: the camera's picture after consent, and one face check at a time."""

from collections.abc import Callable
from typing import Protocol

from camera.leases.messages import CheckFacts, CheckProgress, MirrorClosed, StartCheck
from camera.types import Image

OnFrame = Callable[[Image, int], None]
"""A picture of the reader's own (BGR) and its number."""

Told = CheckProgress | CheckFacts | MirrorClosed
OnTold = Callable[[Told], None]


class Mirror(Protocol):
    """Held from the moment it is made; both callbacks come from a thread of its own.

    Every check that was started and not stopped is answered with CheckFacts, also when camera or worker are lost.
    After `close` nothing is called any more.
    """

    def start_check(self, order: StartCheck) -> None: ...
    def stop_check(self) -> None: ...
    def close(self) -> None: ...


OpenMirror = Callable[[OnFrame, OnTold], Mirror]
