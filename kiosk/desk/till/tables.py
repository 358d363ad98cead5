"""The till's tables and the steps that make them. What is personal is sealed; money is whole fen."""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Text

from kiosk.desk.sql.database import metadata
from kiosk.desk.sql.schema import Step, spelled

payments = sa.Table(
    "payments",
    metadata,
    Column("id", Text, primary_key=True),  # the payment service's order id too
    Column("subject", Text, nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("patient_id", Text, nullable=False),
    Column("amount_fen", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("qr_text", Text, nullable=False),  # empty until the payment service has opened the order
    Column("expires_at", BigInteger, nullable=False),
    Column("channel", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("paid_fen", Integer, nullable=False),  # what the payment service says it took
    Column("back_fen", Integer, nullable=False),  # what has to go back
    Column("asked_fen", Integer, nullable=False),  # what will have gone back when the service has done what it is asked
    Column("returned_fen", Integer, nullable=False),  # what has gone back
    Column("tried_at", BigInteger, nullable=False),  # when the service last did not do it: others come first
    Column("transaction_id", Text, nullable=False),
)

bills = sa.Table(
    "bills",
    metadata,
    Column("id", Text, primary_key=True),
    Column("patient_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount_fen", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
    Column("paid_by", Text),  # a payment's id
)

reports = sa.Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("patient_id", Text, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
    Column("is_ready", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

messages = sa.Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

desk_keys = sa.Table(
    "desk_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)

imported = sa.Table(
    "imported",
    metadata,
    Column("sheet", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)


def _money(connection: sa.Connection) -> None:
    spelled(
        connection,
        """
        CREATE TABLE payments (
            id TEXT PRIMARY KEY, subject TEXT NOT NULL, subject_id TEXT NOT NULL, patient_id TEXT NOT NULL,
            amount_fen INTEGER NOT NULL, state TEXT NOT NULL, qr_text TEXT NOT NULL, expires_at BIGINT NOT NULL,
            channel TEXT NOT NULL, made_at BIGINT NOT NULL, paid_fen INTEGER NOT NULL, back_fen INTEGER NOT NULL,
            asked_fen INTEGER NOT NULL, returned_fen INTEGER NOT NULL, tried_at BIGINT NOT NULL,
            transaction_id TEXT NOT NULL, CHECK (amount_fen > 0), CHECK (paid_fen >= back_fen),
            CHECK (back_fen >= asked_fen AND asked_fen >= returned_fen AND returned_fen >= 0));
        CREATE INDEX payments_of ON payments (subject, subject_id);
        CREATE INDEX payments_open ON payments (expires_at) WHERE state = 'waiting';
        CREATE INDEX payments_back ON payments (id) WHERE back_fen > returned_fen;
        CREATE TABLE bills (
            id TEXT PRIMARY KEY, patient_id TEXT NOT NULL, kind TEXT NOT NULL, amount_fen INTEGER NOT NULL,
            sealed {BYTES} NOT NULL, entered_at BIGINT NOT NULL, paid_by TEXT);
        CREATE INDEX bills_of ON bills (patient_id)
        """,
    )


def _papers(connection: sa.Connection) -> None:
    spelled(
        connection,
        """
        CREATE TABLE reports (
            id TEXT PRIMARY KEY, patient_id TEXT NOT NULL, taken_at BIGINT NOT NULL, is_ready BOOLEAN NOT NULL,
            sealed {BYTES} NOT NULL);
        CREATE INDEX reports_of ON reports (patient_id, taken_at);
        CREATE TABLE messages (
            id TEXT PRIMARY KEY, channel TEXT NOT NULL, made_at BIGINT NOT NULL, sealed {BYTES} NOT NULL);
        CREATE INDEX messages_of ON messages (channel, made_at);
        CREATE TABLE scalper_reports (
            id TEXT PRIMARY KEY, at BIGINT NOT NULL, kiosk TEXT NOT NULL, what TEXT NOT NULL, sealed {BYTES} NOT NULL);
        CREATE TABLE desk_keys (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, digest {BYTES} NOT NULL,
            made_at BIGINT NOT NULL, ended_at BIGINT)
        """,
    )


def _imported(connection: sa.Connection) -> None:
    spelled(
        connection,
        "CREATE TABLE imported (sheet TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (sheet, id))",
    )


def _closed(connection: sa.Connection) -> None:
    spelled(connection, "CREATE INDEX payments_closed ON payments (expires_at) WHERE state = 'closed'")


def _no_scalpers(connection: sa.Connection) -> None:
    """What patients tell of them is a hub's to keep."""
    spelled(connection, "DROP TABLE scalper_reports")


TILL_STEPS: dict[str, Step] = {
    "till-1-money": _money,
    "till-2-papers": _papers,
    "till-3-imported": _imported,
    "till-4-closed": _closed,
    "till-5-no-scalpers": _no_scalpers,
}
