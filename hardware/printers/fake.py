"""A printer without paper or plug: a test, or the demo, is its hand and reads what it printed."""

from collections import deque
from dataclasses import dataclass
from threading import Lock

from hardware.errors import HalfPrinted, PartLost
from hardware.printers.reader import read_slip, words_of
from hardware.printers.status import PaperLevel, PrinterStatus, failure_of

KEPT = 20


@dataclass(frozen=True, slots=True)
class FakeSlip:
    """What somebody may read on the paper; `whole` is False when the printer stopped in the middle."""

    rows: tuple[str, ...]
    whole: bool
    job: bytes

    @property
    def text(self) -> str:
        return "\n".join(self.rows)


class FakePrinter:
    """Refuses what a real one refuses. It keeps the newest slips only, and `take_slips` hands them out for good."""

    def __init__(self, name: str = "fake printer") -> None:
        self.name = name
        self._slips: deque[FakeSlip] = deque(maxlen=KEPT)
        self._lock = Lock()
        self._paper_bytes: int | None = None
        self._link_bytes: int | None = None
        self._cover_open = False
        self._plugged_in = True

    @property
    def slips(self) -> tuple[FakeSlip, ...]:
        with self._lock:
            return tuple(self._slips)

    def take_slips(self) -> tuple[FakeSlip, ...]:
        with self._lock:
            taken = tuple(self._slips)
            self._slips.clear()
            return taken

    def status(self) -> PrinterStatus:
        with self._lock:
            return self._status()

    def check(self) -> None:
        failure = failure_of(self.name, self.status())
        if failure is not None:
            raise failure

    def send(self, job: bytes) -> None:
        with self._lock:
            failure = failure_of(self.name, self._status())
            if failure is not None:
                raise failure
            self._print(job)

    def close(self) -> None:
        pass

    def run_out_of_paper(self, after_bytes: int = 0) -> None:
        """At once, or in the middle of a slip that is longer."""
        self._paper_bytes = after_bytes

    def refill(self) -> None:
        self._paper_bytes = None

    def open_cover(self) -> None:
        self._cover_open = True

    def close_cover(self) -> None:
        self._cover_open = False

    def stop_after(self, job_bytes: int) -> None:
        """The cable comes out when so many bytes of slips have gone through; `plug_in` puts it back."""
        self._link_bytes = job_bytes

    def unplug(self) -> None:
        self._plugged_in = False

    def plug_in(self) -> None:
        self._plugged_in, self._link_bytes = True, None

    def _status(self) -> PrinterStatus:
        if not self._plugged_in:
            raise PartLost(self.name, "it does not answer: it is unplugged")
        paper = PaperLevel.OUT if self._paper_bytes == 0 else PaperLevel.PLENTY
        return PrinterStatus(offline=self._cover_open, cover_open=self._cover_open, paper=paper)

    def _print(self, job: bytes) -> None:
        link, paper = (len(job) if limit is None else limit for limit in (self._link_bytes, self._paper_bytes))
        done = min(link, paper, len(job))
        self._slips.append(FakeSlip(tuple(words_of(read_slip(job[:done]))), done == len(job), job[:done]))
        self._link_bytes = self._link_bytes and link - done
        self._paper_bytes = self._paper_bytes and paper - done
        if done < len(job):
            self._plugged_in = link > done
            raise HalfPrinted(self.name, f"stopped after {done} of {len(job)} bytes")
