"""`gatehouse evidence open`."""

from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.guards.secrets_given import given_secret
from scripts.shown import in_one_line


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Take the pass phrase from this file's first line.",
)
@click.option("--root", metavar="HEX", help="The public half of the hospital's root key: proves origin.")
@pass_context
def open_(context: Context, file: Path, folder: Path, passphrase_file: Path | None, root: str | None) -> None:
    """Open the package FILE into the new FOLDER and check every piece; zh.html and en.html are for reading.

    Exit code 1, and no folder, where a piece is not what the manifest says or the signature is not right. The folder
    is not protected: keep it as the case demands.
    """
    from watchlist.dossier.packing import unpack

    expected = _root(root)
    phrase = given_secret("pass phrase of the package", passphrase_file, is_new=False)
    manifest, origin = unpack(file, phrase, folder, expected)
    case = manifest.case
    told = {"case": case.number, "made_by": case.made_by, "made_at": case.made_at.isoformat(), "source": case.source}
    signed = {"signed_by": origin.root.hex() if origin else None, "is_origin_proven": expected is not None}
    context.out(
        {"event": "opened", "folder": str(folder), "pieces": len(manifest.pieces), **told, **signed},
        f"{folder}: {len(manifest.pieces)} pieces, each as the manifest says.\n"
        + in_one_line(
            f"case {case.number}, made by {case.made_by}{f' of {case.source}' if case.source else ''} at {case.made_at}"
        ),
    )
    if origin is None:
        context.say("not signed: who made it is only what it says")
    elif expected is None:
        context.say(
            f"signed under the root {origin.root.hex()}: ask the hospital whether that is theirs, or give --root"
        )


def _root(text: str | None) -> bytes | None:
    from records.signatures import PUBLIC_BYTES

    if text is None:
        return None
    try:
        root = bytes.fromhex(text.strip())
    except ValueError:
        root = b""
    if len(root) != PUBLIC_BYTES:
        raise click.BadParameter(f"a root's public half is {2 * PUBLIC_BYTES} hexadecimal digits", param_hint="--root")
    return root
