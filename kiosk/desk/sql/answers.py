"""Requests that may come twice: the first one's answer is kept with the change itself, and the second gets it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kiosk.desk.sql.database import DeskDatabase
from kiosk.desk.sql.moments import to_seconds
from kiosk.desk.sql.tables import answers
from kiosk.errors import DeskRefused, Refusal
from records.canonical import Json, to_json
from records.sealing import Cipher

LONGEST_KEY = 200
_PURPOSE = "desk-answers"


@dataclass(frozen=True, slots=True)
class Request:
    """`key` is the caller's own, so it counts within `who` (the channel); `arguments` are all that it asks for."""

    who: str
    key: str
    what: str
    at: datetime
    arguments: Mapping[str, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= LONGEST_KEY:
            raise DeskRefused(Refusal.WRONG_STATE, f"a key has 1 to {LONGEST_KEY} characters")


def once(
    database: DeskDatabase,
    cipher: Cipher,
    request: Request,
    work: Callable[[sa.Connection], Mapping[str, Json]],
) -> dict[str, Json]:
    """What `work` answered, now or when this request came first. A refusal changes nothing and is not kept.

    Raises DeskRefused(WRONG_STATE) for a key that was used for something else.
    """
    asked: dict[str, Json] = {"what": request.what, "arguments": dict(request.arguments)}
    fingerprint = cipher.mac(to_json(asked).encode(), _PURPOSE)

    def answered(connection: sa.Connection) -> dict[str, Json]:
        known = _kept(connection, request)
        if known is None:
            return _answer(connection, request, fingerprint, work)
        if known.fingerprint != fingerprint:
            raise DeskRefused(Refusal.WRONG_STATE, "this key was used for another request")
        kept: dict[str, Json] = json.loads(known.answer)
        return kept

    return database.change(answered)


def forget_answers(connection: sa.Connection, before: datetime) -> int:
    """Returns how many were forgotten; whoever repeats such a request does it anew."""
    old = answers.c.answered_at < to_seconds(before)
    return connection.execute(answers.delete().where(old)).rowcount


def _kept(connection: sa.Connection, request: Request) -> Any:
    mine = sa.and_(answers.c.who == request.who, answers.c.key == request.key)
    return connection.execute(sa.select(answers.c.fingerprint, answers.c.answer).where(mine)).one_or_none()


def _answer(
    connection: sa.Connection,
    request: Request,
    fingerprint: str,
    work: Callable[[sa.Connection], Mapping[str, Json]],
) -> dict[str, Json]:
    # The key is taken before the work is done: a second request that comes meanwhile waits here for the first one's
    # answer, and is not refused for what the first one did.
    mine = {"who": request.who, "key": request.key}
    row = {**mine, "fingerprint": fingerprint, "answer": "", "answered_at": to_seconds(request.at)}
    connection.execute(answers.insert().values(row))
    answer = to_json(work(connection))
    kept = answers.update().where(answers.c.who == request.who, answers.c.key == request.key)
    connection.execute(kept.values(answer=answer))
    loaded: dict[str, Json] = json.loads(answer)
    return loaded
