"""What is kept no longer goes, as the settings say."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from scripts.site_time import now_at_site

if TYPE_CHECKING:
    from records.account_rules import SessionLimits
    from scripts.command import Context
    from scripts.settings import SiteSettings
    from watchlist.retention import Periods
    from watchlist.store import WatchlistStore


def periods_of(context: "Context", site: "SiteSettings", sessions: "SessionLimits") -> "Periods":
    """Of a store whose people are logged in for so long. Raises SettingsError."""
    from scripts.reports.settings import Settings
    from watchlist.retention import Periods

    reports = context.settings_of(Settings).reports
    return Periods(
        alarms=timedelta(days=site.keep_alarms_days),
        ended_entries=timedelta(days=site.keep_expired_days),
        reports=timedelta(days=reports.keep_days),
        dismissed_reports=timedelta(days=reports.corrections_days),
        sessions=sessions,
    )


def periods_of_watch(context: "Context") -> "Periods":
    settings = context.settings
    return periods_of(context, settings.site, settings.guard.session_limits)


@contextmanager
def open_tidy_store(context: "Context") -> Iterator["WatchlistStore"]:
    """The store without what its time is over for, and without whom its ledger knows to be erased: also where no watch
    runs that would see to it every hour."""
    from watchlist.retention import ENDED, carry_out

    periods = periods_of_watch(context)
    with context.open_store() as store:
        for trouble in store.keep_ledger():
            context.say(f"caution: {trouble}\nhint:  {trouble.hint}")
        erased = carry_out(store, periods, now_at_site())[ENDED.name]
        if erased:
            context.say(f"{erased} expired more than {periods.ended_entries.days} days ago and were erased")
        yield store
