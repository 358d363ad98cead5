"""`gatehouse people approve`, `refuse`, `renew`, `reviewed`, `suspend`, `resume`, `revoke` and `erase`."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from scripts.command import Context, operator_option, pass_context
from scripts.login.at_hub import hub_asked_for
from scripts.people.events import photographs
from scripts.people.importing import DAY, checked_until
from scripts.people.opening import open_listing
from scripts.site_time import today

if TYPE_CHECKING:
    from watchlist.types import Entry

_why_option = click.option("--why", default="", help="Kept for ever and in clear: it must not contain the name.")


@click.command()
@click.argument("name")
@operator_option
@pass_context
def approve(context: Context, name: str, operator: str | None) -> None:
    """Let a proposed entry or added photographs ring, or a later last day count.

    Another operator than who proposed them must do this.
    """
    from watchlist.errors import EntryRefused
    from watchlist.types import EntryState

    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        if entry.state is EntryState.ACTIVE and not entry.has_waiting:
            raise EntryRefused(f"{entry.name} does not wait for approval", "The entry rings already.")
        store.approve(entry.person_id, operator or context.operator)
        after = store.entry_by_name(name, today())
        text = f"{after.name} is approved and rings until {after.until}"
        told(context, "approved", entry, text + _own_of(after))


def _own_of(entry: "Entry") -> str:
    """What an approval left waiting."""
    own = [f"{photographs(entry.waiting)} of your own"] if entry.waiting else []
    own += [f"the later day {entry.later.until} that you asked for"] if entry.later else []
    return f"; {' and '.join(own)} still for somebody else to approve" if own else ""


@click.command()
@click.argument("name")
@click.option("--why", required=True, help="What is missing or wrong. Kept for ever and in clear: without the name.")
@operator_option
@pass_context
def refuse(context: Context, name: str, why: str, operator: str | None) -> None:
    """Turn a proposed entry down: it is kept as a revoked one is. Or the later day of one that is on the list: then its
    last day stays as it was."""
    from watchlist.types import EntryState

    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.refuse(entry.person_id, operator or context.operator, why)
        after = store.entry_by_name(name, today())
        is_gone = after.state is EntryState.REVOKED
        text = "is turned down and does not ring" if is_gone else f"keeps its last day: {after.until}"
        told(context, "refused", entry, f"{entry.name} {text}", state=str(after.state))


@click.command()
@click.argument("name")
@click.option("--until", type=DAY, help="The new last day. [default: the settings' listing_days ahead]")
@_why_option
@operator_option
@pass_context
def renew(context: Context, name: str, until: datetime | None, why: str, operator: str | None) -> None:
    """Let an entry ring until another day, also one that has expired or was revoked.

    Where the settings want four eyes, and at a hub, a later day counts after another operator approved it, and an entry
    that was over is only proposed again. An earlier day counts at once.
    """
    site = context.settings.site
    last_day = checked_until(until, site.listing_days)
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.extend(entry.person_id, last_day, operator or context.operator, why, four_eyes=site.four_eyes)
        after = store.entry_by_name(name, today())
        more = {"later": str(after.later.until)} if after.later else {}
        told(context, "renewed", entry, _renewed(after), until=str(after.until), state=str(after.state), **more)


def _renewed(entry: "Entry") -> str:
    from watchlist.types import EntryState

    text = f"{entry.name} is on the list until {entry.until}"
    text += f"; {entry.later.until} counts after another operator approved it" if entry.later else ""
    return text + ("; it rings after another operator approved it" if entry.state is EntryState.PROPOSED else "")


@click.command()
@click.argument("name")
@_why_option
@operator_option
@pass_context
def suspend(context: Context, name: str, why: str, operator: str | None) -> None:
    """Let an entry stop ringing until 'resume' lets it ring again."""
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.suspend(entry.person_id, operator or context.operator, why)
        told(context, "suspended", entry, f"{entry.name} rings no more until somebody resumes the entry")


@click.command()
@click.argument("name")
@_why_option
@operator_option
@pass_context
def resume(context: Context, name: str, why: str, operator: str | None) -> None:
    """Let a suspended entry ring again, until its last day."""
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.resume(entry.person_id, operator or context.operator, why)
        told(context, "resumed", entry, f"{entry.name} is on the list until {entry.until}")


@click.command()
@click.argument("name")
@_why_option
@operator_option
@pass_context
def revoke(context: Context, name: str, why: str, operator: str | None) -> None:
    """Take an entry off the list at once. It is kept for the settings' keep_expired_days; 'renew' takes it back."""
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.revoke(entry.person_id, operator or context.operator, why)
        days = "" if hub_asked_for() else f" for {context.settings.site.keep_expired_days} days"
        told(context, "revoked", entry, f"{entry.name} rings no more; nothing was deleted, it is kept{days}")


@click.command()
@click.argument("name")
@operator_option
@pass_context
def reviewed(context: Context, name: str, operator: str | None) -> None:
    """Say that you looked at an entry again whose alarms were somebody else, and that it stands."""
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.reviewed(entry.person_id, operator or context.operator)
        told(context, "reviewed", entry, f"{entry.name} stays on the list until {entry.until}")


@click.command()
@click.argument("name")
@_why_option
@operator_option
@pass_context
def erase(context: Context, name: str, why: str, operator: str | None) -> None:
    """Delete everything about somebody: photographs, vectors, pictures of alarms. It cannot be taken back."""
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.erase(entry.person_id, operator or context.operator, why)
        told(context, "erased", entry, f"{entry.name} is erased")


def told(context: Context, event: str, entry: "Entry", line: str, /, **more: str) -> None:
    """What happened to somebody."""
    context.out({"event": event, "person": entry.name, **more}, line)
