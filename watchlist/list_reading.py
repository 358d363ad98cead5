"""What is on the list. Looking at a photograph is audited; everything else shows no face."""

from datetime import date

from watchlist.entries import Listed, entry_on
from watchlist.errors import EntryRefused, NobodyByThatName
from watchlist.names import did_you_mean, normal_name
from watchlist.store_parts import EVIDENCE, NAME, PHOTO, REASON, TEMPLATE, StorePart, checked_operator
from watchlist.types import Entry, EntryState, PersonId, PhotoId, Template
from watchlist.vectors import from_bytes


class ListReading(StorePart):
    @property
    def revision(self) -> int:
        """The number of the newest change, 0 for none: it grows when the list has changed."""
        return self._changes.newest

    def entries(self, today: date) -> list[Entry]:
        """Everybody who is not erased, by name; who should have stopped ringing before today is EXPIRED."""
        with self._database.reading():
            kept = [one for one in self._tables.people().values() if one.state is not EntryState.ERASED]
            entries = [self._opened(one, today) for one in kept]
        return sorted(entries, key=lambda entry: entry.name)

    def entry(self, person_id: PersonId, today: date | None = None) -> Entry | None:
        """None for somebody unknown or erased."""
        with self._database.reading():
            person = self._tables.person(person_id)
            if person is None or person.state is EntryState.ERASED:
                return None
            return self._opened(person, today or self._today())

    def entry_by_name(self, name: str, today: date | None = None) -> Entry:
        """Raises NobodyByThatName, its hint naming who was probably meant."""
        wanted = normal_name(name)
        found = self._blobs.find(NAME, self._cipher.mac(wanted.encode(), NAME))
        entry = self.entry(PersonId(found[1]), today) if found else None
        if entry is None:
            names = [one.name for one in self.entries(today or self._today())]
            raise NobodyByThatName(f"nobody by the name {wanted!r} is on the list", did_you_mean(wanted, names))
        return entry

    def evidence(self, person_id: PersonId) -> str | None:
        """What the entry rests on, as it was given when it was listed."""
        with self._database.reading():
            person = self._tables.person(person_id)
            if person is None or person.evidence_ref is None:
                return None
            return self._blobs.get(person.evidence_ref, EVIDENCE).decode()

    def photo(self, photo_id: PhotoId, operator: str) -> bytes:
        """The photograph's file. Who looked is kept in the audit log. Raises EntryRefused when there is none."""
        operator = checked_operator(operator)
        with self._database.writing():
            row = self._database.row("SELECT person_id FROM photos WHERE photo_id = ?", (photo_id,))
            if row is None:
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

    def everybodys_templates(self, model_id: str) -> list[Template]:
        """The vectors of this model of everybody who is not erased, whether they ring or not: for comparing newcomers
        with."""
        return self._templates("model_id = ?", (model_id,), model_id)

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
        """The photographs that this model has made no vector of yet, of everybody who is not erased."""
        sql = (
            "SELECT person_id, photo_id FROM photos WHERE NOT EXISTS (SELECT 1 FROM templates "
            "WHERE templates.photo_id = photos.photo_id AND model_id = ?) ORDER BY person_id, place"
        )
        return [(row["person_id"], row["photo_id"]) for row in self._database.rows(sql, (model_id,))]

    def _opened(self, person: Listed, today: date) -> Entry:
        name = self._blobs.get(person.name_ref, NAME).decode()
        return entry_on(today, person, name, self._blobs.get(person.reason_ref, REASON).decode())
