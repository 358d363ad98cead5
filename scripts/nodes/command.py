"""`gatehouse nodes`: the programs that may ask a hub, and their keys. Run at the hub's PC."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from scripts.command import Context, operator_option, pass_context
from scripts.key_file import key_file

KINDS = ("watch", "follower", "kiosk")
_OUT = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the key into this new file.")


@click.group()
def nodes() -> None:
    """Which programs may ask this hub: add, list, renew a key, revoke it. The hub may run meanwhile."""


@nodes.command()
@click.argument("node_id", metavar="ID")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="A watch, a hospital's own hub, or a kiosk.")
@click.option("--photos", is_flag=True, help="It makes vectors of another model: photographs travel to it.")
@_OUT
@operator_option
@pass_context
def add(context: Context, node_id: str, kind: str, photos: bool, out: Path | None, operator: str | None) -> None:
    """Make a node ID (small letters, digits and hyphens) with a key, which is told this once and kept nowhere."""
    from records.written_keys import SECRET_BYTES, written_key
    from scripts.hub.list_store import open_list_store
    from watchlist.hub.rights import NodeKind

    secret = secrets.token_bytes(SECRET_BYTES)
    _, written = written_key(node_id, secret)
    with open_list_store(context) as store, key_file(out, written):
        store.nodes.add(node_id, NodeKind(kind), photos, secret, operator or context.operator, datetime.now(UTC))
    _tell(context, "added", node_id, written, out)


@nodes.command("list")
@pass_context
def list_(context: Context) -> None:
    """List the nodes that are in force."""
    from scripts.hub.list_store import open_list_store

    with open_list_store(context) as store:
        found = store.nodes.all()
    for one in found:
        told = {"event": "node", "id": one.node_id, "kind": str(one.kind), "photos": one.needs_photos}
        context.out(told, f"{one.node_id:<24} {one.kind:<9} {'with photographs' if one.needs_photos else ''}".rstrip())
    if not found:
        context.say("there is no node: 'gatehouse nodes add ID --kind watch' makes one")


@nodes.command()
@click.argument("node_id", metavar="ID")
@_OUT
@operator_option
@pass_context
def renew(context: Context, node_id: str, out: Path | None, operator: str | None) -> None:
    """Make a new key for a node; the one before opens nothing from now on."""
    from records.written_keys import SECRET_BYTES, written_key
    from scripts.hub.list_store import open_list_store

    secret = secrets.token_bytes(SECRET_BYTES)
    _, written = written_key(node_id, secret)
    with open_list_store(context) as store, key_file(out, written):
        store.nodes.renew(node_id, secret, operator or context.operator, datetime.now(UTC))
    _tell(context, "renewed", node_id, written, out)


@nodes.command()
@click.argument("node_id", metavar="ID")
@operator_option
@pass_context
def revoke(context: Context, node_id: str, operator: str | None) -> None:
    """From now on this node's key opens nothing, and nobody else gets the ID."""
    from scripts.hub.list_store import open_list_store

    with open_list_store(context) as store:
        store.nodes.revoke(node_id, operator or context.operator, datetime.now(UTC))
    context.out({"event": "revoked", "id": node_id}, f"{node_id} may ask nothing any more.")


def _tell(context: Context, event: str, node_id: str, written: str, out: Path | None) -> None:
    if out is None:
        context.out({"event": event, "id": node_id, "key": written}, written)
    else:
        context.out(
            {"event": event, "id": node_id, "file": str(out)}, f"{node_id}'s key is in {out}, for this user alone."
        )
