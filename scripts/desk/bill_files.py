"""bills.csv and reports.csv: one line of the file for each line of a bill or of a result."""

from collections.abc import Collection, Iterator
from datetime import tzinfo
from functools import partial
from itertools import groupby
from pathlib import Path

from kiosk.desk.entering_all import Entry
from kiosk.desk.opening import OpenDesk
from kiosk.desk.till.papers import put_bill, put_report
from kiosk.desk.values import Bill, BillKind, BillLine, Report, Words
from records.canonical import Json
from scripts.desk import readers
from scripts.desk.sheets import Faults, Line, Sheet, lines_of

BILLS = Sheet("bills.csv", ("id", "patient", "kind", "title", "line", "amount"), ("title_en", "line_en"))
REPORTS = Sheet("reports.csv", ("id", "patient", "title", "taken_at", "ready"), ("title_en", "line"))


def bill_entries(folder: Path, people: Collection[str], faults: Faults) -> Iterator[Entry]:
    """Lines of one bill stand below each other; what is said of the whole bill stands in its first line."""
    for first, lines in _groups(folder, BILLS, people, faults):
        kind = first.read("kind", readers.one_of(BillKind))
        amounts = [line.read("amount", readers.fen) for line in lines]
        if kind is None or None in amounts:
            continue
        parts = tuple(
            BillLine(Words(line["line"], line["line_en"]), amount or 0)
            for line, amount in zip(lines, amounts, strict=True)
        )
        bill = Bill(first["id"], kind, Words(first["title"], first["title_en"]), parts, is_paid=False)
        if not bill.amount_fen:
            faults.add(first.where, "the bill comes to nothing")
            continue
        yield Entry("bills", bill.id, first.where, _content(lines), partial(_enter_bill, first["patient"], bill))


def report_entries(folder: Path, people: Collection[str], zone: tzinfo, faults: Faults) -> Iterator[Entry]:
    for first, lines in _groups(folder, REPORTS, people, faults):
        taken_at, is_ready = first.read("taken_at", readers.moment(zone)), first.read("ready", readers.yes_or_no)
        if taken_at is None or is_ready is None:
            continue
        texts = tuple(line["line"] for line in lines if line["line"]) if is_ready else ()
        report = Report(first["id"], Words(first["title"], first["title_en"]), taken_at, is_ready, texts)
        yield Entry(
            "reports", report.id, first.where, _content(lines), partial(_enter_report, first["patient"], report)
        )


def _groups(folder: Path, sheet: Sheet, people: Collection[str], faults: Faults) -> Iterator[tuple[Line, list[Line]]]:
    for _, group in groupby(lines_of(folder, sheet, faults), lambda line: line["id"]):
        lines = list(group)
        if lines[0]["patient"] not in people:
            faults.add(lines[0].where, f"nobody has the id {lines[0]['patient']!r}")
        else:
            yield lines[0], lines


def _content(lines: list[Line]) -> dict[str, Json]:
    rows: list[Json] = [dict(line.columns) for line in lines]
    return {"lines": rows}


def _enter_bill(patient_id: str, bill: Bill, desk: OpenDesk) -> None:
    put_bill(desk.site, patient_id, bill)


def _enter_report(patient_id: str, report: Report, desk: OpenDesk) -> None:
    put_report(desk.site, patient_id, report)
