"""Looking for words in the kept alarms. Nothing is kept for it: names and notes are opened while somebody looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from records.database import Database, Row
from records.moments import to_text
from records.sealing import Cipher
from watchlist.alarms.record import AlarmRecord, candidates_from_json, from_row
from watchlist.reports.rows import rows_with
from watchlist.store_parts import NAME, NOTE
from watchlist.types import AlarmId

AT_ONCE = 1_000
"""Alarms that are looked at in one piece of the work: a few hundredths of a second."""
_CAMERAS = (("sightings", "camera"), ("alarms", "camera"), ("alarms", "last_camera"))
_BEYOND = "~"
"""Sorts behind every moment as text."""


@dataclass(frozen=True, slots=True)
class _Word:
    """`cameras` and `guards` are all those whose name has it, `people` those of whom have been met."""

    text: str
    cameras: frozenset[str]
    guards: frozenset[str]
    people: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Search:
    """One question on its way, the newest alarms first. `met` are the people whose names have been looked at."""

    words: tuple[_Word, ...]
    most: int
    place: tuple[str, str]
    met: set[str] = field(default_factory=set)
    found: list[AlarmId] = field(default_factory=list)
    is_over: bool = False


class AlarmFinding:
    """In the database of a store."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    def search(self, words: Sequence[str], guards: Mapping[str, str], before: datetime | None, most: int) -> Search:
        """For the newest alarms before that moment that have all the words, in whatever case, in the names of whom they
        may be about and of guards, in cameras, ids of guards and notes. `guards`: the names by id."""
        if not words:
            return Search((), most, _place(before))
        cameras = {one: one for one in self._distinct(*_CAMERAS)}
        who = {one: f"{one}\n{guards.get(one, '')}" for one in self._distinct(("alarm_steps", "who"))}
        texts = dict.fromkeys(one.casefold() for one in words)
        told = tuple(_Word(text, _with(text, cameras), _with(text, who)) for text in texts)
        return Search(told, most, _place(before))

    def go_on(self, search: Search) -> None:
        """Look at the next AT_ONCE alarms; to be called until it is over."""
        with self._database.reading():
            rows = self._next_rows(search)
            if search.words:
                self._meet({who for row in rows for who in _people(row)} - search.met, search)
            left = rows
            for word in search.words:
                left = self._having(word, left)
        search.found += [row["alarm_id"] for row in left[: search.most - len(search.found)]]
        search.is_over = len(rows) < AT_ONCE or len(search.found) == search.most
        if rows:
            search.place = (rows[-1]["raised_at"], rows[-1]["alarm_id"])

    def found(self, search: Search) -> list[AlarmRecord]:
        """Those that are still kept, the newest first."""
        rows = rows_with(self._database, "SELECT * FROM alarms WHERE alarm_id IN ([values])", search.found)
        by_id = {row["alarm_id"]: from_row(row) for row in rows}
        return [by_id[alarm_id] for alarm_id in search.found if alarm_id in by_id]

    def _next_rows(self, search: Search) -> list[Row]:
        at, alarm_id = search.place
        return self._database.rows(
            "SELECT alarm_id, raised_at, person_id, camera, last_camera, "
            "CASE WHEN person_id IS NULL THEN candidates END AS tie FROM alarms "
            "WHERE raised_at <= :at AND (raised_at < :at OR alarm_id > :id) "
            "ORDER BY raised_at DESC, alarm_id LIMIT :most",
            {"at": at, "id": alarm_id, "most": AT_ONCE},
        )

    def _meet(self, people: set[str], search: Search) -> None:
        """Whoever was erased has no name."""
        search.met |= people
        sql = (
            "SELECT entries.person_id, blobs.id, blobs.sealed FROM entries JOIN blobs ON blobs.id = entries.name_ref "
            "WHERE entries.person_id IN ([values])"
        )
        for row in rows_with(self._database, sql, people):
            name = self._cipher.open(row["sealed"], NAME, row["id"]).decode().casefold()
            for word in search.words:
                if word.text in name:
                    word.people.add(row["person_id"])

    def _having(self, word: _Word, rows: list[Row]) -> list[Row]:
        """What costs least is looked at first, and of an alarm that has the word nothing more."""
        have = {row["alarm_id"] for row in rows if _has(word, row)}
        for way in (self._seen_at, self._handled_by, self._noted):
            have |= way(word, [row["alarm_id"] for row in rows if row["alarm_id"] not in have])
        return [row for row in rows if row["alarm_id"] in have]

    def _seen_at(self, word: _Word, alarm_ids: list[AlarmId]) -> set[AlarmId]:
        return self._where("sightings", "camera", word.cameras, alarm_ids)

    def _handled_by(self, word: _Word, alarm_ids: list[AlarmId]) -> set[AlarmId]:
        return self._where("alarm_steps", "who", word.guards, alarm_ids)

    def _where(self, table: str, column: str, among: frozenset[str], alarm_ids: list[AlarmId]) -> set[AlarmId]:
        if not among:
            return set()
        sql = f"SELECT alarm_id, {column} AS what FROM {table} WHERE alarm_id IN ([values])"
        return {row["alarm_id"] for row in rows_with(self._database, sql, alarm_ids) if row["what"] in among}

    def _noted(self, word: _Word, alarm_ids: list[AlarmId]) -> set[AlarmId]:
        sql = f"SELECT id, owner, sealed FROM blobs WHERE owner IN ([values]) AND purpose = '{NOTE}'"
        return {
            AlarmId(row["owner"])
            for row in rows_with(self._database, sql, alarm_ids)
            if word.text in self._cipher.open(row["sealed"], NOTE, row["id"]).decode().casefold()
        }

    def _distinct(self, *columns: tuple[str, str]) -> set[str]:
        """What stands in these columns, each of a table."""
        asked = " UNION ".join(f"SELECT {column} AS what FROM {table}" for table, column in columns)
        return {row["what"] for row in self._database.rows(asked)}


def _place(before: datetime | None) -> tuple[str, str]:
    if before is None:
        return _BEYOND, _BEYOND
    try:
        return to_text(before), _BEYOND
    except OverflowError:  # no moment in UTC any more: before or behind all of them
        return (_BEYOND if before.year > 1 else ""), _BEYOND


def _with(word: str, told: Mapping[str, str]) -> frozenset[str]:
    return frozenset(one for one, text in told.items() if word in text.casefold())


def _has(word: _Word, row: Row) -> bool:
    cameras = word.cameras
    return row["camera"] in cameras or row["last_camera"] in cameras or not word.people.isdisjoint(_people(row))


def _people(row: Row) -> Sequence[str]:
    if row["person_id"] is not None:
        return (row["person_id"],)
    return [one.person_id for one in candidates_from_json(row["tie"])]
