"""The tables of reports. Texts and pictures are sealed blobs; digests and signatures say nothing without the key, and
places and sources are in clear, so that a search may go by them."""

from sqlite_utils import Database

_STATE = "scalper_report_state"


def make_report_tables(db: Database) -> None:
    """`scalper_report_traces` is who names what, `..._threads` which open group a trace leads to (null where it is
    everybody's), `..._company` which traces were named together, `..._bands` which group's first report reads so.

    `scalper_report_state` has one row: the highest number that was ever given, as none is given twice.
    """
    db.table("scalper_reports").create(
        {
            "number": int,
            "key": bytes,
            "at": str,
            "received_at": str,
            "place": str,
            "source": str,
            "group_id": int,
            "signature": bytes,
            "has_picture": int,
        },
        pk="number",
        not_null={"key", "at", "received_at", "place", "source", "group_id", "signature", "has_picture"},
        strict=True,
    )
    db.table("scalper_reports").create_index(["key"], unique=True)
    for columns in (["group_id"], ["at"], ["place", "at"]):
        db.table("scalper_reports").create_index(columns)
    db.table("scalper_report_groups").create(
        {
            "group_id": int,
            "state": str,
            "place": str,
            "reports": int,
            "first_at": str,
            "last_at": str,
            "decided_by": str,
            "decided_at": str,
            "person_id": str,
        },
        pk="group_id",
        not_null={"state", "place", "reports", "first_at", "last_at"},
        strict=True,
    )
    db.table("scalper_report_groups").create_index(["state", "reports"])
    _make_links(db)
    db.table(_STATE).create({"one": int, "newest": int}, pk="one", not_null={"newest"}, strict=True)
    db.execute(f"INSERT INTO {_STATE} VALUES (1, 0)")


def _make_links(db: Database) -> None:
    traces, threads = db.table("scalper_report_traces"), db.table("scalper_report_threads")
    traces.create({"digest": bytes, "number": int}, pk=("digest", "number"), strict=True)
    traces.create_index(["number"])
    threads.create({"digest": bytes, "kind": str, "group_id": int}, pk="digest", not_null={"kind"}, strict=True)
    threads.create_index(["group_id"])
    db.table("scalper_report_company").create({"digest": bytes, "beside": bytes}, pk=("digest", "beside"), strict=True)
    bands = db.table("scalper_report_bands")
    bands.create({"digest": bytes, "group_id": int}, pk="digest", not_null={"group_id"}, strict=True)
    bands.create_index(["group_id"])
