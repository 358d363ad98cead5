"""`gatehouse reports add` and `gatehouse reports import`."""

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scripts.command import Context, operator_option, pass_context
from scripts.errors import CannotWrite, CommandError
from scripts.login.at_hub import hub_asked_for
from scripts.outfile import check_free
from scripts.reports.moments import moment_of
from scripts.reports.opening import open_reports, settings_of
from scripts.site_time import now_at_site, zone_named

if TYPE_CHECKING:
    from scripts.reports.csv_file import Refused
    from watchlist.reports.values import NewReport

AT_ONCE = 2000
MOST_TOLD = 20


@click.command()
@click.argument("text")
@click.option("--place", default="", help="Where it was: the north gate, the hall of the outpatients.")
@click.option("--at", "when", help="When it was, as 2026-01-03 14:20. [default: now]")
@click.option("--picture", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A photograph of it.")
@click.option("--source", default="", help="Where the report comes from. [default: the operator]")
@operator_option
@pass_context
def add(
    context: Context, text: str, place: str, when: str | None, picture: Path | None, source: str, operator: str | None
) -> None:
    """Keep what somebody tells about a scalper. It lists nobody: a reviewer looks at groups of similar reports."""
    from scripts.reports.pictures import cleaned
    from watchlist.reports.values import NewReport

    settings = settings_of(context)
    try:
        at = moment_of(when, zone_named(settings.site.zone)) if when else now_at_site()
        data = picture.read_bytes() if picture else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from error
    except OSError as error:
        raise CommandError(f"{picture} cannot be read: {error.strerror}", "Check the name of the file.") from error
    who, is_at_hub = operator or context.operator, bool(hub_asked_for())
    report = NewReport(
        at, place, text, source or ("" if is_at_hub else who), cleaned(data) if data is not None else None
    )
    with open_reports(context) as store:
        kept = store.reports.add([report], who, settings.reports.ours())
        report_id = kept.report_ids[0]
        told: dict[str, Any] = {"event": "added" if kept.new else "known", "report": report_id}
        line = f"report {report_id} is kept" if kept.new else f"this is report {report_id}, which is here already"
        if not is_at_hub:  # whoever only tells reports there may not look at others
            group = store.reports.group(store.reports.report(report_id, who).group_id)
            told |= {"group": group.group_id, "others": group.reports - 1}
            line += f", in group {group.group_id} with {group.reports - 1} other(s)"
    context.out(told, line)


@dataclass(slots=True)
class Tally:
    read: int = 0
    new: int = 0
    refused: list["Refused"] = field(default_factory=list)
    refusals: int = 0

    def refuse(self, refused: "Refused") -> None:
        self.refusals += 1
        if len(self.refused) < MOST_TOLD:
            self.refused.append(refused)


@click.command("import")
@click.argument("file", metavar="CSV", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--source", default="", help="Where reports come from whose line does not say. [default: the file's name]"
)
@click.option("--refused", type=click.Path(path_type=Path), help="A CSV file to write the refused lines to, and why.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@operator_option
@pass_context
def import_(context: Context, file: Path, source: str, refused: Path | None, force: bool, operator: str | None) -> None:
    """Keep the reports of a CSV file in UTF-8 or GBK, with the columns time and text, and if there are: place, source,
    id (or 时间, 内容, 地点, 来源, 编号).

    A line that is no report is named and passed over. Run again, or after it was stopped, it adds only what is missing.
    The file of refused lines is not protected: delete it when you have seen it.
    """
    from scripts.reports.csv_file import CsvFile
    from watchlist.reports.values import AHEAD

    settings, who = settings_of(context), operator or context.operator
    if refused:
        check_free(refused, force)
    table, tally = CsvFile.of(file), Tally()
    heading = table.heading()
    zone, named = zone_named(settings.site.zone), source or file.name[:60]
    with (
        open_reports(context) as store,
        _refusing(refused, heading, tally) as refuse,
        context.progress("reports", table.lines) as advance,
    ):
        lines = table.reports(zone, named, now_at_site() + AHEAD)
        try:
            for batch in _batches(lines, refuse, advance):
                tally.new += store.reports.add(batch, who, settings.reports.ours()).new
                tally.read += len(batch)
        finally:
            _tell(context, file, tally)
    if tally.refusals and not tally.read:
        raise CommandError(f"no line of {file.name} is a report", "The lines and the reasons are named above.")


def _batches(
    lines: "Iterator[tuple[int, NewReport | Refused]]",
    refuse: "Callable[[Refused], None]",
    advance: Callable[[int], None],
) -> "Iterator[list[NewReport]]":
    """Each is kept before the next one is asked for, and only then told by `advance`."""
    from scripts.reports.csv_file import Refused

    batch: list[NewReport] = []
    line = told = 0
    for line, one in lines:
        if isinstance(one, Refused):
            refuse(one)
        else:
            batch.append(one)
        if len(batch) == AT_ONCE:
            yield batch
            advance(line - told)
            batch, told = [], line
    if batch:
        yield batch
    advance(line - told)


@contextmanager
def _refusing(path: Path | None, heading: list[str], tally: Tally) -> "Iterator[Callable[[Refused], None]]":
    """Writes down what is refused, if somebody wants it: a file with the user's own rights."""
    if path is None:
        yield tally.refuse
        return
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}") from error
    # The mark in front is what spreadsheets know UTF-8 by.
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["line", "why", *heading])

        def refuse(one: "Refused") -> None:
            tally.refuse(one)
            rows.writerow([one.line, one.why, *one.columns])

        yield refuse


def _tell(context: Context, file: Path, tally: Tally) -> None:
    for one in tally.refused:
        context.say(f"{file.name} line {one.line}: {one.why}")
    if tally.refusals > len(tally.refused):
        context.say(f"and {tally.refusals - len(tally.refused)} lines more; --refused FILE names them all")
    known = tally.read - tally.new
    told = {"event": "imported", "new": tally.new, "known": known, "refused": tally.refusals}
    context.out(told, f"{tally.new} new reports, {known} here already, {tally.refusals} lines refused")
