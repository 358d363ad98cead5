"""What is on the list. Looking at a photograph is audited; everything else shows no face."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from watchlist.entries import entry_on
from watchlist.errors import EntryRefused, NobodyByThatName
from watchlist.known_faces import KnownFaces
from watchlist.listed import Listed
from watchlist.names import did_you_mean, normal_name
from watchlist.reports.rows import in_pieces
from watchlist.store_parts import (
    APPEAL,
    BASIS,
    EVIDENCE,
    NAME,
    PHOTO,
    REASON,
    TEMPLATE,
    StorePart,
    checked_operator,
)
from watchlist.types import Entry, EntryState, PersonId, PhotoId, Template
from watchlist.vectors import from_bytes


class ListReading(StorePart):
    @property
    def revision(self) -> int:
        """The number of the newest change, 0 for none: it grows when the list has changed."""
        return self._changes.newest

    def entries(self, today: date) -> list[Entry]:
        """Everybody of whom there is a name, by name: not the erased, nor who was withdrawn from a shared list. Who
        should have stopped ringing before today is EXPIRED."""
        with self._database.reading():
            absent = self._absent_photos()
            entries = [self._opened(one, today, absent) for one in self._tables.people().values() if one.name_ref]
        return sorted(entries, key=lambda entry: entry.name)

    def entry(self, person_id: PersonId, today: date | None = None) -> Entry | None:
        """None for somebody unknown, erased or withdrawn from a shared list."""
        with self._database.reading():
            person = self._tables.person(person_id)
            if person is None or not person.name_ref:
                return None
            return self._opened(person, today or self._today(), self._absent_photos(person_id))

    def entry_by_name(self, name: str, today: date | None = None) -> Entry:
        """Of two lists' people of one name the one that came first. Raises NobodyByThatName, its hint naming who was
        probably meant."""
        wanted = normal_name(name)
        found = self._blobs.find(NAME, self._cipher.mac(wanted.encode(), NAME))
        entry = self.entry(PersonId(found[1]), today) if found else None
        if entry is not None:
            return entry
        people = {one.name: one for one in self.entries(today or self._today())}
        if wanted not in people:
            raise NobodyByThatName(f"nobody by the name {wanted!r} is on the list", did_you_mean(wanted, people))
        return people[wanted]  # who bore the name before is gone

    def evidence(self, person_id: PersonId) -> str | None:
        """What the entry rests on, as it was given when it was listed."""
        return self._text(person_id, EVIDENCE, lambda person: person.evidence_ref)

    def basis(self, person_id: PersonId) -> str | None:
        """What allows telling other hospitals, as it was given when the person was listed."""
        return self._text(person_id, BASIS, lambda person: person.basis_ref)

    def appeal(self, person_id: PersonId) -> str | None:
        """What was said against the listing, the newest time."""
        return self._text(person_id, APPEAL, lambda person: person.appeal_ref)

    def photo(self, photo_id: PhotoId, operator: str) -> bytes:
        """The photograph's file. Who looked is kept in the audit log. Raises EntryRefused when there is none here."""
        operator = checked_operator(operator)
        with self._database.writing():
            row = self._database.row("SELECT person_id FROM photos WHERE photo_id = ?", (photo_id,))
            if row is None or photo_id in self._absent_photos(row["person_id"]):
                raise EntryRefused(f"there is no photograph {photo_id}")
            data = self._blobs.get(photo_id, PHOTO)
            self._audit.append(self._clock(), operator, "photo.looked_at", row["person_id"], {"photo": photo_id})
        return data

    def has_photo(self, data: bytes) -> PhotoId | None:
        """The id under which exactly this file is kept."""
        found = self._blobs.find(PHOTO, self._cipher.fingerprint(data))
        return PhotoId(found[0]) if found else None

    def templates(self, model_id: str, today: date) -> list[Template]:
        """The vectors of this model of everybody who rings today: active, not expired, the photograph approved."""
        return self._templates(
            "model_id = ? AND entries.state = ? AND entries.until >= ? AND photos.proposed_by IS NULL",
            (model_id, str(EntryState.ACTIVE), today.isoformat()),
            model_id,
        )

    def faces(self, model_id: str) -> KnownFaces:
        """Those that newcomers are compared with."""
        return KnownFaces(self, model_id)

    def template_owners(self, model_id: str) -> dict[PhotoId, PersonId]:
        """Whose the photographs are that this model has made vectors of: everybody's who is not erased."""
        sql = "SELECT photo_id, person_id FROM templates WHERE model_id = ? ORDER BY person_id, photo_id"
        return {row["photo_id"]: row["person_id"] for row in self._database.rows(sql, (model_id,))}

    def templates_of(self, model_id: str, photos: Iterable[PhotoId]) -> Iterator[Template]:
        """The vectors of this model of these photographs, whether or not anybody rings."""
        for some in in_pieces(list(photos)):
            which = f"model_id = ? AND templates.photo_id IN ({', '.join('?' * len(some))})"
            yield from self._templates(which, (model_id, *some), model_id)

    def _templates(self, which: str, values: tuple[str, ...], model_id: str) -> list[Template]:
        sql = (
            "SELECT templates.person_id, templates.photo_id, blobs.id, blobs.sealed FROM templates "
            "JOIN entries USING (person_id) JOIN photos USING (photo_id) "
            "JOIN blobs ON blobs.id = templates.photo_id || '/' || templates.model_id "
            f"WHERE {which} ORDER BY templates.person_id, templates.photo_id"
        )
        rows = self._database.rows(sql, values)
        return [
            Template(
                row["person_id"],
                row["photo_id"],
                from_bytes(self._cipher.open(row["sealed"], TEMPLATE, row["id"])),
                model_id,
            )
            for row in rows
        ]

    def photos_without_template(self, model_id: str) -> list[tuple[PersonId, PhotoId]]:
        """The photographs that are here and that this model has made no vector of yet, of everybody on the list."""
        sql = (
            "SELECT person_id, photo_id FROM photos WHERE NOT EXISTS (SELECT 1 FROM templates "
            "WHERE templates.photo_id = photos.photo_id AND model_id = ?) ORDER BY person_id, place"
        )
        absent = self._absent_photos()
        rows = self._database.rows(sql, (model_id,))
        return [(row["person_id"], row["photo_id"]) for row in rows if row["photo_id"] not in absent]

    def _absent_photos(self, person_id: PersonId | None = None) -> frozenset[PhotoId]:
        """Of shared entries, or of one, the photographs that are named and were not sent along: no fault. One of this
        home's own that is gone is one."""
        sql = (
            "SELECT photo_id FROM photos JOIN entries USING (person_id) WHERE list_id <> '' AND NOT EXISTS "
            "(SELECT 1 FROM blobs WHERE blobs.id = photos.photo_id AND blobs.purpose = ?)"
        )
        whose, values = (" AND person_id = ?", (PHOTO, person_id)) if person_id else ("", (PHOTO,))
        return frozenset(row["photo_id"] for row in self._database.rows(sql + whose, values))

    def _text(self, person_id: PersonId, purpose: str, ref_of: Callable[[Listed], str | None]) -> str | None:
        with self._database.reading():
            person = self._tables.person(person_id)
            ref = ref_of(person) if person else None
            return None if ref is None else self._blobs.get(ref, purpose).decode()

    def _opened(self, person: Listed, today: date, absent: Collection[PhotoId]) -> Entry:
        name = self._blobs.get(person.name_ref, NAME).decode()
        reason = self._blobs.get(person.reason_ref, REASON).decode()
        return entry_on(today, person, name, reason, tuple(one for one in person.photos if one not in absent))
