"""The tables that a hub with a FHIR book has beside its desk's, and the steps that make them."""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Integer, Text

from kiosk.desk.sql.database import metadata
from kiosk.desk.sql.schema import Step, spelled

intents = sa.Table(
    "fhir_intents",
    metadata,
    Column("booking_id", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("relation", Text),
    Column("at", BigInteger, nullable=False),
)

queue_numbers = sa.Table(
    "fhir_queue_numbers",
    metadata,
    Column("department_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)


def _beside(connection: sa.Connection) -> None:
    spelled(
        connection,
        """
        CREATE TABLE fhir_intents (
            booking_id TEXT NOT NULL, what TEXT NOT NULL, channel TEXT NOT NULL, actor TEXT NOT NULL, relation TEXT,
            at BIGINT NOT NULL, PRIMARY KEY (booking_id, what));
        CREATE TABLE fhir_queue_numbers (
            department_id TEXT NOT NULL, day TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (department_id, day))
        """,
    )


FHIR_STEPS: dict[str, Step] = {"fhir-1-beside": _beside}
