"""What goes of the reports with the entry that came of them."""

from records.database import Database
from watchlist.reports.placing import blob_of, why_of
from watchlist.reports.rows import execute_with, rows_with
from watchlist.reports.values import GroupId, ReportId
from watchlist.types import PersonId


def forget_reports_of(person_id: PersonId, database: Database) -> None:
    """The groups that somebody said were about this person: texts, pictures, the reason, and by what they are found.
    Inside `writing()`."""
    sql = "SELECT group_id FROM scalper_report_groups WHERE person_id = ? ORDER BY group_id"
    groups = [GroupId(row["group_id"]) for row in database.rows(sql, (person_id,))]
    sql = "SELECT number FROM scalper_reports WHERE group_id IN ([values]) ORDER BY number"
    drop_reports([ReportId(row["number"]) for row in rows_with(database, sql, groups)], database)
    drop_groups(groups, database)


def drop_reports(numbers: list[ReportId], database: Database) -> None:
    """With what they alone named. Their groups stay as they were counted."""
    sql = "SELECT DISTINCT digest FROM scalper_report_traces WHERE number IN ([values])"
    traces = sorted({bytes(row["digest"]) for row in rows_with(database, sql, numbers)})
    execute_with(database, "DELETE FROM blobs WHERE owner IN ([values])", [blob_of(one) for one in numbers])
    for table in ("scalper_reports", "scalper_report_traces"):
        execute_with(database, f"DELETE FROM {table} WHERE number IN ([values])", numbers)
    sql = "SELECT DISTINCT digest FROM scalper_report_traces WHERE digest IN ([values])"
    left = {bytes(row["digest"]) for row in rows_with(database, sql, traces)}
    _drop_traces([trace for trace in traces if trace not in left], database)


def _drop_traces(traces: list[bytes], database: Database) -> None:
    """That nobody names any more: where they lead, and their company on both sides."""
    sql = (
        "DELETE FROM scalper_report_company WHERE (digest, beside) IN "
        "(SELECT beside, digest FROM scalper_report_company WHERE digest IN ([values]))"
    )
    execute_with(database, sql, traces)
    for table in ("scalper_report_threads", "scalper_report_company"):
        execute_with(database, f"DELETE FROM {table} WHERE digest IN ([values])", traces)


def drop_groups(groups: list[GroupId], database: Database) -> None:
    """Of which no report is left."""
    for table in ("scalper_report_groups", "scalper_report_bands", "scalper_report_threads"):
        execute_with(database, f"DELETE FROM {table} WHERE group_id IN ([values])", groups)
    execute_with(database, "DELETE FROM blobs WHERE owner IN ([values])", [why_of(one) for one in groups])
