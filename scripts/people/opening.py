"""The list that `gatehouse people` works with: this home's, or with --hub that of a hub where one is logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from scripts.command import Context
from scripts.retention import open_tidy_store

if TYPE_CHECKING:
    from watchlist.listing import Listing

_HUB = "scripts.people.hub"


def with_hub_option(command: click.Command) -> click.Command:
    """The command and all below it, taking --hub wherever it stands on the line."""
    about = "Work on the list of this hub, where you are logged in ('gatehouse login')."
    command.params.append(
        click.Option(["--hub"], metavar="URL", expose_value=False, callback=_set_hub, is_eager=True, help=about)
    )
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_hub_option(below)
    return command


def hub_asked_for() -> str:
    """The hub's address as it was given; empty for this home's own list."""
    return str(click.get_current_context().meta.get(_HUB, ""))


@contextmanager
def open_listing(context: Context) -> Iterator["Listing"]:
    """Raises CommandError for whoever is not logged in there."""
    url = hub_asked_for()
    if not url:
        with open_tidy_store(context) as store:
            yield store
        return
    from scripts.login.sessions import kept
    from watchlist.hub.http.client import HubListing

    session = kept(url)
    with HubListing(session.url, session.token, session.ca_path) as listing:
        yield listing


def _set_hub(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta[_HUB] = value
