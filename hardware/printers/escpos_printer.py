"""A slip printer that speaks ESC/POS: asked before a slip whether it can, and after it whether it did."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from hardware.errors import HalfPrinted, HardwareError, PartLost, PartMissing
from hardware.printers.connection import Connection
from hardware.printers.status import CANNOT_TELL, PrinterStatus, failure_of
from hardware.printers.talk import Patience, Talk


class EscposPrinter:
    """Any thread may call it; one slip at a time. A printer that answers GS r when a slip is done is believed then;
    one that does not is watched for `settle_s` more."""

    def __init__(
        self,
        name: str,
        connection: Connection,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._connection = connection
        self._patience = patience or Patience()
        self._clock = clock
        self._lock = Lock()
        self._was_there = False
        self._answers_in_turn: bool | None = None

    def status(self) -> PrinterStatus:
        """Raises PartMissing or PartLost."""
        with self._lock, self._talk() as talk:
            return self._status(talk) if talk else CANNOT_TELL

    def check(self) -> None:
        failure = failure_of(self.name, self.status())
        if failure is not None:
            raise failure

    def send(self, job: bytes) -> None:
        with self._lock, self._talk() as talk:
            if talk is not None:
                self._refuse_if_unable(talk)
            try:
                self._connection.write(job)
                if talk is not None:
                    self._until_printed(talk)
            except OSError as error:
                raise HalfPrinted(self.name, f"lost in the middle of a slip: {error}") from error

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def _talk(self) -> Iterator[Talk | None]:
        """None where the printer cannot answer."""
        try:
            self._connection.open()
            self._was_there = self._was_there or not self._connection.tells
            try:
                yield Talk(self._connection, self._patience, self._clock) if self._connection.tells else None
            finally:
                self._connection.close()
        except OSError as error:
            self._answers_in_turn = None  # it may be another printer that comes back
            kind = PartLost if self._was_there else PartMissing
            raise kind(self.name, f"it does not answer: {error}") from error

    def _status(self, talk: Talk) -> PrinterStatus:
        status = talk.status()
        self._was_there = True
        return status

    def _refuse_if_unable(self, talk: Talk) -> None:
        failure = failure_of(self.name, self._status(talk))
        if failure is not None:
            raise failure
        if self._answers_in_turn is None:
            self._answers_in_turn = talk.answers_in_turn()

    def _until_printed(self, talk: Talk) -> None:
        deadline = self._clock() + self._patience.printed_s
        if not self._answers_in_turn:
            talk.listen(self._patience.settle_s)
            self._stop_on_failure(talk.status(deadline))
            return
        talk.ask_in_turn()
        while self._clock() < deadline:
            if talk.is_done():
                return
            self._stop_on_failure(talk.status(deadline))
        raise HalfPrinted(self.name, f"it did not say within {self._patience.printed_s:.0f} s that the slip is printed")

    def _stop_on_failure(self, status: PrinterStatus) -> None:
        failure = failure_of(self.name, status)
        if failure is not None:
            raise HalfPrinted(self.name, f"{failure.why}, in the middle of a slip", _then_again(failure))


def _then_again(failure: HardwareError) -> str:
    return f"{failure.hint} Take out the half slip and print it again."
