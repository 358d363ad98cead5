"""Who comes on the list: people, photographs, vectors, reasons. Each method is one transaction with its audit record
in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from watchlist.changes import Act, PersonListed, PhotoAdded, ReasonChanged, TemplateMade
from watchlist.entries import entry_on
from watchlist.entry_followed import must_be_own
from watchlist.errors import EntryRefused
from watchlist.list_parts import ListParts
from watchlist.listing_rules import Particulars, check_particulars, check_until
from watchlist.names import normal_name
from watchlist.store_parts import BASIS, EVIDENCE, NAME, PHOTO, REASON, TEMPLATE, checked_operator
from watchlist.types import Entry, EntryState, PersonId, PhotoId, Template
from watchlist.vectors import to_bytes


@dataclass(frozen=True, slots=True, eq=False)
class NewPhoto:
    """A photograph's file as it came, and the vectors made of its face: (model id, float32 (d,) of length 1)."""

    data: bytes
    templates: tuple[tuple[str, NDArray[np.float32]], ...] = ()

    def __post_init__(self) -> None:
        if not self.data:
            raise ValueError("an empty photograph")


class ListWriting(ListParts):
    """Raises EntryRefused for what the rules do not allow, and the failures of the database."""

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
        """Put somebody on the list until this day, the last on which the entry rings; all of it or nothing.

        With `four_eyes`, or where the rules want them, the entry is only proposed and does not ring before another
        operator approves it. `source` is the hospital that answers for it, `basis` what allows telling others. Minors
        are not listed: `adult` is that the person is none; `born` is looked at and not kept.
        """
        operator, name, reason = checked_operator(operator), normal_name(name), _checked_reason(reason)
        check_until(self._rules, until, self._today())
        given = Particulars(evidence, source, basis, len(photos), adult, born)
        check_particulars(self._rules, given, self._today())
        person_id = PersonId(self._new_id())
        with self._database.writing():
            self._seal_name(person_id, name)
            listed = PersonListed(
                person_id,
                until,
                EntryState.PROPOSED if four_eyes or self._rules.four_eyes else EntryState.ACTIVE,
                name_ref=f"{person_id}/name",
                reason_ref=self._seal_text(person_id, REASON, reason),
                evidence_ref=self._seal_text(person_id, EVIDENCE, evidence) if evidence else None,
                source=source.strip(),
                basis_ref=self._seal_text(person_id, BASIS, basis) if basis else None,
                adult=True,
            )
            acts: list[Act] = [listed, *self._seal_photos(person_id, photos)]
            self._keep(acts, operator, what="person.listed", subject=person_id)
            return self._entry(person_id, name, reason)

    def change_reason(self, person_id: PersonId, reason: str, operator: str) -> None:
        """The reasons before stay sealed, for whoever has to answer for the entry, until it is erased.

        Where the rules want four eyes, only of a proposal: what two agreed upon nobody rewrites alone.
        """
        operator, reason = checked_operator(operator), _checked_reason(reason)
        with self._database.writing():
            person = self._must_be_kept(person_id)
            must_be_own(person)
            if self._rules.four_eyes and person.state is not EntryState.PROPOSED:
                raise EntryRefused(
                    "two people agreed upon this entry for its reason, which one alone does not change",
                    "Revoke the entry, and propose it anew for the reason that is right.",
                )
            act = ReasonChanged(person_id, self._seal_text(person_id, REASON, reason))
            self._keep([act], operator, what="person.reason_changed", subject=person_id)

    def add_photos(
        self, person_id: PersonId, photos: Sequence[NewPhoto], operator: str, *, four_eyes: bool = False
    ) -> list[PhotoId]:
        """The ids of the new photographs, in the order given.

        With `four_eyes`, or where the rules want them, nobody rings for them before another operator approves them; the
        person's others go on ringing.
        """
        operator = checked_operator(operator)
        if not photos:
            return []
        with self._database.writing():
            self._must_be_kept(person_id)
            acts = self._seal_photos(person_id, photos, waits=four_eyes or self._rules.four_eyes)
            self._keep(acts, operator, what="photos.added", subject=person_id)
        return [act.photo_id for act in acts if isinstance(act, PhotoAdded)]

    def add_templates(self, templates: Sequence[Template], operator: str) -> int:
        """Keep vectors of photographs that are here already, made by another model; all of them or none.

        A photograph that has one of this model, or that was erased meanwhile, is passed over. Returns how many are new.
        """
        operator = checked_operator(operator)
        with self._database.writing():
            acts: list[Act] = [self._seal_template(one) for one in templates if self._lacks(one)]
            if acts:
                models = ", ".join(sorted({template.model_id for template in templates}))
                self._keep(acts, operator, what="templates.made", subject=models)
        return len(acts)

    def _seal_name(self, person_id: PersonId, name: str) -> None:
        digest = self._cipher.mac(name.encode(), NAME)
        if self._blobs.find(NAME, digest):
            raise EntryRefused(
                f"{name!r} is on the list already", "Add the photographs to that entry, or tell the two names apart."
            )
        self._blobs.put(f"{person_id}/name", NAME, name.encode(), person_id, digest)

    def _seal_photos(self, person_id: PersonId, photos: Sequence[NewPhoto], waits: bool = False) -> list[Act]:
        return [act for photo in photos for act in self._seal_photo(person_id, photo, waits)]

    def _seal_photo(self, person_id: PersonId, photo: NewPhoto, waits: bool) -> Iterator[Act]:
        digest = self._cipher.fingerprint(photo.data)
        if found := self._blobs.find(PHOTO, digest):
            raise EntryRefused(f"this photograph is here already, as {found[0]} of the entry {found[1]}")
        photo_id = PhotoId(self._new_id())
        self._blobs.put(photo_id, PHOTO, photo.data, person_id, digest)
        yield PhotoAdded(person_id, photo_id, waits)
        for model_id, vector in photo.templates:
            yield self._seal_template(Template(person_id, photo_id, vector, model_id))

    def _seal_template(self, template: Template) -> Act:
        blob_id = f"{template.photo_id}/{template.model_id}"
        self._blobs.put(blob_id, TEMPLATE, to_bytes(template.vector), template.person_id)
        return TemplateMade(template.person_id, template.photo_id, template.model_id)

    def _lacks(self, template: Template) -> bool:
        """Whether there is such a photograph and it has no vector of this model."""
        sql = (
            "SELECT 1 FROM photos WHERE photo_id = :photo AND person_id = :person AND NOT EXISTS "
            "(SELECT 1 FROM templates WHERE photo_id = :photo AND model_id = :model)"
        )
        values = {"photo": template.photo_id, "person": template.person_id, "model": template.model_id}
        return self._database.row(sql, values) is not None

    def _entry(self, person_id: PersonId, name: str, reason: str) -> Entry:
        person = self._must_be_kept(person_id)
        return entry_on(self._today(), person, name, reason, person.photos)


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise EntryRefused("an entry needs a reason", "Say what the person did: somebody will ask.")
    return reason.strip()
