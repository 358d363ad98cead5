"""`gatehouse desk key` and `gatehouse desk keys`: with what kiosks and channels prove who they are."""

import secrets
from pathlib import Path

import click

from scripts.command import Context, operator_option, pass_context
from scripts.desk.desks import desk_of
from scripts.key_file import key_file

OURS = frozenset({"kiosk", "counter", "desk", "staff"})
"""What the desk calls its own bookings and changes: no channel is called so."""


@click.group()
def key() -> None:
    """Make a key for a kiosk or a channel, or end one."""


@key.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(["kiosk", "channel"]), required=True, help="What the key is for.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the key into this new file.")
@operator_option
@pass_context
def new(context: Context, name: str, kind: str, out: Path | None, operator: str | None) -> None:
    """Make a key for NAME (small letters, digits, hyphens). It is told this once and kept nowhere.

    A channel's bookings bear its NAME, whatever key it uses.
    """
    from kiosk.desk.keys import SECRET_BYTES, KeyKind, new_key

    if kind == KeyKind.CHANNEL and name in OURS:
        raise click.BadParameter(f"{name!r} is what the desk calls its own", param_hint="NAME")
    try:
        made, written = new_key(
            f"{name[:31]}-{secrets.token_hex(4)}", name, KeyKind(kind), secrets.token_bytes(SECRET_BYTES)
        )
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="NAME") from error
    with desk_of(context) as desk, key_file(out, written):
        desk.keys.put(made, operator or context.operator)
    told = {"event": "key", "id": made.id, "name": made.name, "kind": kind}
    if out is None:
        context.out({**told, "key": written}, written)
    else:
        context.out({**told, "file": str(out)}, f"{made.id} is in {out}, readable for this user alone.")


@key.command()
@click.argument("key_id", metavar="ID")
@operator_option
@pass_context
def end(context: Context, key_id: str, operator: str | None) -> None:
    """From now on this key opens nothing."""
    with desk_of(context) as desk:
        desk.keys.take_back(key_id, operator or context.operator)
    context.out({"event": "ended", "id": key_id}, f"{key_id} opens nothing any more.")


@click.command()
@pass_context
def keys(context: Context) -> None:
    """List the keys that are in force."""
    with desk_of(context) as desk:
        for one in desk.keys.all():
            told = {"id": one.id, "name": one.name, "kind": one.kind.value}
            context.out(told, f"{one.kind.value:<8} {one.name:<24} {one.id}")
