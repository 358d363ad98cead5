"""`gatehouse screens`: a picture of every page of the kiosk and of the guards' console, and what is wrong on them."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from records.files import replace_whole
from scripts.command import Context, pass_context
from scripts.errors import CannotWrite

if TYPE_CHECKING:
    from scripts.screens.album import Picture

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

    One PNG each; a few pages also in high contrast and lowered. Then every state of the guards' console (guard-...),
    light and dark, some of them in all sizes, and of their phone page (phone-...) where chromium is. Looks for words
    that are cut off, things over each other, small or crowded buttons and faint ink, and prints each fault. Exit code
    1 when there are any.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from scripts.screens import phone
    from scripts.screens.album import pages
    from scripts.screens.guard_album import states

    if not (pages(DAY, only) or states(DAY, only) or phone.names(only)):
        names = ", ".join((*(page.name for page in pages(DAY)), *states(DAY), *phone.names()))
        raise click.UsageError(f"no page begins with {only!r}; there are {names}")
    return FAILED if _draw(context, folder, only) else 0


def _draw(context: Context, folder: Path, only: str) -> int:
    """The number of faults."""
    from scripts.screens import album, guard_album

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"there can be no folder {folder}: {error.strerror}") from error
    drawn = faults = 0
    for picture in chain(album.pictures(DAY, only), guard_album.pictures(DAY, only), _of_the_phone(context, only)):
        replace_whole(folder / f"{picture.name}.png", picture.png)
        drawn += 1
        for fault in picture.faults:
            faults += 1
            seen = {"screen": picture.name, "kind": fault.kind, "where": fault.where, "detail": fault.detail}
            text = f"{picture.name}: {fault.kind}: {fault.where!r}, {fault.detail}"
            context.out({"event": "fault", **seen}, text)
    context.out({"event": "screens", "drawn": drawn, "faults": faults}, f"{drawn} pictures, {faults} fault(s)")
    return faults


def _of_the_phone(context: Context, only: str) -> Iterator["Picture"]:
    from scripts.screens import phone
    from scripts.screens.browser import NoBrowser

    if not phone.names(only):
        return
    try:
        yield from phone.pictures(DAY, only)
    except NoBrowser as error:
        context.say(f"{error}\nhint:  {error.hint}")
