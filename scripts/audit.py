"""`gatehouse audit`: who looked at what, changed what, decided what; and whether that record is whole."""

import dataclasses
import json

import click

from records.audit import AuditRecord
from scripts.command import Context, pass_context


@click.command()
@click.option("--verify", is_flag=True, help="Check that no record was edited, removed or moved.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many of the newest to show."
)
@pass_context
def audit(context: Context, verify: bool, limit: int) -> None:
    """Show the record of who looked at what, changed what and decided what, the newest last."""
    with context.open_store() as store:
        if verify:
            count = store.verify()
            context.out({"intact": True, "records": count}, f"{count} records, each as it was written.")
            return
        for record in store.audit_records(limit):
            context.out(dataclasses.asdict(record), _line(record))


def _line(record: AuditRecord) -> str:
    detail = json.dumps(record.detail, ensure_ascii=False) if record.detail else ""
    columns = f"{record.number:>6}  {record.at[:19]}Z  {record.who:<12}  {record.what:<22}"
    return f"{columns}  {record.subject}  {detail}".rstrip()
