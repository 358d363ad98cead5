"""The post: one interface for the PC's own watch and for a hub.

Every method blocks and may raise PostAway; a screen calls it from a thread of its own. A method that takes a session
raises SessionOver when it is no longer good.
"""

from typing import Protocol

from watchlist.alarms.life import Act
from watchlist.post.values import (
    AlarmSheet,
    AlarmView,
    Changes,
    Credential,
    Guard,
    HistoryQuery,
    Overview,
    Session,
)
from watchlist.types import AlarmId, PersonId


class GuardPost(Protocol):
    def overview(self) -> Overview: ...

    def log_in(self, credential: Credential) -> Session:
        """Raises LoginRefused."""

    def log_out(self, session: Session) -> None:
        """Also of a session that is over."""

    def changes(self, session: Session, after: int, wait_s: float = 0.0) -> Changes:
        """What changed after this revision; 0 asks for the open alarms and the newest others. Waits up to `wait_s`."""

    def captured(self, session: Session, alarm_id: AlarmId) -> bytes:
        """The face that rang, as a JPEG. Raises NoSuchAlarm, also when it was erased. Who looked is on record."""

    def enrolled(self, session: Session, alarm_id: AlarmId, person_id: PersonId) -> bytes:
        """The enrolled face of a candidate, cut like the captured one, as a JPEG. Raises NoSuchAlarm."""

    def sheet(self, session: Session, alarm_id: AlarmId) -> AlarmSheet:
        """Everything about an alarm. Raises NoSuchAlarm. Who looked is on record."""

    def act(self, session: Session, alarm_id: AlarmId, act: Act) -> AlarmView:
        """Raises NoSuchAlarm, AlarmTaken, NotYourAlarm, AlarmOver, NotAllowed."""

    def history(self, session: Session, query: HistoryQuery) -> tuple[AlarmView, ...]:
        """The newest first."""

    def colleagues(self, session: Session) -> tuple[Guard, ...]:
        """To whom an alarm can be forwarded: everybody but the guard of the session."""

    def thumbnail(self, session: Session, camera: str) -> bytes | None:
        """What a camera sees now, as a small JPEG; None where there is none."""

    def plan(self, session: Session) -> bytes | None:
        """The picture of the site's plan, as a JPEG; None where there is none. Where its cameras are, a sheet tells."""
