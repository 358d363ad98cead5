"""A printer that takes its time."""

from threading import Event

from hardware.printers.fake import FakePrinter

WITHIN_S = 20.0


class SlowPrinter(FakePrinter):
    """Every slip waits while it is held up."""

    def __init__(self) -> None:
        super().__init__("printer")
        self._free = Event()
        self._free.set()

    def hold_up(self) -> None:
        self._free.clear()

    def let_go(self) -> None:
        self._free.set()

    def send(self, job: bytes) -> None:
        assert self._free.wait(WITHIN_S), "a slip was held up and forgotten"
        super().send(job)
