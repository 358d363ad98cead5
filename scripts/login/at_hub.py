"""--hub URL: a command that works at a hub where this user is logged in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from watchlist.hub.http.client import HubListing

_HUB = "scripts.login.hub"
_ABOUT = "Work on the list of this hub, where you are logged in ('gatehouse login')."


def with_hub_option(command: click.Command, about: str = _ABOUT) -> click.Command:
    """The command and all below it, taking --hub wherever it stands on the line."""
    command.params.append(
        click.Option(["--hub"], metavar="URL", expose_value=False, callback=_set_hub, is_eager=True, help=about)
    )
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_hub_option(below, about)
    return command


def hub_asked_for() -> str:
    """The hub's address as it was given; empty for this home's own list."""
    return str(click.get_current_context().meta.get(_HUB, ""))


@contextmanager
def open_hub(url: str) -> Iterator["HubListing"]:
    """Raises CommandError for whoever is not logged in there."""
    from scripts.login.sessions import kept
    from watchlist.hub.http.client import HubListing

    session = kept(url)
    with HubListing(session.url, session.token, session.ca_path) as hub:
        yield hub


def _set_hub(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.meta[_HUB] = value
