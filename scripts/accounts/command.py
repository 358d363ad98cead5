"""`gatehouse accounts`: the people who work on a hub's list. At the hub's PC, which makes the first admin, or --hub."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.administering import ABOUT_HUB, Administration, open_administration
from scripts.command import Context, operator_option, pass_context
from scripts.guards.secrets_given import given_secret
from scripts.login.at_hub import with_hub_option

if TYPE_CHECKING:
    from watchlist.hub.values import AccountTold

ROLES = ("guard", "reviewer", "approver", "admin", "privacy")
GUARD = "guard"
_FILE = click.option(
    "--passphrase-file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the passphrase from this file's first line.",
)


@click.group()
def accounts() -> None:
    """Who may work on a hub's list: add, list, set a passphrase, remove. The hub may run meanwhile.

    At the hub's PC this home's; with --hub URL that of a hub where you are logged in as an admin.
    """


@accounts.command()
@click.argument("account_id", metavar="ID")
@click.option("--name", required=True, help="As colleagues know them; kept sealed.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@_FILE
@operator_option
@pass_context
def add(context: Context, account_id: str, name: str, role: str, file: Path | None, operator: str | None) -> None:
    """Give somebody an account ID (small letters, digits and . _ -), which the record names them by for ever.

    The passphrase (12 characters or more; a guard's PIN: 6 to 12 digits) is asked for twice, or is the first line of
    standard input or of --passphrase-file. A reviewer proposes, an approver approves, an admin makes accounts and
    nodes and sees nobody on the list, the privacy officer erases.
    """
    from records.errors import AccountRefused
    from watchlist.hub.rights import Role

    with open_administration(context, operator) as administration:
        if _found(administration, account_id) is not None:
            raise AccountRefused(f"{account_id!r} is somebody's account already", "Choose another id.")
        secret = given_secret(_called(role), file, is_new=True)
        made = administration.add_account(account_id=account_id, name=name, role=Role(role), passphrase=secret)
    context.out(_told("added", made), f"{made.account_id} ({made.name}) can log in as {made.role}.")


@accounts.command("list")
@operator_option
@pass_context
def list_(context: Context, operator: str | None) -> None:
    """List the accounts that are in force. Who looked is kept in the record."""
    with open_administration(context, operator) as administration:
        found = administration.accounts()
    for one in found:
        context.out(_told("account", one), f"{one.account_id:<16} {one.role:<10} {one.name}")
    if not found:
        context.say("nobody has an account: 'gatehouse accounts add ID --name NAME --role admin' makes the first")


@accounts.command("set-passphrase")
@click.argument("account_id", metavar="ID")
@_FILE
@operator_option
@pass_context
def set_passphrase(context: Context, account_id: str, file: Path | None, operator: str | None) -> None:
    """Set a new passphrase; whoever is logged in with this account is logged out."""
    from records.errors import AccountRefused

    with open_administration(context, operator) as administration:
        account = _found(administration, account_id)
        if account is None:
            raise AccountRefused(
                f"nobody has the account {account_id!r}", "'gatehouse accounts list' shows who has one."
            )
        secret = given_secret(_called(account.role), file, is_new=True)
        administration.set_passphrase(account_id=account_id, passphrase=secret)
    context.out({"event": "passphrase", "id": account_id}, f"{account_id} has a new {_called(account.role)}.")


@accounts.command()
@click.argument("account_id", metavar="ID")
@operator_option
@pass_context
def remove(context: Context, account_id: str, operator: str | None) -> None:
    """End somebody's account: they are logged out and their name goes. Nobody else gets the ID."""
    with open_administration(context, operator) as administration:
        administration.remove_account(account_id=account_id)
    context.out({"event": "removed", "id": account_id}, f"{account_id} can log in no more.")


def _found(administration: Administration, account_id: str) -> "AccountTold | None":
    return next((one for one in administration.accounts() if one.account_id == account_id), None)


def _called(role: str) -> str:
    return "PIN" if role == GUARD else "passphrase"


def _told(event: str, one: "AccountTold") -> dict[str, object]:
    return {"event": event, "id": one.account_id, "name": one.name, "role": str(one.role)}


with_hub_option(accounts, ABOUT_HUB)
