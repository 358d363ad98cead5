"""The audit log as a file that whoever has the home's key can check: JSON lines, or CSV for spreadsheets.

Every record is there with its links, so that the file shows what the log itself would: all but a cut-off end, for
which an anchor is compared.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, AnyStr, BinaryIO

from records.audit_chain import FIELDS, FIRST, Anchor, Macs, Row, checked
from records.canonical import to_json
from records.errors import ExportRefused
from records.files import disk_errors

LONGEST_LINE = 1_000_000
_FORMULA = "=+-@＝＋－＠\t\r\n'"
"""A spreadsheet takes a cell that begins so for a formula, or takes the sign away."""


class Form(StrEnum):
    JSON_LINES = "json"
    CSV = "csv"

    @classmethod
    def of(cls, path: Path) -> "Form":
        return cls.CSV if path.suffix.lower() == ".csv" else cls.JSON_LINES


def lines(rows: Iterable[Row], form: Form) -> Iterator[bytes]:
    """The file, piece by piece."""
    return (_csv_lines if form is Form.CSV else _json_lines)(rows)


def verify_file(path: Path, macs: Macs, expected: Anchor | None = None) -> Anchor:
    """The newest record of an export, when all up to it are what was written, beginning with the first.

    Raises ChainBroken as the log does, and ExportRefused for what is no export.
    """
    newest = FIRST
    with disk_errors(path), path.open("rb") as file:
        for row in checked(_rows_of(file, Form.of(path)), macs, expected):
            newest = Anchor(row["number"], row["hash"])
    if newest == FIRST:
        raise ExportRefused(f"{path} holds no record")
    return newest


def _json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    for row in rows:
        told = {name: row[name] for name in FIELDS} | {"detail": json.loads(row["detail"])}
        yield json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _csv_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    yield "\ufeff".encode() + _csv_line(FIELDS)  # else spreadsheets take it for the local code page
    for row in rows:
        yield _csv_line([_as_cell(row[name]) for name in FIELDS])


def _csv_line(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _as_cell(value: str | int) -> str:
    text = str(value)
    return f"'{text}" if text[:1] and text[0] in _FORMULA else text


def _rows_of(file: BinaryIO, form: Form) -> Iterator[Row]:
    read = _from_csv if form is Form.CSV else _from_json_lines
    number = 1
    try:
        for row in read(file):
            yield _understood(row)
            number += 1
    except (ValueError, TypeError, LookupError, RecursionError, csv.Error) as error:
        raise ExportRefused(f"{file.name}: record {number} is not one of an audit log's export") from error


def _from_json_lines(file: BinaryIO) -> Iterator[dict[str, Any]]:
    for line in _bounded(file):
        row = json.loads(line)
        yield row | {"detail": to_json(row["detail"])}


def _from_csv(file: BinaryIO) -> Iterator[dict[str, Any]]:
    with io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        table = csv.reader(_bounded(text), strict=True)
        if tuple(next(table, ())) != FIELDS:
            raise ValueError("another table")
        for cells in table:
            row = dict(zip(FIELDS, (cell.removeprefix("'") for cell in cells), strict=True))
            yield row | {"number": int(row["number"])}


def _bounded(file: IO[AnyStr]) -> Iterator[AnyStr]:
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise ValueError("a line without an end")
        yield line


_KINDS: dict[str, Callable[[Any], bool]] = {name: lambda value: type(value) is str for name in FIELDS}
_KINDS["number"] = lambda value: type(value) is int


def _understood(row: dict[str, Any]) -> Row:
    if set(row) != set(FIELDS) or not all(fits(row[name]) for name, fits in _KINDS.items()):
        raise ValueError("another record")
    to_json(row).encode()  # what is no Unicode has no digest
    return row
