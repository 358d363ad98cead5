"""The table in the documents is the table of the program."""

from pathlib import Path

from kiosk.visit import flow

DOCUMENT = Path(flow.__file__).parent / "PAGES.md"


def test_the_pages_document_shows_the_table_that_the_visit_goes_by() -> None:
    assert flow.table() in DOCUMENT.read_text(encoding="utf-8")
