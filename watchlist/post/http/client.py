"""A post over the network."""

from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from records.wire import NotUnderstood, Reading, from_json
from watchlist.alarms.life import Act
from watchlist.post.errors import PostAway
from watchlist.post.http.asking import Asking
from watchlist.post.http.telling import PREFIX, act_told, sheet_from_json
from watchlist.post.run_file import PostCard, read_card
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

Value = TypeVar("Value")


class HttpPost(Asking):
    """A GuardPost. Answers are checked against its values before anybody sees them."""

    def __init__(self, url: str, key: str) -> None:
        card = PostCard(url.rstrip("/"), key)
        super().__init__(lambda: card)

    @classmethod
    def of_this_pc(cls, run_file: Path) -> "HttpPost":
        """The post whose watch writes this file; followed when that is started again."""

        def where() -> PostCard:
            card = read_card(run_file)
            if card is None:
                raise PostAway("no watch runs on this PC", "Start 'gatehouse watch'.")
            return card

        post = cls("", "")
        post._where = where
        return post

    def overview(self) -> Overview:
        return _value(Overview, self.get(f"{PREFIX}/overview"))

    def log_in(self, credential: Credential) -> Session:
        return _value(Session, self.post(f"{PREFIX}/log-in", None, credential))

    def log_out(self, session: Session) -> None:
        self.post(f"{PREFIX}/log-out", session)

    def changes(self, session: Session, after: int, wait_s: float = 0.0) -> Changes:
        query = {"after": max(after, 0), "wait_s": max(wait_s, 0.0)}
        return _value(Changes, self.get(f"{PREFIX}/changes", session, query, wait_s))

    def captured(self, session: Session, alarm_id: AlarmId) -> bytes:
        return self.get(_of_alarm(alarm_id, "captured"), session)

    def enrolled(self, session: Session, alarm_id: AlarmId, person_id: PersonId) -> bytes:
        return self.get(_of_alarm(alarm_id, f"enrolled/{_quoted(person_id)}"), session)

    def sheet(self, session: Session, alarm_id: AlarmId) -> AlarmSheet:
        try:
            return sheet_from_json(self.get(_of_alarm(alarm_id, "sheet"), session))
        except NotUnderstood as error:
            raise _garbled(error) from error

    def act(self, session: Session, alarm_id: AlarmId, act: Act) -> AlarmView:
        return _value(AlarmView, self.post(_of_alarm(alarm_id, "act"), session, act_told(act)))

    def history(self, session: Session, query: HistoryQuery) -> tuple[AlarmView, ...]:
        return _value(tuple[AlarmView, ...], self.post(f"{PREFIX}/history", session, query))

    def colleagues(self, session: Session) -> tuple[Guard, ...]:
        return _value(tuple[Guard, ...], self.get(f"{PREFIX}/colleagues", session))

    def thumbnail(self, session: Session, camera: str) -> bytes | None:
        return self.get(f"{PREFIX}/thumbnail", session, {"camera": camera}) or None

    def plan(self, session: Session) -> bytes | None:
        return self.get(f"{PREFIX}/plan", session) or None


def _of_alarm(alarm_id: AlarmId, what: str) -> str:
    return f"{PREFIX}/alarms/{_quoted(alarm_id)}/{what}"


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _value(kind: type[Value], answer: bytes) -> Value:
    try:
        return from_json(kind, answer, Reading.LENIENT)
    except NotUnderstood as error:
        raise _garbled(error) from error


def _garbled(error: NotUnderstood) -> PostAway:
    return PostAway(f"the post's answer was not understood: {error}")
