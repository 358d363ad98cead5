"""Prints slips one after another; every slip ends in exactly one event."""

from collections.abc import Callable

from hardware.errors import CoverOpen, HalfPrinted, HardwareError, OutOfPaper
from hardware.printers.protocol import SlipPrinter
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

    def print(self, job: PrintSlip) -> None:
        self._hands.begin(lambda: self._post(self._printed(job)))

    def close(self) -> None:
        self._hands.close()
        self._printer.close()

    def _printed(self, job: PrintSlip) -> Event:
        try:
            self._printer.send(self._lay_out(job))
        except HardwareError as error:
            self._staff.lost(self._printer.name, error.why, error.hint)
            return SlipFailed(job.job_id, failure_of(error))
        self._staff.back(self._printer.name)
        return SlipPrinted(job.job_id)


def failure_of(error: HardwareError) -> SlipFailure:
    kinds = {OutOfPaper: SlipFailure.OUT_OF_PAPER, CoverOpen: SlipFailure.COVER_OPEN, HalfPrinted: SlipFailure.HALF}
    return next((kind for cls, kind in kinds.items() if isinstance(error, cls)), SlipFailure.NO_PRINTER)
