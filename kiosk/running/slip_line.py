"""Prints slips one after another; every slip ends in exactly one event."""

from collections.abc import Callable

from hardware.errors import CoverOpen, HalfPrinted, HardwareError, OutOfPaper
from hardware.printers.protocol import SlipPrinter
from hardware.printers.status import failure_of as why_not
from kiosk.running.hands import Crash, Hands, Post
from kiosk.running.staff import Staff
from kiosk.visit.effects import PrintSlip
from kiosk.visit.events import Event, SlipFailed, SlipFailure, SlipPrinted

LayOut = Callable[[PrintSlip], bytes]
"""The bytes of a slip in its language, for this printer's paper. Raises HardwareError (no font)."""


class SlipLine:
    def __init__(self, printer: SlipPrinter, lay_out: LayOut, post: Post, staff: Staff, crash: Crash) -> None:
        self._printer = printer
        self._lay_out = lay_out
        self._post = post
        self._staff = staff
        self._hands = Hands("slips", crash)
        self._can_set = True

    def print(self, job: PrintSlip) -> None:
        self._hands.begin(lambda: self._post(self._printed(job)))

    def look(self) -> None:
        """Whether it could print now, so that the staff sees it before a patient has no slip, and that it is mended."""
        self._hands.begin(self._look)

    def close(self) -> None:
        self._hands.close()
        self._printer.close()

    def _printed(self, job: PrintSlip) -> Event:
        try:
            self._can_set = False
            slip = self._lay_out(job)
            self._can_set = True
            self._printer.send(slip)
        except HardwareError as error:
            self._lost(error)
            return SlipFailed(job.job_id, failure_of(error))
        self._staff.back(self._printer.name)
        return SlipPrinted(job.job_id)

    def _look(self) -> None:
        """A printer that cannot be asked, and one for which nothing can be set, are back when a slip is printed."""
        try:
            status = self._printer.status()
        except HardwareError as error:
            self._lost(error)
            return
        failure = why_not(self._printer.name, status)
        if failure is not None:
            self._lost(failure)
        elif status.tells and self._can_set:
            self._staff.back(self._printer.name)

    def _lost(self, error: HardwareError) -> None:
        self._staff.lost(self._printer.name, error.why, error.hint)


def failure_of(error: HardwareError) -> SlipFailure:
    kinds = {OutOfPaper: SlipFailure.OUT_OF_PAPER, CoverOpen: SlipFailure.COVER_OPEN, HalfPrinted: SlipFailure.HALF}
    return next((kind for cls, kind in kinds.items() if isinstance(error, cls)), SlipFailure.NO_PRINTER)
