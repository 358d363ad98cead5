"""Tables that people made with a spreadsheet: CSV in UTF-8 or GB18030, every fault told with its file and line."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Faults:
    """What is wrong, and where; all of it is collected before anybody is told."""

    told: list[str] = field(default_factory=list)

    def add(self, where: str, what: str) -> None:
        self.told.append(f"{where}: {what}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of one kind of file. `needed` must be there and filled, `optional` may be missing or empty."""

    file: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its place in words, and its columns without spaces around them."""

    where: str
    columns: dict[str, str]
    faults: Faults = field(repr=False)

    def __getitem__(self, column: str) -> str:
        return self.columns.get(column, "")

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """None, and a fault, for what `reader` (ValueError) does not take."""
        try:
            return reader(self[column])
        except ValueError as error:
            self.faults.add(self.where, f"{column} {self[column]!r}: {error}")
            return None


def lines_of(folder: Path, sheet: Sheet, faults: Faults) -> list[Line]:
    """Those that can be read further; none where there is no such file."""
    path = folder / sheet.file
    if not path.is_file():
        return []
    text = _text(path, faults)
    if text is None:
        return []
    try:
        return list(_lines(text, sheet, faults))
    except csv.Error as error:
        faults.add(sheet.file, f"is no CSV: {error}")
        return []


def _lines(text: str, sheet: Sheet, faults: Faults) -> Iterator[Line]:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in rows.fieldnames or []]
    rows.fieldnames = header
    if not _is_header(header, sheet, faults):
        return
    for row in rows:
        where = f"{sheet.file} line {rows.line_num}"
        if None in row:
            faults.add(where, f"has more than {len(header)} columns")
            continue
        columns = {name: (value or "").strip() for name, value in row.items()}
        if not any(columns.values()):
            continue
        empty = [name for name in sheet.needed if not columns[name]]
        if empty:
            faults.add(where, f"{', '.join(empty)} must not be empty")
        else:
            yield Line(where, columns, faults)


def _is_header(header: list[str], sheet: Sheet, faults: Faults) -> bool:
    known = {*sheet.needed, *sheet.optional}
    where = f"{sheet.file} line 1"
    missing, unknown = [name for name in sheet.needed if name not in header], [n for n in header if n not in known]
    if missing:
        faults.add(where, f"columns are missing: {', '.join(missing)}")
    if unknown:
        faults.add(
            where, f"unknown columns: {', '.join(unknown)} (known: {', '.join((*sheet.needed, *sheet.optional))})"
        )
    if len(set(header)) < len(header):
        faults.add(where, "a column is there twice")
        return False
    return not missing and not unknown


def _text(path: Path, faults: Faults) -> str | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.add(path.name, f"cannot be read: {error.strerror}")
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    faults.add(path.name, "is neither UTF-8 nor GB18030: save it as one of them")
    return None
