"""Looks at the parts between two visits, and tells the first page what is lost: by then nobody has asked for it yet."""

from collections.abc import Callable, Collection, Mapping

from kiosk.running.desk_line import DESK
from kiosk.running.mirror_line import CAMERA
from kiosk.running.post_line import DISK
from kiosk.visit.parts import Part

EVERY_S = 15.0
OWN_NAMES = {CAMERA: Part.CAMERA, DESK: Part.DESK, DISK: Part.DISK}


class Looking:
    """Of the conversation's thread. `away` answers what the staff was told of; a lost desk is asked whether it is back.

    The camera is not looked at: before a patient agreed nobody opens it.
    """

    def __init__(
        self,
        kinds: Mapping[str, Part],
        away: Callable[[], Collection[str]],
        look_at_printer: Callable[[], None],
        look_at_desk: Callable[[], None],
    ) -> None:
        self._kinds = {**OWN_NAMES, **kinds}
        self._away = away
        self._look_at_printer = look_at_printer
        self._look_at_desk = look_at_desk
        self._looked_at_s = float("-inf")

    def look(self, at_s: float) -> None:
        """To be called while nobody is there."""
        if at_s - self._looked_at_s < EVERY_S:
            return
        self._looked_at_s = at_s
        self._look_at_printer()
        if DESK in self._away():
            self._look_at_desk()

    def lost(self) -> tuple[Part, ...]:
        """Letters that nobody will have are no part; they are in the log."""
        away = self._away()
        found = {self._kinds[name] for name in away if name in self._kinds}
        readers = [name for name, kind in self._kinds.items() if kind is Part.READER]
        if readers and all(name in away for name in readers):
            found = found - {Part.READER} | {Part.READERS}
        return tuple(part for part in Part if part in found)
