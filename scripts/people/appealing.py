"""`gatehouse people appeal` and `decide`: what is said against a listing, and what two people make of it."""

from typing import TYPE_CHECKING

import click

from scripts.command import Context, operator_option, pass_context
from scripts.people.changing import told
from scripts.people.opening import open_listing
from scripts.site_time import today

if TYPE_CHECKING:
    from watchlist.types import Entry

STANDS, GRANTED = "listing-stands", "appeal-granted"


@click.command()
@click.argument("name")
@click.option("--text", help="What the person says, in their words. Kept sealed until they are erased.")
@operator_option
@pass_context
def appeal(context: Context, name: str, text: str | None, operator: str | None) -> None:
    """Write down, with --text, that somebody says the listing is wrong: nobody rings until two have decided.

    Without, read what was said. Who read it is kept in the record.
    """
    who = operator or context.operator
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        if text is not None:
            store.lodge_appeal(entry.person_id, text, who)
            told(context, "appealed", entry, f"{entry.name} is on hold: two who did not propose the entry decide")
            return
        said = store.appeal(entry.person_id) or ""
        store.note(who, "appeal.looked_at", entry.person_id)
        told(context, "appeal", entry, said or f"nobody said anything against the listing of {entry.name}", text=said)


@click.command()
@click.argument("name")
@click.option("--verdict", required=True, type=click.Choice([STANDS, GRANTED]), help="What becomes of it.")
@click.option("--why", default="", help="Kept for ever and in clear: it must not contain the name.")
@operator_option
@pass_context
def decide(context: Context, name: str, verdict: str, why: str, operator: str | None) -> None:
    """Say what you make of an appeal. Two who did not propose the entry must say the same; 'list' shows who did."""
    with open_listing(context) as store:
        entry = store.entry_by_name(name, today())
        store.decide_appeal(entry.person_id, verdict == STANDS, operator or context.operator, why)
        after = store.entry_by_name(name, today())
        told(context, "decided", entry, _became(after), state=str(after.state))


def _became(entry: "Entry") -> str:
    from watchlist.types import EntryState

    if entry.state is EntryState.ON_HOLD:
        return f"{entry.name} stays on hold until another says the same"
    if entry.state is EntryState.REVOKED:
        return f"{entry.name} is revoked: the appeal is granted"
    return f"{entry.name} is on the list until {entry.until}: the listing stands"
