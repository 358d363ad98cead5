"""`gatehouse nodes`: the programs that may ask a hub, and their keys. At the hub's PC, or --hub."""

from pathlib import Path

import click

from scripts.administering import ABOUT_HUB, open_administration
from scripts.command import Context, operator_option, pass_context
from scripts.key_file import reserved_key_file
from scripts.login.at_hub import with_hub_option

KINDS = ("watch", "follower", "kiosk")
_OUT = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the key into this new file.")


@click.group()
def nodes() -> None:
    """Which programs may ask a hub: add, list, renew a key, revoke it. The hub may run meanwhile.

    At the hub's PC this home's; with --hub URL that of a hub where you are logged in as an admin.
    """


@nodes.command()
@click.argument("node_id", metavar="ID")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="A watch, a hospital's own hub, or a kiosk.")
@click.option("--photos", is_flag=True, help="It makes vectors of another model: photographs travel to it.")
@click.option("--source", help="The hospital it stands in. [default: the hub's own]")
@_OUT
@operator_option
@pass_context
def add(
    context: Context,
    node_id: str,
    kind: str,
    photos: bool,
    source: str | None,
    out: Path | None,
    operator: str | None,
) -> None:
    """Make a node ID (small letters, digits and hyphens) with a key, which is told this once and kept nowhere."""
    from watchlist.hub.rights import NodeKind

    with reserved_key_file(out) as keep, open_administration(context, operator) as administration:
        made = administration.add_node(node_id=node_id, kind=NodeKind(kind), needs_photos=photos, source=source)
        keep(made.key)
    _tell_key(context, "added", node_id, made.key, out)


@nodes.command("list")
@operator_option
@pass_context
def list_(context: Context, operator: str | None) -> None:
    """List the nodes, and how each is by its last word: a watch tells every half minute which list it has, how its
    cameras are and how many alarms it has yet to deliver. One is silent after 90 s without a word."""
    from scripts.nodes.telling import standing_event, standing_text

    with open_administration(context, operator) as administration:
        found = administration.node_standings()
    for one in found:
        context.out(standing_event(one), standing_text(one))
    if not found:
        context.say("there is no node: 'gatehouse nodes add ID --kind watch' makes one")


@nodes.command()
@click.argument("node_id", metavar="ID")
@_OUT
@operator_option
@pass_context
def renew(context: Context, node_id: str, out: Path | None, operator: str | None) -> None:
    """Make a new key for a node; the one before opens nothing from now on."""
    with reserved_key_file(out) as keep, open_administration(context, operator) as administration:
        made = administration.renew_node(node_id=node_id)
        keep(made.key)
    _tell_key(context, "renewed", node_id, made.key, out)


@nodes.command()
@click.argument("node_id", metavar="ID")
@operator_option
@pass_context
def revoke(context: Context, node_id: str, operator: str | None) -> None:
    """From now on this node's key opens nothing, and nobody else gets the ID."""
    with open_administration(context, operator) as administration:
        administration.revoke_node(node_id=node_id)
    context.out({"event": "revoked", "id": node_id}, f"{node_id} may ask nothing any more.")


def _tell_key(context: Context, event: str, node_id: str, written: str, out: Path | None) -> None:
    if out is None:
        context.out({"event": event, "id": node_id, "key": written}, written)
    else:
        context.out(
            {"event": event, "id": node_id, "file": str(out)}, f"{node_id}'s key is in {out}, for this user alone."
        )


with_hub_option(nodes, ABOUT_HUB)
