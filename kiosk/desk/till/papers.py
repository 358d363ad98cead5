"""Bills and results of check-ups: sealed, each for its patient alone."""

import json
from collections.abc import Mapping

import sqlalchemy as sa

from kiosk.desk.sql.moments import from_seconds, to_seconds
from kiosk.desk.sql.rows import Row
from kiosk.desk.sql.site import Site
from kiosk.desk.till.tables import bills, reports
from kiosk.desk.values import Bill, BillKind, BillLine, Report, Words
from kiosk.errors import DeskRefused, Refusal
from records.canonical import Json, to_json
from records.sealing import Cipher

_BILL, _REPORT = "desk-bill", "desk-report"


def put_bill(site: Site, patient_id: str, bill: Bill) -> None:
    """Entered by the hospital's accounts; a paid one stays as it was paid."""
    lines: list[Json] = [[line.what.zh, line.what.en, line.amount_fen] for line in bill.lines]
    plain = to_json({"title": [bill.title.zh, bill.title.en], "lines": lines}).encode()
    values = {
        "patient_id": patient_id,
        "kind": bill.kind.value,
        "amount_fen": bill.amount_fen,
        "sealed": site.cipher.seal(plain, _BILL, bill.id),
        "entered_at": to_seconds(site.now()),
    }
    site.database.change(lambda connection: _put(connection, bills, bill.id, values, bills.c.paid_by.is_(None)))


def put_report(site: Site, patient_id: str, report: Report) -> None:
    plain = to_json({"title": [report.title.zh, report.title.en], "lines": list(report.lines)}).encode()
    values = {
        "patient_id": patient_id,
        "taken_at": to_seconds(report.taken_at),
        "is_ready": report.is_ready,
        "sealed": site.cipher.seal(plain, _REPORT, report.id),
    }
    site.database.change(lambda connection: _put(connection, reports, report.id, values))


def bills_of(site: Site, patient_id: str) -> tuple[Bill, ...]:
    query = sa.select(bills).where(bills.c.patient_id == patient_id, bills.c.paid_by.is_(None))
    with site.database.reading() as connection:
        rows = connection.execute(query.order_by(bills.c.entered_at, bills.c.id)).mappings().all()
    return tuple(_bill(site.cipher, row) for row in rows)


def bill_price_fen(connection: sa.Connection, bill_id: str, patient_id: str) -> int:
    """Raises NOT_FOUND for somebody else's, ALREADY_PAID."""
    mine = sa.and_(bills.c.id == bill_id, bills.c.patient_id == patient_id)
    row = connection.execute(sa.select(bills.c.amount_fen, bills.c.paid_by).where(mine)).one_or_none()
    if row is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such bill")
    if row.paid_by is not None:
        raise DeskRefused(Refusal.ALREADY_PAID)
    return int(row.amount_fen)


def reports_of(site: Site, patient_id: str) -> tuple[Report, ...]:
    """The newest first, without their lines."""
    query = sa.select(reports).where(reports.c.patient_id == patient_id)
    with site.database.reading() as connection:
        rows = connection.execute(query.order_by(reports.c.taken_at.desc(), reports.c.id)).mappings().all()
    return tuple(_report(site, row, with_lines=False) for row in rows)


def report_of(site: Site, report_id: str, patient_id: str) -> Report:
    mine = sa.and_(reports.c.id == report_id, reports.c.patient_id == patient_id)
    with site.database.reading() as connection:
        row = connection.execute(sa.select(reports).where(mine)).mappings().one_or_none()
    if row is None:
        raise DeskRefused(Refusal.NOT_FOUND, "no such report")
    return _report(site, row, with_lines=True)


def _bill(cipher: Cipher, row: Row) -> Bill:
    kept = json.loads(cipher.open(bytes(row["sealed"]), _BILL, row["id"]))
    lines = tuple(BillLine(Words(zh, en), fen) for zh, en, fen in kept["lines"])
    return Bill(row["id"], BillKind(row["kind"]), Words(*kept["title"]), lines, row["paid_by"] is not None)


def _report(site: Site, row: Row, with_lines: bool) -> Report:
    kept = json.loads(site.cipher.open(bytes(row["sealed"]), _REPORT, row["id"]))
    lines = tuple(kept["lines"]) if with_lines and row["is_ready"] else ()
    taken_at = from_seconds(row["taken_at"], site.zone)
    return Report(row["id"], Words(*kept["title"]), taken_at, bool(row["is_ready"]), lines)


def _put(
    connection: sa.Connection, table: sa.Table, row_id: str, values: Mapping[str, object], *only: sa.ColumnElement[bool]
) -> None:
    if connection.execute(sa.select(table.c.id).where(table.c.id == row_id)).first() is None:
        connection.execute(table.insert().values(id=row_id, **values))
    else:
        connection.execute(table.update().where(table.c.id == row_id, *only).values(**values))
