"""A table of reports that a spreadsheet saved, read line by line: it may be longer than memory."""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TextIO

from scripts.errors import CommandError
from scripts.reports.moments import moment_of
from watchlist.reports.errors import ReportRefused
from watchlist.reports.values import NewReport

COLUMNS = {
    "time": ("time", "at", "date", "时间", "日期", "举报时间"),
    "place": ("place", "where", "地点", "位置", "地址"),
    "text": ("text", "report", "words", "内容", "举报内容", "描述", "情况"),
    "source": ("source", "from", "来源", "渠道"),
    "id": ("id", "number", "编号", "工单号"),
}
NEEDED = ("time", "text")
_ENCODINGS = ("utf-8-sig", "gb18030")
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that is no report; `columns` as they stand in the file."""

    line: int
    why: str
    columns: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """`lines` is how many there are, headings included; a text may go over several."""

    path: Path
    encoding: str
    lines: int

    @classmethod
    def of(cls, path: Path) -> "CsvFile":
        """Raises CommandError for what cannot be read, or is neither UTF-8 nor GB18030 (which GBK is part of)."""
        for encoding in _ENCODINGS:
            try:
                return cls(path, encoding, _lines_of(path, encoding))
            except UnicodeDecodeError:
                continue
            except OSError as error:
                raise CommandError(f"{path} cannot be read: {error.strerror}", "Check the name of the file.") from error
        raise CommandError(f"{path.name} is neither UTF-8 nor GBK", "Save it as 'CSV UTF-8' in the spreadsheet.")

    def heading(self) -> list[str]:
        """Raises CommandError where columns are missing."""
        with self._open() as file:
            heading = [name.strip() for name in next(csv.reader(file), [])]
        _places_of(heading, self.path.name)
        return heading

    def reports(self, zone: tzinfo, source: str, latest: datetime) -> Iterator[tuple[int, NewReport | Refused]]:
        """Each line that says something, with the number of the line where it ends; none of after `latest`."""
        with self._open() as file:
            rows = csv.reader(file)
            places = _places_of([name.strip() for name in next(rows, [])], self.path.name)
            while True:
                try:
                    row = next(rows)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield rows.line_num, Refused(rows.line_num, f"is no CSV: {error}", ())
                    continue
                if any(value.strip() for value in row):
                    report = _report(row, places, zone, source, rows.line_num)
                    is_late = isinstance(report, NewReport) and report.at > latest
                    yield (
                        rows.line_num,
                        Refused(rows.line_num, "the time has not been yet", tuple(row)) if is_late else report,
                    )

    @contextmanager
    def _open(self) -> Iterator[TextIO]:
        with self.path.open(encoding=self.encoding, newline="") as file:
            yield file


def _report(row: list[str], places: dict[str, int], zone: tzinfo, source: str, line: int) -> NewReport | Refused:
    told = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    from_where = told.get("source") or source
    try:
        at = moment_of(told["time"], zone)
        return NewReport(at, told.get("place", ""), told["text"], from_where, key=told.get("id", ""))
    except (ValueError, ReportRefused) as error:
        return Refused(line, str(error), tuple(row))


def _places_of(heading: list[str], name: str) -> dict[str, int]:
    spelled = [re.sub(r"\s+", "", column).casefold() for column in heading]
    places = {
        column: next(spelled.index(name) for name in names if name in spelled)
        for column, names in COLUMNS.items()
        if set(names) & set(spelled)
    }
    missing = [column for column in NEEDED if column not in places]
    if missing:
        wanted = "; ".join(f"{column}: {', '.join(COLUMNS[column])}" for column in missing)
        raise CommandError(
            f"{name}: columns are missing: {', '.join(missing)}", f"Name them in the first line. {wanted}"
        )
    return places


def _lines_of(path: Path, encoding: str) -> int:
    lines = 0
    with path.open(encoding=encoding, newline="") as file:
        while some := file.read(_AT_ONCE):
            lines += some.count("\n")
    return lines
