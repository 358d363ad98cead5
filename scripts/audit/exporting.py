"""`gatehouse audit export`: the record in a file for an auditor."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from records.files import appearing, private_file
from scripts.command import Context, operator_option, pass_context
from scripts.home_stores import of_option, one_store
from scripts.outfile import check_free

if TYPE_CHECKING:
    from records.audit_chain import Anchor
    from records.canonical import Json
    from records.database import Row


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@of_option
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@operator_option
@pass_context
def export(context: Context, file: Path, of: str | None, force: bool, operator: str | None) -> None:
    """Write every record with its links into FILE, the oldest first: JSON lines, or CSV where its name ends in .csv.

    The file is whole or not there; a broken chain is not exported. That it was written, by whom and its SHA-256 is
    the next record. 'gatehouse audit verify --file FILE --expect NUMBER:HASH' checks it, with the home's key.
    """
    from records.audit_file import Form, lines

    check_free(file, force)
    form, sha256 = Form.of(file), hashlib.sha256()
    chosen = one_store(context, of)
    with chosen.open() as store, appearing(file) as draft, private_file(draft) as out:
        rows = _Followed(store.audit_rows())
        for piece in lines(rows, form):
            sha256.update(piece)
            out.write(piece)
        told: dict[str, Json] = {
            "records": rows.newest.number,
            "newest": str(rows.newest),
            "sha256": sha256.hexdigest(),
        }
        store.note(operator or context.operator, "audit.exported", "", {**told, "form": str(form)})
    context.out(
        {"event": "exported", "of": chosen.name, "file": str(file), **told},
        f"{rows.newest.number} records of the {chosen.name} are in {file}, SHA-256 {sha256.hexdigest()}\n"
        f"newest {rows.newest}\nKeep that line apart from the file: with it a cut-off end is noticed.",
    )


class _Followed:
    """The rows, and which was the newest."""

    def __init__(self, rows: "Iterator[Row]") -> None:
        from records.audit_chain import FIRST

        self._rows = rows
        self.newest: Anchor = FIRST

    def __iter__(self) -> "Iterator[Row]":
        from records.audit_chain import Anchor

        for row in self._rows:
            self.newest = Anchor(row["number"], row["hash"])
            yield row
