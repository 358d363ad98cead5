"""A hub's list over the network, as those who keep it work with it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import cast

from records.canonical import Json
from watchlist.alarms.rejections import ReviewDue
from watchlist.hub.http.asking import Asking
from watchlist.hub.http.reports_client import HubReports
from watchlist.hub.http.wire import MOST_VECTORS
from watchlist.hub.values import FaceTold, HubTold, LoggedIn, Photograph, PhotoNamed, VectorTold
from watchlist.known_faces import Compared, Vectors
from watchlist.list_writing import NewPhoto
from watchlist.types import Entry, PersonId, PhotoId, Template
from watchlist.vectors import to_bytes


def log_in(url: str, account_id: str, passphrase: str, ca_file: Path | None = None) -> LoggedIn:
    """Raises LoginRefused, HubAway or AddressRefused."""
    with Asking(url, ca_file=ca_file) as asking:
        return cast(LoggedIn, asking.ask("log_in", account_id=account_id, passphrase=passphrase))


class HubListing(Asking):
    """A `Listing`. Who acts is whoever is logged in, and the day is the hub's: what is said of them is not sent."""

    def about(self) -> HubTold:
        return cast(HubTold, self.ask("about"))

    def log_out(self) -> None:
        self.ask("log_out")

    def entries(self, today: date) -> list[Entry]:
        return list(self.ask("entries"))

    def entry_by_name(self, name: str, today: date | None = None) -> Entry:
        return cast(Entry, self.ask("entry_by_name", name=name))

    def evidence(self, person_id: PersonId) -> str | None:
        return cast(str | None, self.ask("evidence", person_id=person_id))

    def basis(self, person_id: PersonId) -> str | None:
        return cast(str | None, self.ask("basis", person_id=person_id))

    def appeal(self, person_id: PersonId) -> str | None:
        return cast(str | None, self.ask("appeal", person_id=person_id))

    def photo(self, photo_id: PhotoId, operator: str) -> bytes:
        return cast(bytes, self.ask("photo", photo_id=photo_id))

    def has_photo(self, data: bytes) -> PhotoId | None:
        return cast(PhotoId | None, self.ask("has_photo", data=data))

    def faces(self, model_id: str) -> "HubFaces":
        return HubFaces(self, model_id)

    @property
    def reports(self) -> HubReports:
        return HubReports(self)

    def photos_without_template(self, model_id: str) -> list[tuple[PersonId, PhotoId]]:
        told: tuple[PhotoNamed, ...] = self.ask("photos_without_template", model_id=model_id)
        return [(one.person_id, one.photo_id) for one in told]

    def reviews_due(self, now: datetime) -> list[ReviewDue]:
        return list(self.ask("reviews_due"))

    def list_person(
        self,
        name: str,
        reason: str,
        until: date,
        operator: str,
        photos: Sequence[NewPhoto] = (),
        *,
        four_eyes: bool = False,
        evidence: str | None = None,
        source: str = "",
        basis: str | None = None,
        adult: bool | None = None,
        born: date | None = None,
    ) -> Entry:
        answer = self.ask(
            "list_person",
            name=name,
            reason=reason,
            until=until,
            photos=_told(photos),
            evidence=evidence,
            source=source or None,
            basis=basis,
            adult=adult,
            born=born,
        )
        return cast(Entry, answer)

    def add_photos(
        self, person_id: PersonId, photos: Sequence[NewPhoto], operator: str, *, four_eyes: bool = False
    ) -> list[PhotoId]:
        return list(self.ask("add_photos", person_id=person_id, photos=_told(photos)))

    def add_templates(self, templates: Sequence[Template], operator: str) -> int:
        told = [VectorTold(one.person_id, one.photo_id, to_bytes(one.vector), one.model_id) for one in templates]
        parts = [told[start : start + MOST_VECTORS] for start in range(0, len(told), MOST_VECTORS)]
        return sum(int(self.ask("add_templates", templates=part)) for part in parts)

    def approve(self, person_id: PersonId, operator: str) -> None:
        self.ask("approve", person_id=person_id)

    def refuse(self, person_id: PersonId, operator: str, why: str) -> None:
        self.ask("refuse", person_id=person_id, why=why)

    def extend(
        self, person_id: PersonId, until: date, operator: str, why: str = "", *, four_eyes: bool = False
    ) -> None:
        self.ask("extend", person_id=person_id, until=until, why=why)

    def suspend(self, person_id: PersonId, operator: str, why: str = "") -> None:
        self.ask("suspend", person_id=person_id, why=why)

    def resume(self, person_id: PersonId, operator: str, why: str = "") -> None:
        self.ask("resume", person_id=person_id, why=why)

    def revoke(self, person_id: PersonId, operator: str, why: str = "") -> None:
        self.ask("revoke", person_id=person_id, why=why)

    def reviewed(self, person_id: PersonId, operator: str) -> None:
        self.ask("reviewed", person_id=person_id)

    def lodge_appeal(self, person_id: PersonId, text: str, operator: str) -> None:
        self.ask("lodge_appeal", person_id=person_id, text=text)

    def decide_appeal(self, person_id: PersonId, upheld: bool, operator: str, why: str = "") -> None:
        self.ask("decide_appeal", person_id=person_id, upheld=upheld, why=why)

    def erase(self, person_id: PersonId, operator: str, why: str) -> None:
        self.ask("erase", person_id=person_id, why=why)

    def note(self, operator: str, what: str, subject: str, detail: Mapping[str, Json] | None = None) -> None:
        """Nothing: the hub wrote down who looked when it was asked."""


class HubFaces:
    """`Comparing`: the hub compares, and no vector of anybody on its list comes here."""

    def __init__(self, asking: Asking, model_id: str) -> None:
        self._asking = asking
        self._model_id = model_id

    def compare(self, vectors: Vectors, person: PersonId | None) -> Compared:
        faces = tuple(FaceTold(to_bytes(vector)) for vector in vectors)
        return cast(Compared, self._asking.ask("compare_faces", model_id=self._model_id, faces=faces, person_id=person))


def _told(photos: Sequence[NewPhoto]) -> tuple[Photograph, ...]:
    return tuple(
        Photograph(one.data, tuple((model_id, to_bytes(vector)) for model_id, vector in one.templates))
        for one in photos
    )
