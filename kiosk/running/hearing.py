"""What card readers and scanners tell, turned into what it means for the visit."""

from collections.abc import Callable
from contextlib import suppress
from threading import Lock

from hardware.cards.events import CardEvent, CardIn, CardOut, CardUnreadable, ReaderBack, ReaderLost
from hardware.cards.protocol import CardReader
from hardware.errors import HardwareError
from hardware.scanners.codes import CodeRules, PickUpCode, ScannedCard, UnknownCode, understood
from hardware.scanners.events import ScanEvent, Scanned, ScannerBack, ScannerLost
from hardware.scanners.protocol import Scanner
from kiosk.desk.values import CardRef
from kiosk.running.hands import Post
from kiosk.running.staff import Staff
from kiosk.visit.events import CardBad, CardPlaced, CardRemoved, CodeScanned


class Hearing:
    """Every part tells from a thread of its own. `unknown` counts the codes that mean nothing.

    One card at a time can end a visit by being pulled: the one that was placed first. A second one in another reader
    counts as tapped, so that its going ends nobody's visit.
    """

    def __init__(self, post: Post, staff: Staff, unknown: Callable[[], None], rules: CodeRules | None = None) -> None:
        self._post = post
        self._staff = staff
        self._unknown = unknown
        self._rules = rules
        self._lock = Lock()
        self._holds: str | None = None
        self._parts: list[CardReader | Scanner] = []

    def hear_reader(self, reader: CardReader, stays: bool) -> None:
        self._parts.append(reader)
        reader.listen(lambda event: self._card(event, stays))

    def hear_scanner(self, scanner: Scanner) -> None:
        self._parts.append(scanner)
        scanner.listen(self._scan)

    def scanned(self, text: str) -> None:
        """Also for a scanner that types like a keyboard."""
        found = understood(text, self._rules)
        match found:
            case ScannedCard():
                self._post(CodeScanned(CardRef(found.kind, found.number)))
            case PickUpCode():
                self._post(CodeScanned(found.code))
            case UnknownCode():
                self._unknown()

    def close(self) -> None:
        """Twice is allowed. A driver that hangs is left behind: it has told its last."""
        parts, self._parts = self._parts, []
        for part in parts:
            with suppress(HardwareError):
                part.close()

    def _card(self, event: CardEvent, stays: bool) -> None:
        with self._lock:  # what one reader tells never overtakes what another told before
            match event:
                case CardIn():
                    stays = stays and self._holds is None
                    self._holds = event.reader if stays else self._holds
                    self._post(CardPlaced(event.card, stays))
                case CardOut() if event.reader == self._holds:
                    self._holds = None
                    self._post(CardRemoved())
                case CardUnreadable():
                    self._post(CardBad())
                case ReaderLost():
                    self._staff.lost(event.reader, event.why, event.hint)
                case ReaderBack():
                    self._staff.back(event.reader)

    def _scan(self, event: ScanEvent) -> None:
        match event:
            case Scanned():
                self.scanned(event.text)
            case ScannerLost():
                self._staff.lost(event.scanner, event.why, event.hint)
            case ScannerBack():
                self._staff.back(event.scanner)
