"""The list that `gatehouse people` works with: this home's, or with --hub that of a hub where one is logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scripts.command import Context
from scripts.login.at_hub import hub_asked_for, open_hub
from scripts.retention.keeping import open_tidy_store

if TYPE_CHECKING:
    from watchlist.listing import Listing


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
