"""Opens the book at a hospital's FHIR interface from what a site's settings say."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.desk.fhir import upkeep
from kiosk.desk.fhir.asking import FhirServer
from kiosk.desk.fhir.book import FhirBook
from kiosk.desk.fhir.capabilities import lacking
from kiosk.desk.fhir.hospital import Hospital
from kiosk.desk.fhir.names import FhirNames
from kiosk.desk.fhir.outcomes import ServerAway
from kiosk.desk.fhir.payable import FhirPayable
from kiosk.desk.http.asking import Patience
from kiosk.desk.sql.site import Site
from kiosk.errors import KioskError
from kiosk.rules.limits import Channel

KEEP_UP_EVERY = timedelta(seconds=20)
_HINT = "Put the token of the hospital's FHIR server into a file and its path into desk.book_token_file."


class OpenFhirBook:
    """The book with all that a hub does with one. `keep_up` may be called as often as one likes."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital
        self._kept_up_at: datetime | None = None
        self._failure: KioskError | None = None
        self.book = FhirBook.open(hospital)

    def payable(self, site: Site) -> FhirPayable:
        """For the till of this view of the site."""
        hospital = self._hospital.for_channel(site.channel).telling(site.told)
        return FhirPayable(hospital)

    def for_channel(self, channel: Channel) -> FhirBook:
        return self.book.for_channel(channel)

    def keep_up(self) -> None:
        """Asks the hospital's system at most every KEEP_UP_EVERY, and says until then how that went. Raises DeskAway,
        and ClockWrong."""
        now = self._hospital.site.now()
        if self._kept_up_at is None or not timedelta(0) <= now - self._kept_up_at < KEEP_UP_EVERY:
            self._kept_up_at, self._failure = now, None
            try:
                upkeep.keep_up(self._hospital)
            except KioskError as error:
                self._failure = error
        if self._failure is not None:
            raise self._failure

    def lacking(self) -> tuple[str, ...]:
        """What the hospital's system says it cannot do, a sentence each. Raises DeskAway."""
        return lacking(self._hospital.server.capabilities())

    def close(self) -> None:
        """May be called twice. The site's database is its owner's to close."""
        self._hospital.server.close()


def open_fhir_book(
    site: Site,
    base_url: str,
    token_file: Path | None = None,
    ca_file: Path | None = None,
    names: FhirNames | None = None,
    patience: Patience | None = None,
) -> OpenFhirBook:
    """Asks the hospital's system nothing yet. Raises AddressRefused (records.errors) for plain HTTP to another PC,
    KioskError for a file that cannot be read."""
    token = _nobody if token_file is None else _reader_of(token_file)
    token()
    return OpenFhirBook(Hospital.at(site, FhirServer(base_url, token, patience, ca_file), names))


def _nobody() -> str:
    return ""


def _reader_of(token_file: Path) -> Callable[[], str]:
    """Read anew each time: tokens end, and whoever renews them writes the file."""

    def read() -> str:
        try:
            token = token_file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise ServerAway(f"{token_file} cannot be read: {error}", _HINT) from error
        if not token or not token.isprintable() or " " in token:
            raise ServerAway(f"{token_file} holds no token", _HINT)
        return token

    return read
