"""`gatehouse people`: who is on the list."""

import click

from scripts.login.at_hub import with_hub_option
from scripts.people.appealing import appeal, decide
from scripts.people.changing import approve, erase, refuse, renew, resume, reviewed, revoke, suspend
from scripts.people.importing import enrol, import_
from scripts.people.looking import list_, show


@click.group()
def people() -> None:
    """Who is on the list: enrol and import, list and show, and what becomes of an entry."""


_LOOKING = (list_, show)
_LISTING = (import_, enrol, approve, refuse, renew, reviewed)
_ENDING = (suspend, resume, appeal, decide, revoke, erase)
for _command in (*_LOOKING, *_LISTING, *_ENDING):
    people.add_command(_command)
with_hub_option(people)
