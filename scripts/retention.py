"""What is kept no longer: alarms and expired entries whose time is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scripts.site_time import now_at_site

if TYPE_CHECKING:
    from scripts.command import Context
    from scripts.settings import SiteSettings
    from watchlist.store import WatchlistStore


def keep_no_longer(store: "WatchlistStore", site: "SiteSettings", now: datetime) -> int:
    """Delete what is older than the site wants to keep; the store audits it. Returns how many entries were erased.

    `now` has a time zone.
    """
    store.purge_alarms(now - timedelta(days=site.keep_alarms_days))
    return store.purge_expired(now.astimezone().date(), timedelta(days=site.keep_expired_days))


@contextmanager
def open_tidy_store(context: "Context") -> Iterator["WatchlistStore"]:
    """The store without what its time is over for: also where no watch runs that would clear it every hour."""
    site = context.settings.site
    with context.open_store() as store:
        erased = keep_no_longer(store, site, now_at_site())
        if erased:
            context.say(f"{erased} expired more than {site.keep_expired_days} days ago and were erased")
        yield store
