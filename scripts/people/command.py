"""`gatehouse people`: who is on the list."""

import click

from scripts.people.changing import approve, erase, renew, reviewed, revoke
from scripts.people.importing import enrol, import_
from scripts.people.looking import list_, show


@click.group()
def people() -> None:
    """Who is on the list: import, enrol, list, show, approve, renew, reviewed, revoke, erase."""


for _command in (import_, enrol, list_, show, approve, renew, reviewed, revoke, erase):
    people.add_command(_command)
