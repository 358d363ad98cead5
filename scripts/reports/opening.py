"""The store of a home for the reports commands, without the reports whose time is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scripts.site_time import now_at_site

if TYPE_CHECKING:
    from scripts.command import Context
    from scripts.reports.settings import ReportsSettings, Settings
    from watchlist.reports.book import ReportBook
    from watchlist.store import WatchlistStore


def purge_reports(book: "ReportBook", settings: "ReportsSettings", now: datetime) -> int:
    """Delete what the settings keep no longer; the store audits it. Returns how many reports."""
    return book.purge(now - timedelta(days=settings.keep_days), now - timedelta(days=settings.corrections_days))


def settings_of(context: "Context") -> "Settings":
    from scripts.reports.settings import Settings

    return context.settings_of(Settings)


@contextmanager
def open_reports(context: "Context") -> Iterator["WatchlistStore"]:
    settings = settings_of(context).reports
    with context.open_store() as store:
        gone = purge_reports(store.reports, settings, now_at_site())
        if gone:
            context.say(f"{gone} reports were old, or dismissed long ago, and are deleted")
        yield store
