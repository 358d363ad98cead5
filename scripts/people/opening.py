"""The list that `gatehouse people` works with: this home's, or with --hub that of a hub where one is logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scripts.command import Context
from scripts.login.at_hub import hub_asked_for, open_hub
from scripts.retention.keeping import open_tidy_store
from scripts.site_time import now_at_site

if TYPE_CHECKING:
    from watchlist.listing import Listing


def tell_age(context: Context, listing: "Listing") -> None:
    """Where the list tells others' entries and these are old."""
    from scripts.following.ageing import caution_of_age, caution_of_hub
    from watchlist.hub.http.client import HubListing
    from watchlist.store import WatchlistStore

    if isinstance(listing, WatchlistStore):
        caution_of_age(context, listing.followed_lists(), now_at_site())
    elif isinstance(listing, HubListing):
        caution_of_hub(context, listing.about(), now_at_site())


@contextmanager
def open_listing(context: Context) -> Iterator["Listing"]:
    """Raises CommandError for whoever is not logged in there."""
    url = hub_asked_for()
    if url:
        with open_hub(url) as listing:
            yield listing
    else:
        with open_tidy_store(context) as store:
            yield store
