"""Presentation times that only go forward, whatever the file says. PURE."""

from camera.types import Seconds

LATE_START_S = 1.0
"""A recording whose first moment comes later than this carries a recorder's clock: it is counted from there."""

JUMP_BACK_S = 1.0
"""A step back by more than this is a clock that was set or wrapped; a smaller one is a single wrong stamp."""

TICK_S = 0.001


class Timeline:
    """Turns a file's time stamps into seconds from the start of its own timeline, strictly increasing.

    A frame with no stamp follows the one before it by `step_s` (one over the frame rate).
    """

    def __init__(self, step_s: Seconds, start_s: Seconds) -> None:
        if not step_s > 0:
            raise ValueError(f"step_s must be above 0, not {step_s}")
        self._step_s = step_s
        self._offset_s = start_s if start_s > LATE_START_S else 0.0
        self._last_s: Seconds | None = None

    def at(self, stamp_s: Seconds | None) -> Seconds:
        """The time of the next frame."""
        at_s = self._placed(stamp_s)
        self._last_s = at_s
        return at_s

    def _placed(self, stamp_s: Seconds | None) -> Seconds:
        last_s = self._last_s
        if stamp_s is None:
            return 0.0 if last_s is None else last_s + self._step_s
        at_s = stamp_s - self._offset_s
        if last_s is None or at_s > last_s:
            return at_s
        if at_s > last_s - JUMP_BACK_S:
            return last_s + TICK_S
        self._offset_s = stamp_s - (last_s + self._step_s)
        return last_s + self._step_s
