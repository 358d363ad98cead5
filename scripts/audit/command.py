"""`gatehouse audit`: who looked at what, changed what, decided what."""

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from scripts.audit.exporting import export
from scripts.audit.verifying import verify
from scripts.command import Context
from scripts.home_stores import of_option, stores_of

if TYPE_CHECKING:
    from records.audit import AuditRecord


@click.group(invoke_without_command=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many of the newest to show."
)
@of_option
@click.pass_context
def audit(command: click.Context, limit: int, of: str | None) -> None:
    """Show the record of who looked at what, changed what and decided what, the newest last; verify and export it.

    A home may keep two: a watch's, and that of the list its hub serves.
    """
    if command.invoked_subcommand is None:
        _show(command.ensure_object(Context), limit, of)


def _show(context: Context, limit: int, of: str | None) -> None:
    found = stores_of(context, of)
    for one in found:
        if len(found) > 1:
            context.say(f"{one.name} ({one.where}):")
        with one.open() as store:
            for record in store.audit_records(limit):
                context.out({"of": one.name, **dataclasses.asdict(record)}, _line(record))


def _line(record: "AuditRecord") -> str:
    detail = json.dumps(record.detail, ensure_ascii=False) if record.detail else ""
    columns = f"{record.number:>6}  {record.at[:19]}Z  {record.who:<12}  {record.what:<22}"
    return f"{columns}  {record.subject}  {detail}".rstrip()


for _command in (verify, export):
    audit.add_command(_command)
