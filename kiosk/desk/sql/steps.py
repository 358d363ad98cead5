"""The schema steps of the appointment book. Append; never edit one that a hospital may have done."""

import sqlalchemy as sa

from kiosk.desk.sql.schema import Step, spelled


def _offers(connection: sa.Connection) -> None:
    spelled(
        connection,
        """
        CREATE TABLE departments (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, name_zh TEXT NOT NULL, name_en TEXT NOT NULL,
            place_zh TEXT NOT NULL, place_en TEXT NOT NULL, readings TEXT NOT NULL, letter TEXT NOT NULL,
            position INTEGER NOT NULL);
        CREATE TABLE doctors (
            id TEXT PRIMARY KEY, department_id TEXT NOT NULL REFERENCES departments (id), name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL, title_zh TEXT NOT NULL, title_en TEXT NOT NULL, readings TEXT NOT NULL,
            position INTEGER NOT NULL);
        CREATE TABLE slots (
            id TEXT PRIMARY KEY, department_id TEXT NOT NULL REFERENCES departments (id),
            doctor_id TEXT REFERENCES doctors (id), day TEXT NOT NULL, starts_at BIGINT NOT NULL,
            ends_at BIGINT NOT NULL, capacity INTEGER NOT NULL, taken INTEGER NOT NULL, price_fen INTEGER NOT NULL,
            CHECK (taken >= 0 AND taken <= capacity), CHECK (ends_at > starts_at), CHECK (price_fen >= 0));
        CREATE INDEX slots_offered ON slots (department_id, starts_at)
        """,
    )


def _people(connection: sa.Connection) -> None:
    spelled(
        connection,
        """
        CREATE TABLE people (id TEXT PRIMARY KEY, sealed {BYTES} NOT NULL, photo {BYTES});
        CREATE TABLE cards (
            kind TEXT NOT NULL, lookup TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES people (id),
            ended_at BIGINT, PRIMARY KEY (kind, lookup));
        CREATE INDEX cards_of ON cards (person_id);
        CREATE TABLE delegates (
            id TEXT PRIMARY KEY, patient_id TEXT NOT NULL REFERENCES people (id),
            person_id TEXT NOT NULL REFERENCES people (id), relation TEXT NOT NULL, valid_until TEXT,
            entered_by TEXT NOT NULL, entered_at BIGINT NOT NULL, removed_by TEXT, removed_at BIGINT);
        CREATE INDEX delegates_of ON delegates (patient_id)
        """,
    )


def _bookings(connection: sa.Connection) -> None:
    spelled(
        connection,
        """
        CREATE TABLE bookings (
            id TEXT PRIMARY KEY, slot_id TEXT NOT NULL REFERENCES slots (id),
            patient_id TEXT NOT NULL REFERENCES people (id), state TEXT NOT NULL, code TEXT NOT NULL UNIQUE,
            channel TEXT NOT NULL, is_paid BOOLEAN NOT NULL, has_place BOOLEAN NOT NULL, place_until BIGINT,
            held_until BIGINT, made_at BIGINT NOT NULL, made_by TEXT NOT NULL, relation TEXT,
            changed_at BIGINT NOT NULL, queue_number TEXT, queue_place INTEGER, called_at BIGINT);
        CREATE INDEX bookings_of_slot ON bookings (slot_id, state);
        CREATE INDEX bookings_of_patient ON bookings (patient_id, made_at);
        CREATE INDEX bookings_made_by ON bookings (made_by, made_at);
        CREATE INDEX bookings_freed ON bookings (place_until) WHERE place_until IS NOT NULL;
        CREATE TABLE queue_counters (
            department_id TEXT NOT NULL REFERENCES departments (id), day TEXT NOT NULL, last INTEGER NOT NULL,
            PRIMARY KEY (department_id, day))
        """,
    )


def _records(connection: sa.Connection) -> None:
    spelled(
        connection,
        """
        CREATE TABLE answers (
            who TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, answer TEXT NOT NULL,
            answered_at BIGINT NOT NULL, PRIMARY KEY (who, key));
        CREATE INDEX answers_by_age ON answers (answered_at);
        CREATE TABLE trail (
            id {COUNTER}, at BIGINT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL, channel TEXT NOT NULL,
            actor TEXT NOT NULL, relation TEXT);
        CREATE INDEX trail_of ON trail (subject);
        CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)
        """,
    )


def _trail_by_actor(connection: sa.Connection) -> None:
    spelled(connection, "CREATE INDEX trail_by ON trail (actor, at)")


BOOK_STEPS: dict[str, Step] = {
    "book-1-offers": _offers,
    "book-2-people": _people,
    "book-3-bookings": _bookings,
    "book-4-records": _records,
    "book-5-trail-by-actor": _trail_by_actor,
}
