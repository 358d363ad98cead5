"""One face check, as the camera's worker drives it."""

from collections.abc import Callable
from typing import Protocol

from camera.leases.messages import CheckFacts, CheckProgress, StartCheck
from camera.types import Frame, Seconds


class Check(Protocol):
    """Fed with frames by one thread until it answers CheckFacts, then forgotten.

    `tick` lets time pass while no frame comes: a check ends by its own limits also in front of a dead camera.
    """

    def feed(self, frame: Frame) -> CheckProgress | CheckFacts: ...
    def tick(self, at: Seconds) -> CheckProgress | CheckFacts: ...


MakeCheck = Callable[[StartCheck, Seconds], Check]
"""May raise CameraPackageError: no engine, no model."""
