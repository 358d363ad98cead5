"""`gatehouse login` and `gatehouse logout`."""

from contextlib import suppress
from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.guards.secrets_given import given_secret


@click.command()
@click.argument("url")
@click.option("--account", "account_id", required=True, help="Your account at this hub.")
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The certificates (PEM) that the hub's must come from. [default: the system's]",
)
@pass_context
def login(context: Context, url: str, account_id: str, ca_file: Path | None) -> None:
    """Log in at the hub at URL, so that 'gatehouse people ... --hub URL' works there as you.

    The passphrase is asked for, or is the first line of standard input. The session is kept in your configuration
    folder, for you alone, and ends by itself.
    """
    from scripts.login.sessions import KeptSession, keep
    from watchlist.hub.http.asking import hub_address
    from watchlist.hub.http.client import log_in

    address = hub_address(url)
    passphrase = given_secret("passphrase", None, is_new=False)
    made = log_in(address, account_id, passphrase, ca_file)
    keep(KeptSession(address, made.account_id, made.token, made.until, str(ca_file.resolve()) if ca_file else ""))
    told = {"event": "logged-in", "account": made.account_id, "role": str(made.role), "hub": address}
    context.out(told, f"{made.account_id} is logged in at {address} as {made.role}.")


@click.command()
@click.argument("url")
@pass_context
def logout(context: Context, url: str) -> None:
    """End the session at the hub at URL."""
    from scripts.login.sessions import forget, kept
    from watchlist.hub.errors import SessionOver
    from watchlist.hub.http.client import HubListing

    session = kept(url)
    try:
        with HubListing(session.url, session.token, session.ca_path) as hub, suppress(SessionOver):
            hub.log_out()
    finally:
        forget(url)
    context.out({"event": "logged-out", "hub": session.url}, f"{session.account_id} is logged out at {session.url}.")
