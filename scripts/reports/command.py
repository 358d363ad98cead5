"""`gatehouse reports`: what people tell about scalpers, and what comes of it."""

import click

from scripts.login.at_hub import with_hub_option
from scripts.reports.deciding import dismiss, propose
from scripts.reports.importing import add, import_
from scripts.reports.looking import groups, list_, search, show


@click.group()
def reports() -> None:
    """What people tell about scalpers: add and import, list and search, and what becomes of groups of similar ones."""


for _command in (add, import_, list_, search, groups, show, propose, dismiss):
    reports.add_command(_command)
with_hub_option(reports, "Work on the reports of this hub, where you are logged in ('gatehouse login').")
