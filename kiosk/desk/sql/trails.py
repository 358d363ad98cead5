"""The trail: who changed what, when and from where. Only ever added to."""

from datetime import datetime

import sqlalchemy as sa

from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.tables import trail
from kiosk.desk.values import Actor

THE_DESK = Actor("")
"""What the desk did by itself: a hold that ran out, a no-show."""


def note(connection: sa.Connection, at: datetime, what: str, subject: str, channel: str, actor: Actor) -> None:
    """`what` and `subject` name no one: a word of ours and an id."""
    relation = actor.relation.value if actor.relation else None
    row = {"at": to_seconds(at), "what": what, "subject": subject, "channel": channel}
    connection.execute(trail.insert().values(**row, actor=actor.person_id, relation=relation))
