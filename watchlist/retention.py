"""Every kind of record that a store keeps: for how long, by which setting, and what carries it out. The one table.

What is purged leaves an audit record with how many; that a rule was carried out is marked also when nothing was due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from records.account_rules import FORGOTTEN_AFTER, SessionLimits
from watchlist.alarms.life import CORRECTED_WITHIN
from watchlist.retention_marks import TIDIED_EVERY, Mark

if TYPE_CHECKING:
    from watchlist.store import WatchlistStore

_SOON = TIDIED_EVERY * 2
"""So long after its time may something still be there where a watch or a hub runs."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Periods:
    """As the site set them."""

    alarms: timedelta
    ended_entries: timedelta
    reports: timedelta
    dismissed_reports: timedelta
    sessions: SessionLimits


Purge = Callable[["WatchlistStore", datetime, Periods], int]
"""Deletes what is kept no longer at this moment. Returns how many."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`after` says what the time is counted from; of a kind without a period it says how long it is kept. `oldest` asks
    a database for the moment of the oldest that its time runs for. `purge` is empty where something else ends it, which
    `by` names."""

    name: str
    holds: str
    after: str
    setting: str = ""
    period: Callable[[Periods], timedelta] | None = None
    oldest: str = ""
    purge: Purge | None = None
    by: str = "the watch or the hub, every hour"

    def rule(self, periods: Periods) -> str:
        if self.period is None:
            return self.after
        return f"{_told(self.period(periods))} after {self.after}" + (f" ({self.setting})" if self.setting else "")


def _told(time: timedelta) -> str:
    if time % timedelta(days=1):
        minutes = time.total_seconds() / 60
        return f"{minutes / 60:g} hours" if minutes >= 60 else f"{minutes:g} minutes"
    return f"{time.days} days"


ENDED = Kind(
    "ended entries",
    "names, reasons, evidence, appeals, photographs, templates",
    "they expired or were revoked",
    "site.keep_expired_days",
    lambda periods: periods.ended_entries,
    purge=lambda store, now, periods: store.purge_expired(store.day_of(now), periods.ended_entries),
)

KINDS = (
    ENDED,
    Kind(
        "followed entries",
        "names, reasons, templates, photographs",
        "as long as their authority says",
        by="the list's authority",
    ),
    Kind(
        "alarms",
        "pictures, notes, steps, ways",
        "the person was last seen",
        "site.keep_alarms_days",
        lambda periods: periods.alarms,
        "SELECT min(last_seen_at) FROM alarms",
        lambda store, now, periods: store.purge_alarms(now - periods.alarms),
    ),
    Kind(
        "delivered alarms",
        "who rang where, as nodes told; no pictures, no notes",
        "the visit was last seen",
        "site.keep_alarms_days",
        lambda periods: periods.alarms,
        "SELECT min(last_seen_at) FROM upstream_alarms",
        lambda store, now, periods: store.upstream.purge(now - periods.alarms),
    ),
    Kind(
        "mistaken pictures",
        "of whom a guard said that it is not this person",
        "it was decided",
        period=lambda _: CORRECTED_WITHIN,
        oldest="SELECT min(since) FROM alarms JOIN blobs ON blobs.id = alarms.alarm_id "
        "WHERE verdict = 'not_this_person' AND settled = 0",
        by="the watch or the hub, within seconds",
    ),
    Kind("mistakes", "which entry, how similar; no face", "as long as the entry", by="erasing the entry"),
    Kind(
        "reports",
        "texts, pictures",
        "they came in",
        "reports.keep_days",
        lambda periods: periods.reports,
        "SELECT min(received_at) FROM scalper_reports",
        lambda store, now, periods: store.reports.purge(now - periods.reports, _NEVER),
    ),
    Kind(
        "dismissed reports",
        "texts; their pictures go at once",
        "they were dismissed",
        "reports.corrections_days",
        lambda periods: periods.dismissed_reports,
        "SELECT min(decided_at) FROM scalper_report_groups WHERE state = 'dismissed'",
        lambda store, now, periods: store.reports.purge(_NEVER, now - periods.dismissed_reports),
    ),
    Kind(
        "sessions",
        "whose, since when",
        "they began, or sooner when they are not used",
        period=lambda periods: timedelta(seconds=periods.sessions.whole_s),
        oldest="SELECT min(began_at) FROM sessions",
        purge=lambda store, now, periods: store.accounts.drop_old_sessions(now, periods.sessions),
    ),
    Kind(
        "wrong tries",
        "the account and the address it was tried from",
        "the last one",
        period=lambda _: FORGOTTEN_AFTER,
        oldest="SELECT min(last_at) FROM account_tries",
        purge=lambda store, now, _: store.accounts.drop_old_tries(now),
    ),
    Kind("accounts", "names", "until the account is removed", by="'gatehouse accounts remove', 'guards remove'"),
    Kind("nodes", "what they say of themselves", "their newest word only", by="their next word"),
    Kind("transfers", "photographs, templates, kept aside", "until taken or refused", by="the end of the transfer"),
    Kind("tombstones", "ids and numbers of changes", "for ever: nothing in them is personal", by=""),
    Kind("audit", "who did what; no names, no faces", "for ever: a chain that is cut proves nothing", by=""),
)
"""Whoever makes a new kind of record says here how it goes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How it stands with one kind. `is_overdue`: something is there whose time has been over for a while."""

    kind: Kind
    rule: str
    oldest: datetime | None
    is_overdue: bool
    mark: Mark | None


def carry_out(store: "WatchlistStore", periods: Periods, now: datetime) -> dict[str, int]:
    """Delete what is kept no longer. How many of each kind; where any went, one audit record says so with the rules."""
    purges = {kind: kind.purge for kind in KINDS if kind.purge is not None}
    gone = {kind.name: purge(store, now, periods) for kind, purge in purges.items()}
    store.retention.carried_out(now, {kind.name: kind.rule(periods) for kind in purges}, gone)
    return gone


def how_it_stands(store: "WatchlistStore", periods: Periods, now: datetime) -> list[Kept]:
    marks = store.retention.marks()
    return [_kept(store, kind, periods, now, marks.get(kind.name)) for kind in KINDS]


def _kept(store: "WatchlistStore", kind: Kind, periods: Periods, now: datetime, mark: Mark | None) -> Kept:
    oldest = store.oldest_ended(store.day_of(now)) if kind is ENDED else None
    oldest = store.retention.moment(kind.oldest) if kind.oldest else oldest
    is_over = oldest is not None and kind.period is not None and now - oldest > kind.period(periods) + _SOON
    return Kept(kind, kind.rule(periods), oldest, is_over, mark)
