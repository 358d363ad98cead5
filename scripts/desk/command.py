"""`gatehouse desk`: what IT staff tell the desk, and ask of it."""

import click

from scripts.desk.correcting import clock_is_right, undo_no_show
from scripts.desk.delegating import delegate
from scripts.desk.importing import import_
from scripts.desk.key_making import key, keys
from scripts.desk.sampling import sample
from scripts.desk.watching_over import bookings, call


@click.group()
def desk() -> None:
    """What the desk knows, in this home's database or PostgreSQL; the hub may run meanwhile."""


for _command in (import_, sample, key, keys, delegate, bookings, call, undo_no_show, clock_is_right):
    desk.add_command(_command)
