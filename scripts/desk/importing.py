"""`gatehouse desk import`: the hospital's own files, entered as a whole or not at all."""

from pathlib import Path

import click

from scripts.command import Context, operator_option, pass_context
from scripts.desk.desks import own_book_of


@click.command("import")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@operator_option
@pass_context
def import_(context: Context, directory: Path, operator: str | None) -> None:
    """Enter what DIR's files say: departments.csv, doctors.csv, schedule.csv, people.csv, cards.csv, delegates.csv,
    bills.csv, reports.csv (UTF-8 or GB18030), and photographs in photos/, each named like its person's id.

    Whatever is wrong is told at once, and then nothing is entered. Run again after a change, only what is new or has
    changed is entered. cards.csv names all cards of the people in people.csv: one that is missing has ended.
    """
    from kiosk.desk.entering_all import FilesRefused, enter_all
    from kiosk.desk.listing import ids_entered
    from scripts.desk.hospital_files import Known, read_hospital

    who = operator or context.operator
    with own_book_of(context) as desk:
        files = read_hospital(directory, Known(*ids_entered(desk.site)), desk.site.zone, who)
        if files.faults:
            raise FilesRefused(files.faults)
        with context.progress("entries", len(files.entries)) as advance:
            entered = enter_all(desk, files.entries, who, advance)
    for sheet, count in entered.items():
        said = sum(entry.sheet == sheet for entry in files.entries)
        told = {"event": "entered", "what": sheet, "entered": count, "unchanged": said - count}
        context.out(told, f"{sheet}: {count} entered, {said - count} as before")
    if not files.entries:
        context.say(f"{directory} has none of the files: 'gatehouse desk import --help' names them")
