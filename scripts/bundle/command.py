"""`gatehouse bundle`: a shared list in one sealed file, for sites without a network."""

from pathlib import Path

import click

from scripts.command import Context, operator_option, pass_context

_FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
_PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    "passphrase_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the bundle's pass phrase from this file's first line. [default: asked for]",
)
_AFTER_PARTS = 2


def _after(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    parts = value.split("/")
    if len(parts) != _AFTER_PARTS or not all(part.isascii() and part.isdigit() for part in parts):
        raise click.BadParameter("write epoch and revision as 'gatehouse bundle import' tells them, as in 1/57")
    return int(parts[0][:12]), int(parts[1][:12])


@click.group()
def bundle() -> None:
    """A shared list in one sealed file, carried to sites without a network: export it at the hub, import it there.

    Every record keeps its authority's signature: whoever carries the file can change nothing. The site joins once
    ('gatehouse join --list LIST --root KEY', without --hub).
    """


@bundle.command("export")
@_FILE
@click.option("--list", "list_id", metavar="LIST", help="Which, where this home has several.")
@click.option("--for", "model_id", metavar="MODEL", help="Templates of this model only. [default: of all there are]")
@click.option("--photos", is_flag=True, help="The photographs too: for follower hubs, and PCs with another model.")
@click.option(
    "--after",
    callback=_after,
    metavar="EPOCH/REVISION",
    help="Only what changed since: for homes that have this revision or a later one. [default: the whole list]",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@_PASSPHRASE_FILE
@operator_option
@pass_context
def export(
    context: Context,
    file: Path,
    list_id: str | None,
    model_id: str | None,
    photos: bool,
    after: tuple[int, int] | None,
    force: bool,
    passphrase_file: Path | None,
    operator: str | None,
) -> None:
    """Write a shared list of this home into FILE, sealed under a pass phrase; the hub may run meanwhile.

    The pass phrase (12 characters or more) is asked for twice, or is the first line of standard input or of
    --passphrase-file; tell it to the site by another way than the file. FILE is whole or not there.
    """
    from scripts.bundle.exporting import Wanted, export_bundle

    export_bundle(
        context, file, Wanted(list_id, model_id, photos, after), force, passphrase_file, operator or context.operator
    )


@bundle.command("import")
@_FILE
@_PASSPHRASE_FILE
@operator_option
@pass_context
def import_(context: Context, file: Path, passphrase_file: Path | None, operator: str | None) -> None:
    """Take the list in FILE: all of it or nothing, and never an older one. A running watch goes by it at once.

    Cut short, it goes on when it is started again: what was copied and right lies aside in the home, still sealed,
    and is not read from FILE again; it is opened once more, and signatures are checked when all is there.
    """
    from scripts.bundle.importing import import_bundle

    import_bundle(context, file, passphrase_file, operator or context.operator)
