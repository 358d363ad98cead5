"""The changes operators make to the list. Each method is one transaction with its audit record in it."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from records.errors import DatabaseDamaged, SealBroken, TracesLeft, WrongKey
from watchlist.alarms.book import forget_captures_of
from watchlist.alarms.life import PROGRAM
from watchlist.alarms.rejections import drop_rejections_of
from watchlist.changes import (
    Act,
    PersonApproved,
    PersonErased,
    PersonListed,
    PhotoAdded,
    ReasonChanged,
    TemplateMade,
    UntilChanged,
)
from watchlist.entries import Listed, entry_on
from watchlist.errors import EntryRefused
from watchlist.names import normal_name
from watchlist.store_parts import EVIDENCE, NAME, PHOTO, REASON, TEMPLATE, StorePart, checked_operator
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


class ListWriting(StorePart):
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
    ) -> Entry:
        """Put somebody on the list until this day, the last on which the entry rings; all of it or nothing.

        With `four_eyes` the entry is only proposed and does not ring before another operator approves it.
        """
        operator, name, reason = checked_operator(operator), normal_name(name), _checked_reason(reason)
        self._check_until(until)
        person_id = PersonId(self._new_id())
        with self._database.writing():
            self._seal_name(person_id, name)
            listed = PersonListed(
                person_id,
                until,
                EntryState.PROPOSED if four_eyes else EntryState.ACTIVE,
                name_ref=f"{person_id}/name",
                reason_ref=self._seal_text(person_id, REASON, reason),
                evidence_ref=self._seal_text(person_id, EVIDENCE, evidence) if evidence else None,
            )
            acts: list[Act] = [listed, *self._seal_photos(person_id, photos)]
            self._keep(acts, operator, what="person.listed", subject=person_id)
            return self._entry(person_id, name, reason)

    def approve(self, person_id: PersonId, operator: str) -> None:
        """Let a proposed entry ring, and the photographs that wait. The operator must be another than who proposed
        it: what they added themselves goes on waiting."""
        self._keep_one(PersonApproved(person_id), operator, "person.approved")

    def change_reason(self, person_id: PersonId, reason: str, operator: str) -> None:
        """The reasons before stay sealed, for whoever has to answer for the entry, until it is erased."""
        operator, reason = checked_operator(operator), _checked_reason(reason)
        with self._database.writing():
            self._must_be_kept(person_id)
            act = ReasonChanged(person_id, self._seal_text(person_id, REASON, reason))
            self._keep([act], operator, what="person.reason_changed", subject=person_id)

    def extend(
        self, person_id: PersonId, until: date, operator: str, why: str = "", *, four_eyes: bool = False
    ) -> None:
        """Let the entry ring until this day, the last one; also an expired one. `why` is kept in clear.

        With `four_eyes` one that has expired or was revoked is only proposed again.
        """
        operator = checked_operator(operator)
        self._check_until(until)
        with self._database.writing():
            over = self._must_be_kept(person_id).until < self._today()
            act = UntilChanged(person_id, until, waits=four_eyes and over)
            self._keep([act], operator, what="person.extended", subject=person_id, why=why)

    def revoke(self, person_id: PersonId, operator: str, today: date, why: str = "") -> None:
        """Let the entry expire at once; everything is kept. `why` is kept in clear."""
        self._keep_one(UntilChanged(person_id, today - timedelta(days=1)), operator, "person.revoked", why)

    def add_photos(
        self, person_id: PersonId, photos: Sequence[NewPhoto], operator: str, *, four_eyes: bool = False
    ) -> list[PhotoId]:
        """The ids of the new photographs, in the order given.

        With `four_eyes` nobody rings for them before another operator approves them; the person's others go on ringing.
        """
        operator = checked_operator(operator)
        if not photos:
            return []
        with self._database.writing():
            self._must_be_kept(person_id)
            acts = self._seal_photos(person_id, photos, waits=four_eyes)
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

    def erase(self, person_id: PersonId, operator: str, why: str) -> None:
        """Delete everything personal, the pictures of the person's alarms too; the numbers of the changes stay.

        `why` is kept for ever and in clear, so it must not contain the name. Raises TracesLeft when the entry
        is erased, but another program keeps the database from overwriting its log.
        """
        operator = checked_operator(operator)
        with self._database.writing():
            self._must_be_kept(person_id)
            self._must_not_name(person_id, why)
            self._erase(person_id, operator, why)
        if not self._database.wipe_log():
            raise TracesLeft("the entry is erased, but another program is still reading the database's log")

    def purge_expired(self, today: date, grace: timedelta) -> int:
        """Erase, as `erase` does, whoever expired or was revoked longer than `grace` ago. Returns how many."""
        with self._database.writing():
            sql = "SELECT person_id FROM entries WHERE state <> ? AND until < ? ORDER BY person_id"
            rows = self._database.rows(sql, (str(EntryState.ERASED), (today - grace).isoformat()))
            for row in rows:
                self._erase(row["person_id"], PROGRAM, f"expired more than {grace.days} days ago")
        if rows:
            self._database.wipe_log()  # where another program is reading it goes with the next purge
        return len(rows)

    def _erase(self, person_id: PersonId, operator: str, why: str) -> None:
        self._keep([PersonErased(person_id)], operator, what="person.erased", subject=person_id, why=why)
        self._blobs.drop_all_of(person_id)
        forget_captures_of(person_id, self._database)
        drop_rejections_of(person_id, self._database)

    def _keep_one(self, act: Act, operator: str, what: str, why: str = "") -> None:
        operator = checked_operator(operator)
        with self._database.writing():
            self._keep([act], operator, what=what, subject=act.person_id, why=why)

    def _seal_name(self, person_id: PersonId, name: str) -> None:
        digest = self._cipher.mac(name.encode(), NAME)
        if self._blobs.find(NAME, digest):
            raise EntryRefused(
                f"{name!r} is on the list already", "Add the photographs to that entry, or tell the two names apart."
            )
        self._blobs.put(f"{person_id}/name", NAME, name.encode(), person_id, digest)

    def _seal_text(self, person_id: PersonId, purpose: str, text: str) -> str:
        blob_id = f"{person_id}/{purpose}/{self._new_id()}"
        self._blobs.put(blob_id, purpose, text.encode(), person_id)
        return blob_id

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

    def _must_not_name(self, person_id: PersonId, why: str) -> None:
        try:
            name = self._blobs.get(f"{person_id}/name", NAME).decode()
        except (DatabaseDamaged, SealBroken, WrongKey):
            return  # what cannot be read any more must still go
        if name in unicodedata.normalize("NFC", why):
            raise EntryRefused("the reason for erasing contains the name", "It is kept for ever: leave the name out.")

    def _must_be_kept(self, person_id: PersonId) -> Listed:
        person = self._tables.person(person_id)
        if person is None or person.state is EntryState.ERASED:
            raise EntryRefused(f"nobody with the id {person_id} is on the list")
        return person

    def _check_until(self, until: date) -> None:
        if until < self._today():
            raise EntryRefused(f"{until} is over: the entry would never ring", "Give a day that lies ahead.")

    def _entry(self, person_id: PersonId, name: str, reason: str) -> Entry:
        person = self._must_be_kept(person_id)
        return entry_on(self._today(), person, name, reason)


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise EntryRefused("an entry needs a reason", "Say what the person did: somebody will ask.")
    return reason.strip()
