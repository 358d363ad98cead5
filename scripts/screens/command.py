"""`gatehouse screens`: a picture of every page of the kiosk, and what is wrong on them."""

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.errors import CannotWrite
from scripts.outfile import write_whole

FAILED = 1
ZONE = timezone(timedelta(hours=8), "UTC+8")
DAY = datetime(2025, 11, 24, 10, 11, tzinfo=ZONE)
"""The pictures of two days are alike, so that they can be compared."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--only", metavar="NAME", default="", help="Only the pages whose name begins like this.")
@pass_context
def screens(context: Context, folder: Path, only: str) -> int:
    """Draw every page of the kiosk in every language, standing and lying, in normal and large print, into DIR.

    One PNG each; a few pages also in high contrast and lowered. Looks for words that are cut off, things over each
    other, small or crowded buttons and faint ink, and prints each fault. Exit code 1 when there are any.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from scripts.screens.album import pages

    if not pages(DAY, only):
        names = ", ".join(page.name for page in pages(DAY))
        raise click.UsageError(f"no page begins with {only!r}; there are {names}")
    return FAILED if _draw(context, folder, only) else 0


def _draw(context: Context, folder: Path, only: str) -> int:
    """The number of faults."""
    from scripts.screens.album import pictures

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"there can be no folder {folder}: {error.strerror}") from error
    drawn = faults = 0
    for picture in pictures(DAY, only):
        write_whole(folder / f"{picture.name}.png", picture.png)
        drawn += 1
        for fault in picture.faults:
            faults += 1
            seen = {"screen": picture.name, "kind": fault.kind, "where": fault.where, "detail": fault.detail}
            text = f"{picture.name}: {fault.kind}: {fault.where!r}, {fault.detail}"
            context.out({"event": "fault", **seen}, text)
    context.out({"event": "screens", "drawn": drawn, "faults": faults}, f"{drawn} pictures, {faults} fault(s)")
    return faults
