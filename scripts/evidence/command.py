"""`gatehouse evidence`."""

import click

from scripts.evidence.making import make
from scripts.evidence.opening import open_


@click.group()
def evidence() -> None:
    """One sealed file for the police: an entry's life, photographs, alarms, reports and the record about them.

    Run at the PC whose home keeps them. Whoever gets the file needs Gatehouse to open it, and no home.
    """


for _command in (make, open_):
    evidence.add_command(_command)
