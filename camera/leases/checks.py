"""The one face check that the mirror's reader may have done: ordered and stopped by one thread, done by another."""

from collections.abc import Callable
from threading import Lock

from camera.errors import CameraPackageError
from camera.leases.check_protocol import Check, MakeCheck
from camera.leases.messages import CheckFacts, CheckProgress, NoComparison, StartCheck
from camera.liveness.facts import ChallengeEnd, LivenessFacts
from camera.types import Frame, Seconds

TICK_EVERY_S = 0.2


def nothing_compared(check_id: str, obstacle: NoComparison) -> CheckFacts:
    """How a check ends that never came to look at anybody."""
    return CheckFacts(check_id, LivenessFacts(ChallengeEnd.NOT_ASKED), model_id="", shots=0, obstacle=obstacle)


class CheckPost:
    """`start` and `stop` come from the reader's thread; `feed`, `tick` and `camera_lost` from the one that looks.

    A new order replaces the one before it. What is stopped, replaced or over is let go of: the reference, the shots.
    """

    def __init__(
        self,
        make: MakeCheck,
        tell: Callable[[CheckProgress | CheckFacts], None],
        complain: Callable[[CameraPackageError], None],
        clock: Callable[[], Seconds],
    ) -> None:
        """`clock` is the one that frames are stamped by."""
        self._make = make
        self._tell = tell
        self._complain = complain
        self._clock = clock
        self._lock = Lock()
        self._order: StartCheck | None = None
        self._check: Check | None = None
        self._check_id = ""
        self._looked_at: Seconds = float("-inf")

    def start(self, order: StartCheck) -> None:
        with self._lock:
            self._order, self._check, self._check_id = order, None, order.check_id

    def stop(self) -> None:
        with self._lock:
            self._order = self._check = None

    def feed(self, frame: Frame) -> None:
        check = self._current(frame.at)
        if check is not None:
            self._ask(check, lambda: check.feed(frame))

    def tick(self, at: Seconds) -> None:
        """Call it whenever there is time: it does nothing while frames come."""
        if 0 <= at - self._looked_at < TICK_EVERY_S:
            return
        check = self._current(at)
        if check is not None:
            self._ask(check, lambda: check.tick(at))

    def camera_lost(self) -> None:
        """A check cannot bridge a gap in which anybody may have stepped in."""
        with self._lock:
            runs = self._order is not None or self._check is not None
            self._order = self._check = None
            check_id = self._check_id
        if runs:
            self._tell(nothing_compared(check_id, NoComparison.CAMERA_LOST))

    def _current(self, at: Seconds) -> Check | None:
        with self._lock:
            order = self._order
            if order is None:
                return self._check
        try:
            check = self._make(order, at)
        except CameraPackageError as error:
            self._give_up(error)
            return None
        with self._lock:
            if self._order is order:
                self._order, self._check = None, check
            return self._check

    def _ask(self, check: Check, ask: Callable[[], CheckProgress | CheckFacts]) -> None:
        try:
            said = ask()
        except CameraPackageError as error:
            self._give_up(error)
            return
        finally:
            # Not the frame's own time: models that took seconds to load are no silence of the camera.
            self._looked_at = self._clock()
        with self._lock:
            if check is not self._check:
                return
            if isinstance(said, CheckFacts):
                self._check = None
        self._tell(said)

    def _give_up(self, error: CameraPackageError) -> None:
        """No model, or one that answers nonsense: for who stands there the same as no camera."""
        self._complain(error)
        self.camera_lost()
