"""`gatehouse reports list`, `search`, `groups` and `show`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from records.files import replace_whole
from scripts.command import Context, operator_option, pass_context
from scripts.outfile import check_free
from scripts.reports.moments import moment_of
from scripts.reports.opening import open_reports, settings_of
from scripts.shown import in_one_line
from scripts.site_time import zone_named

if TYPE_CHECKING:
    from watchlist.reports.protocol import Reports
    from watchlist.reports.traces import Trace
    from watchlist.reports.values import Group, Report

STATES = ("open", "proposed", "dismissed")
_EXCERPT = 60


def _moment(context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return moment_of(value, zone_named(settings_of(context.find_object(Context) or Context(Path())).site.zone))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _filters(command: Any) -> Any:
    options = (
        click.option("--place", default="", help="Only of this place, as it is written in the reports."),
        click.option(
            "--since", callback=_moment, help="Only what happened from then on, as 2026-01-03 or with an hour."
        ),
        click.option("--until", callback=_moment, help="Only what happened before."),
        click.option("--state", type=click.Choice(STATES), help="Only of groups about which this was decided."),
        click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True),
        operator_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("list")
@_filters
@pass_context
def list_(context: Context, /, **filters: Any) -> None:
    """The newest reports. Who looked is kept in the record."""
    _show_found(context, "", **filters)


@click.command()
@click.argument("words", nargs=-1, required=True)
@_filters
@pass_context
def search(context: Context, /, words: tuple[str, ...], **filters: Any) -> None:
    """Reports in which all WORDS stand, the newest first, or that name a telephone number, a WeChat name or a card."""
    _show_found(context, " ".join(words), **filters)


def _show_found(context: Context, words: str, limit: int, operator: str | None, state: str | None, **more: Any) -> None:
    from watchlist.reports.values import GroupState, Wanted

    wanted = Wanted(words, state=GroupState(state) if state else None, **more)
    with open_reports(context) as store:
        found = store.reports.search(wanted, operator or context.operator, limit)
    for report in found:
        context.out(_as_json(report), _as_line(report))
    if not found:
        context.say("no report is like that")
    elif len(found) == limit:
        context.say(f"the first {limit}: --limit shows more")


@click.command()
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True)
@click.option("--least", type=click.IntRange(min=1), default=2, show_default=True, help="Only of so many reports.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@pass_context
def groups(context: Context, state: str, least: int, limit: int) -> None:
    """Reports that seem to be about the same person, the largest groups first: for 'show', 'propose' and 'dismiss'."""
    from watchlist.reports.values import GroupState

    with open_reports(context) as store:
        for group in store.reports.groups(GroupState(state), limit, least):
            context.out(_group_as_json(group), _group_as_line(group))


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--picture", type=click.Path(path_type=Path), help="Write the picture of report NUMBER to this file.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@operator_option
@pass_context
def show(context: Context, number: int, picture: Path | None, force: bool, limit: int, operator: str | None) -> None:
    """Group NUMBER with its reports, or the picture of report NUMBER. Who looked is kept in the record.

    The picture's file is not protected: delete it when you have seen it.
    """
    from watchlist.reports.traces import traces_in
    from watchlist.reports.values import GroupId, ReportId, Wanted

    who = operator or context.operator
    if picture:
        check_free(picture, force)
    with open_reports(context) as store:
        if picture:
            replace_whole(picture, store.reports.picture(ReportId(number), who))
            context.out({"event": "shown", "report": number, "file": str(picture)}, f"report {number}: {picture}")
            return
        group = store.reports.group(GroupId(number))
        context.out(_group_as_json(group), _group_as_line(group))
        _show_remarks(context, store.reports, group)
        found = store.reports.search(Wanted(group_id=group.group_id), who, limit)
        named = {report.report_id: traces_in(report.text) for report in found}
        common = set(store.reports.everybodys(sorted({trace for traces in named.values() for trace in traces})))
        for report in found:
            _show_report(context, report, named[report.report_id], common)


def _show_remarks(context: Context, book: "Reports", group: "Group") -> None:
    why = book.why(group.group_id)
    if why:
        context.out({"why": why}, f"    {in_one_line(why)}")
    for one in book.earlier(group.group_id):
        told = _group_as_json(one)
        context.out({"earlier": told}, f"    names what an earlier group names: {_group_as_line(one)}")


def _show_report(context: Context, report: "Report", traces: Sequence["Trace"], common: Collection["Trace"]) -> None:
    names = [
        f"{one.kind} {one.value}{' (named with too many others to tell anything)' * (one in common)}" for one in traces
    ]
    told = {**_as_json(report), "names": [{"kind": str(one.kind), "value": one.value} for one in traces]}
    line = in_one_line(f"{report.report_id:>7}  {report.at:%Y-%m-%d %H:%M}  {report.place or '-'}  {report.source}")
    picture = ["        with a picture"] if report.has_picture else []
    theirs = [f"        {in_one_line(words)}" for words in (*report.text.splitlines(), *names)]
    context.out(told, "\n".join([line, *theirs, *picture]))


def _as_json(report: "Report") -> dict[str, Any]:
    return {
        "report": report.report_id,
        "at": report.at.isoformat(),
        "place": report.place,
        "text": report.text,
        "source": report.source,
        "group": report.group_id,
        "state": str(report.state),
        "picture": report.has_picture,
    }


def _as_line(report: "Report") -> str:
    words = " ".join(report.text.split())
    cut = words if len(words) <= _EXCERPT else f"{words[:_EXCERPT]}..."
    return in_one_line(
        f"{report.report_id:>7}  {report.at:%Y-%m-%d %H:%M}  group {report.group_id:<7}  {report.place or '-'}  {cut}"
    )


def _group_as_json(group: "Group") -> dict[str, Any]:
    told: dict[str, Any] = {
        "group": group.group_id,
        "state": str(group.state),
        "reports": group.reports,
        "place": group.place,
        "first_at": group.first_at.isoformat(),
        "last_at": group.last_at.isoformat(),
    }
    decided = {"decided_by": group.decided_by, "person_id": group.person_id}
    return told | {name: value for name, value in decided.items() if value}


def _group_as_line(group: "Group") -> str:
    days = f"{group.first_at:%Y-%m-%d} to {group.last_at:%Y-%m-%d}"
    by = f" by {group.decided_by}" if group.decided_by else ""
    return in_one_line(
        f"group {group.group_id:<7} {group.reports:>5} reports  {days}  {group.place or '-'}  {group.state}{by}"
    )
