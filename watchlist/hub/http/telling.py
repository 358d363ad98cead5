"""How the expected failures of a hub travel: `{"error": kind, "message": ..., "hint": ...}`, with `wait_s` where
there is such a time."""

from dataclasses import dataclass

from records.errors import (
    AccountRefused,
    NoSession,
    PassphraseRefused,
    PinRefused,
    RecordsError,
    TracesLeft,
    WrongCredential,
)
from watchlist.errors import EntryRefused, ForeignEmbedding, NobodyByThatName, WatchlistError
from watchlist.feed.errors import FeedError, NoList, NoSuchList, NotServed
from watchlist.hub.errors import (
    HubAway,
    LoginRefused,
    NodeKeyRefused,
    NodeRefused,
    NotAllowed,
    NotUnderstoodThere,
    SessionOver,
)
from watchlist.reports.errors import GroupDecided, NoSuchGroup, NoSuchReport, ReportRefused

Failed = WatchlistError | RecordsError

KINDS: dict[str, tuple[type[Failed], int]] = {
    "session-over": (SessionOver, 401),
    "key-refused": (NodeKeyRefused, 401),
    "login-refused": (LoginRefused, 403),
    "not-allowed": (NotAllowed, 403),
    "nobody-by-that-name": (NobodyByThatName, 404),
    "entry-refused": (EntryRefused, 409),
    "foreign-embedding": (ForeignEmbedding, 409),
    "account-refused": (AccountRefused, 409),
    "passphrase-refused": (PassphraseRefused, 409),
    "pin-refused": (PinRefused, 409),
    "node-refused": (NodeRefused, 409),
    "no-such-report": (NoSuchReport, 404),
    "no-such-group": (NoSuchGroup, 404),
    "group-decided": (GroupDecided, 409),
    "report-refused": (ReportRefused, 409),
    "traces-left": (TracesLeft, 409),
    "no-list": (NoList, 503),
    "no-such-list": (NoSuchList, 404),
    "not-served": (NotServed, 503),
    "feed-refused": (FeedError, 409),
    "not-understood": (NotUnderstoodThere, 400),
    "away": (HubAway, 503),
}
"""How they are called on the wire, and with which status they go."""


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal as it is sent."""

    error: str
    message: str
    hint: str
    wait_s: float = 0.0


def error_told(error: Failed) -> tuple[Told, int]:
    """What is not expected of a hub means: not now. Of that its own words stay at the hub."""
    if isinstance(error, NoSession):
        error = SessionOver(str(error))
    if isinstance(error, WrongCredential):
        error = LoginRefused("this is nobody's account and passphrase", error.wait_s)
    for name, (kind, status) in KINDS.items():
        if isinstance(error, kind):
            return Told(name, str(error), error.hint, error.wait_s if isinstance(error, LoginRefused) else 0.0), status
    return Told("away", "the hub cannot do this now", error.hint), KINDS["away"][1]


def error_from(told: Told) -> Failed | None:
    """The failure that was told; None for a kind that is not known here."""
    if told.error not in KINDS:
        return None
    kind = KINDS[told.error][0]
    if issubclass(kind, LoginRefused):
        return kind(told.message, max(told.wait_s, 0.0))
    return kind(told.message, told.hint or None)
