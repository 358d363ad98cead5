"""The book's tables as its statements name them; `steps` is how a database comes to have them.

Moments are whole seconds since 1970 (UTC), days of the site's calendar ISO text, money whole fen. Whatever is personal
lies sealed in one blob a person; a card's number is kept as a keyed digest, to be looked up and never read.
"""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Text

from kiosk.desk.sql.database import metadata

departments = sa.Table(
    "departments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("place_zh", Text, nullable=False),
    Column("place_en", Text, nullable=False),
    Column("readings", Text, nullable=False),  # initials, the likeliest first, with spaces between
    Column("letter", Text, nullable=False),  # what its queue numbers begin with
    Column("position", Integer, nullable=False),
)

doctors = sa.Table(
    "doctors",
    metadata,
    Column("id", Text, primary_key=True),
    Column("department_id", Text, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("readings", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

slots = sa.Table(
    "slots",
    metadata,
    Column("id", Text, primary_key=True),
    Column("department_id", Text, nullable=False),
    Column("doctor_id", Text),
    Column("day", Text, nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("taken", Integer, nullable=False),  # how many bookings have has_place; never above capacity
    Column("price_fen", Integer, nullable=False),
)

people = sa.Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("photo", LargeBinary),  # sealed too
)

cards = sa.Table(
    "cards",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("lookup", Text, primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("ended_at", BigInteger),
)

delegates = sa.Table(
    "delegates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("patient_id", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("valid_until", Text),  # the last day, None for as long as nobody ends it
    Column("entered_by", Text, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
    Column("removed_by", Text),
    Column("removed_at", BigInteger),
)

bookings = sa.Table(
    "bookings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slot_id", Text, nullable=False),
    Column("patient_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("is_paid", Boolean, nullable=False),
    Column("has_place", Boolean, nullable=False),  # whether it is one of its slot's `taken`
    Column("place_until", BigInteger),  # when its place is free again; None: it keeps it
    Column("held_until", BigInteger),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("relation", Text),
    Column("changed_at", BigInteger, nullable=False),  # when it came into its state
    Column("queue_number", Text),
    Column("queue_place", Integer),  # the running number in it, which orders the queue
    Column("called_at", BigInteger),  # when whoever waits was called in
)

queue_counters = sa.Table(
    "queue_counters",
    metadata,
    Column("department_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

answers = sa.Table(
    "answers",
    metadata,
    Column("who", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_at", BigInteger, nullable=False),
)

trail = sa.Table(
    "trail",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),  # a booking's id, or a delegate's, or what the till keeps
    Column("channel", Text, nullable=False),
    Column("actor", Text, nullable=False),  # a person's id; empty when the desk itself did it
    Column("relation", Text),
)

facts = sa.Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
