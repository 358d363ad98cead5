"""The tables `entries`, `photos` and `templates`: a copy of what the changes come to, person by person."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from records.database import Database, Row
from records.moments import from_text, to_text
from watchlist.listed import Listed
from watchlist.reports.rows import rows_with
from watchlist.types import Decision, EntryState, LaterDay, PersonId, PhotoId


class ListedTables:
    """Everything that changes something is to be called inside `writing()`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def person(self, person_id: PersonId) -> Listed | None:
        return self.some([person_id]).get(person_id)

    def some(self, person_ids: Iterable[PersonId]) -> dict[PersonId, Listed]:
        """Those of them who are known, in few statements."""
        wanted = list(dict.fromkeys(person_ids))
        photos, templates = defaultdict[str, list[Row]](list), defaultdict[str, set[tuple[PhotoId, str]]](set)
        sql = "SELECT * FROM photos WHERE person_id IN ([values]) ORDER BY place, photo_id"
        for row in rows_with(self._database, sql, wanted):
            photos[row["person_id"]].append(row)
        for row in rows_with(self._database, "SELECT * FROM templates WHERE person_id IN ([values])", wanted):
            templates[row["person_id"]].add((row["photo_id"], row["model_id"]))
        entries = rows_with(self._database, "SELECT * FROM entries WHERE person_id IN ([values])", wanted)
        return {
            row["person_id"]: _listed(row, photos[row["person_id"]], templates[row["person_id"]]) for row in entries
        }

    def people(self) -> dict[PersonId, Listed]:
        """Everybody, also the erased."""
        photos: dict[str, list[Row]] = {}
        for row in self._database.rows("SELECT * FROM photos ORDER BY place, photo_id"):
            photos.setdefault(row["person_id"], []).append(row)
        templates: dict[str, set[tuple[PhotoId, str]]] = {}
        for row in self._database.rows("SELECT * FROM templates"):
            templates.setdefault(row["person_id"], set()).add((row["photo_id"], row["model_id"]))
        entries = self._database.rows("SELECT * FROM entries")
        return {
            row["person_id"]: _listed(row, photos.get(row["person_id"], ()), templates.get(row["person_id"], ()))
            for row in entries
        }

    def save(self, before: Listed | None, after: Listed) -> None:
        """Bring the tables from one state of a person to another."""
        self._save_entry(after)
        had = before or after
        self._drop_missing(had, after)
        had_places = {photo_id: place for place, photo_id in enumerate(before.photos)} if before else {}
        had_templates = before.templates if before else frozenset()
        had_waiting = before.waiting if before else frozenset()
        proposed = dict(after.waiting)
        for place, photo_id in enumerate(after.photos):
            if photo_id not in had_places:
                row = {"photo_id": photo_id, "person_id": after.person_id, "place": place}
                self._database.insert("photos", row | {"proposed_by": proposed.get(photo_id)})
            elif had_places[photo_id] != place:
                self._database.execute("UPDATE photos SET place = ? WHERE photo_id = ?", (place, photo_id))
        for photo_id, _ in had_waiting - after.waiting:
            self._database.execute("UPDATE photos SET proposed_by = NULL WHERE photo_id = ?", (photo_id,))
        for photo_id, model_id in sorted(after.templates - had_templates):
            row = {"photo_id": photo_id, "model_id": model_id, "person_id": after.person_id}
            self._database.insert("templates", row)

    def clear(self) -> None:
        for table in ("templates", "photos", "entries"):
            self._database.execute(f"DELETE FROM {table}")

    def _save_entry(self, person: Listed) -> None:
        row = _row(person)
        self._database.execute(_saving(tuple(row)), row)

    def _drop_missing(self, before: Listed, after: Listed) -> None:
        for photo_id, model_id in before.templates - after.templates:
            self._database.execute("DELETE FROM templates WHERE photo_id = ? AND model_id = ?", (photo_id, model_id))
        for photo_id in set(before.photos) - set(after.photos):
            self._database.execute("DELETE FROM photos WHERE photo_id = ?", (photo_id,))


@lru_cache(maxsize=1)
def _saving(columns: tuple[str, ...]) -> str:
    changed = ", ".join(f"{column} = excluded.{column}" for column in columns if column != "person_id")
    return (
        f"INSERT INTO entries ({', '.join(columns)}) VALUES ({', '.join(f':{column}' for column in columns)}) "
        f"ON CONFLICT (person_id) DO UPDATE SET {changed}"
    )


def _row(person: Listed) -> Row:
    return {
        "person_id": person.person_id,
        "state": str(person.state),
        "until": person.until.isoformat(),
        "listed_by": person.listed_by,
        "listed_at": to_text(person.listed_at),
        "approved_by": person.approved_by,
        "name_ref": person.name_ref,
        "reason_ref": person.reason_ref,
        "evidence_ref": person.evidence_ref,
        "proposed_by": person.proposed_by,
        "source": person.source,
        "basis_ref": person.basis_ref,
        "adult": int(person.adult),
        "renewed_by": person.renewed_by,
        "revoked_at": to_text(person.revoked_at) if person.revoked_at else None,
        "appeal_ref": person.appeal_ref,
        "was_suspended": int(person.was_suspended),
        "decisions": json.dumps([[one.who, one.upheld] for one in person.decisions], ensure_ascii=False),
        "list_id": person.list_id,
        "seq": person.seq,
        "later_until": person.later.until.isoformat() if person.later else None,
        "later_asked_by": person.later.asked_by if person.later else None,
    }


def _listed(row: Row, photos: Sequence[Row], templates: Iterable[tuple[PhotoId, str]]) -> Listed:
    return Listed(
        person_id=row["person_id"],
        state=EntryState(row["state"]),
        until=date.fromisoformat(row["until"]),
        listed_by=row["listed_by"],
        listed_at=from_text(row["listed_at"]),
        approved_by=row["approved_by"],
        name_ref=row["name_ref"],
        reason_ref=row["reason_ref"],
        evidence_ref=row["evidence_ref"],
        photos=tuple(photo["photo_id"] for photo in photos),
        templates=frozenset(templates),
        proposed_by=row["proposed_by"],
        waiting=frozenset((one["photo_id"], one["proposed_by"]) for one in photos if one["proposed_by"] is not None),
        source=row["source"],
        basis_ref=row["basis_ref"],
        adult=bool(row["adult"]),
        renewed_by=row["renewed_by"],
        revoked_at=from_text(row["revoked_at"]) if row["revoked_at"] else None,
        appeal_ref=row["appeal_ref"],
        was_suspended=bool(row["was_suspended"]),
        decisions=tuple(Decision(who, upheld) for who, upheld in json.loads(row["decisions"])),
        list_id=row["list_id"],
        seq=row["seq"],
        later=LaterDay(date.fromisoformat(row["later_until"]), row["later_asked_by"]) if row["later_until"] else None,
    )
