"""`gatehouse reports dismiss` and `gatehouse reports propose`."""

import click

from scripts.command import Context, operator_option, pass_context
from scripts.reports.opening import open_reports
from scripts.site_time import today


@click.command()
@click.argument("group", type=click.IntRange(min=1))
@click.option("--why", required=True, help="Why nothing comes of them. It is kept sealed, as long as the reports.")
@operator_option
@pass_context
def dismiss(context: Context, group: int, why: str, operator: str | None) -> None:
    """Let nothing come of a group: its pictures are deleted at once, its texts after the settings' corrections_days."""
    from watchlist.reports.values import GroupId

    with open_reports(context) as store:
        closed = store.reports.dismiss(GroupId(group), operator or context.operator, why)
    told = {"event": "dismissed", "group": closed.group_id, "reports": closed.reports}
    context.out(told, f"group {closed.group_id} with its {closed.reports} report(s) is dismissed")


@click.command()
@click.argument("group", type=click.IntRange(min=1))
@click.option("--entry", metavar="NAME", help="Note that this entry of the list came of the group.")
@click.option("--why", default="", help="It is kept sealed, as long as the reports.")
@operator_option
@pass_context
def propose(context: Context, group: int, entry: str | None, why: str, operator: str | None) -> None:
    """Say what a group gives as evidence for an entry; with --entry, close the group as the one the entry came of."""
    from watchlist.reports.values import GroupId

    who = operator or context.operator
    with open_reports(context) as store:
        if entry is None:
            told = store.reports.particulars(GroupId(group), who)
            found = {"group": group, "evidence": told.evidence, "reports": told.report_ids, "pictures": told.pictures}
            context.out(found, told.evidence)
            return
        person = store.entry_by_name(entry, today())
        closed = store.reports.propose(GroupId(group), person.person_id, who, why)
    done = {"event": "proposed", "group": group, "person": person.name, "reports": closed.reports}
    context.out(done, f"group {group} with its {closed.reports} report(s) stands behind the entry {person.name}")
