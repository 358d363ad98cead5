"""`gatehouse desk sample`: a drawn hospital, to rehearse with."""

from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.desk.desks import own_book_of
from scripts.desk.photographs import photographs_in


@click.command()
@click.option(
    "--photos",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of photographs named like the drawn people (p-adult.jpg).",
)
@pass_context
def sample(context: Context, photos: Path | None) -> None:
    """Enter a drawn hospital into an empty desk: nobody in it exists."""
    from kiosk.desk.sample import enter_sample

    found = {name: path.read_bytes() for name, path in photographs_in(photos).items()} if photos else {}
    with own_book_of(context) as desk:
        enter_sample(desk, found)
    context.out({"event": "entered", "what": "sample"}, "The drawn hospital is entered.")
