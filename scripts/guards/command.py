"""`gatehouse guards`: the accounts of those who answer the alarms."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, operator_option, pass_context
from scripts.guards.secrets_given import given_number, given_pin

if TYPE_CHECKING:
    from records.account_parts import Account
    from watchlist.store import WatchlistStore

_PIN_FILE = click.option(
    "--pin-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the PIN from this file's first line.",
)


@click.group()
def guards() -> None:
    """Who may log in at a guard's screen: add, list, set a PIN, a badge, remove."""


@guards.command()
@click.argument("guard_id", metavar="ID")
@click.option("--name", required=True, help="As colleagues know them; kept sealed.")
@click.option("--role", type=click.Choice(["guard", "supervisor"]), default="guard", show_default=True)
@_PIN_FILE
@operator_option
@pass_context
def add(context: Context, guard_id: str, name: str, role: str, pin_file: Path | None, operator: str | None) -> None:
    """Give somebody an account ID (small letters, digits and . _ -), which the record names them by for ever.

    The PIN (6 to 12 digits) is asked for twice, or is the first line of standard input or of --pin-file.
    """
    with context.open_store() as store:
        _must_be_new(guard_id, store.accounts.find(guard_id))
        pin = given_pin(pin_file)
        made = store.accounts.add(guard_id, name, role, pin, operator or context.operator, datetime.now(UTC))
    context.out(_told("added", made), f"{made.account_id} ({made.name}) can log in as {made.role}.")


@guards.command("list")
@pass_context
def list_(context: Context) -> None:
    """List the accounts that are in force."""
    with context.open_store() as store:
        accounts = store.accounts.all()
    for one in accounts:
        badge = "PIN and badge" if one.has_badge else "PIN"
        context.out(_told("guard", one), f"{one.account_id:<16} {one.role:<10} {badge:<13} {one.name}")
    if not accounts:
        context.say("nobody has an account: 'gatehouse guards add ID --name NAME' makes one")


@guards.command()
@click.argument("guard_id", metavar="ID")
@_PIN_FILE
@operator_option
@pass_context
def pin(context: Context, guard_id: str, pin_file: Path | None, operator: str | None) -> None:
    """Set a new PIN; whoever is logged in with this account is logged out."""
    with context.open_store() as store:
        store.accounts.set_pin(guard_id, given_pin(pin_file), operator or context.operator, datetime.now(UTC))
    context.out({"event": "pin", "id": guard_id}, f"{guard_id} has a new PIN.")


@guards.command()
@click.argument("guard_id", metavar="ID")
@click.option("--number", help="As the reader tells it. [default: asked for, hold the badge to the reader then]")
@click.option("--none", "take_away", is_flag=True, help="Take the badge away: it was lost.")
@operator_option
@pass_context
def badge(context: Context, guard_id: str, number: str | None, take_away: bool, operator: str | None) -> None:
    """Give somebody a badge to log in with, instead of the one before; their sessions end."""
    if take_away and number is not None:
        raise click.UsageError("--number or --none, not both")
    with context.open_store() as store:
        given = None if take_away else number or given_number()
        store.accounts.set_badge(guard_id, given, operator or context.operator, datetime.now(UTC))
    text = f"{guard_id} has no badge any more." if take_away else f"{guard_id} can log in with this badge."
    context.out({"event": "badge", "id": guard_id, "has_badge": not take_away}, text)


@guards.command()
@click.argument("guard_id", metavar="ID")
@operator_option
@pass_context
def remove(context: Context, guard_id: str, operator: str | None) -> None:
    """End somebody's account: they are logged out, their name goes, their alarms are given back. Nobody else gets
    the ID."""
    with context.open_store() as store:
        store.accounts.remove(guard_id, operator or context.operator, datetime.now(UTC))
        _give_back(store, guard_id)
    context.out({"event": "removed", "id": guard_id}, f"{guard_id} can log in no more.")


def _must_be_new(guard_id: str, account: "Account | None") -> None:
    """Told before a PIN is asked for."""
    from records.errors import AccountRefused
    from watchlist.alarms.life import PROGRAM

    if guard_id == PROGRAM:
        raise AccountRefused(f"{guard_id!r} is what the record calls the program itself", "Choose another id.")
    if account is not None:
        raise AccountRefused(f"{account.account_id!r} is somebody's account already", "Choose another id.")


def _give_back(store: "WatchlistStore", guard_id: str) -> None:
    """Nobody but a supervisor could take over what somebody has who comes no more."""
    from watchlist.alarms.errors import ActRefused
    from watchlist.alarms.life import GuardId, Release

    for record in store.open_alarms():
        if record.life.owner == guard_id:
            with suppress(ActRefused):  # they were faster
                store.act(record.alarm_id, GuardId(guard_id), Release())


def _told(event: str, one: "Account") -> dict[str, object]:
    return {"event": event, "id": one.account_id, "name": one.name, "role": one.role, "has_badge": one.has_badge}
