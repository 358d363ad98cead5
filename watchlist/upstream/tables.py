"""The tables of what nodes told their hub."""

from sqlite_utils import Database


def make_upstream_tables(db: Database) -> None:
    """An alarm is its node's, and told as that tells it; of a node only its newest word is kept. `source` of a node is
    the hospital it stands in, empty for the hub's own."""
    db.table("nodes").add_column("source", str, not_null_default="")
    for column, kind in (("model_id", str), ("threshold", float)):
        db.table("alarms").add_column(column, kind)
    db.table("upstream_alarms").create(
        {
            "node_id": str,
            "alarm_id": str,
            "revision": int,
            "person_id": str,
            "candidates": str,
            "camera": str,
            "first_at": str,
            "raised_at": str,
            "last_seen_at": str,
            "last_camera": str,
            "score": float,
            "runner_up": float,
            "threshold": float,
            "model_id": str,
            "one_in": int,
            "updates": int,
            "clock_off_s": float,
            "received_at": str,
        },
        pk=("node_id", "alarm_id"),
        not_null={"revision", "candidates", "camera", "first_at", "raised_at", "last_seen_at", "last_camera", "score"}
        | {"updates", "clock_off_s", "received_at"},
        strict=True,
    )
    db.table("upstream_steps").create(
        {"node_id": str, "step_id": str, "alarm_id": str, "at": str, "who": str, "act": str},
        pk=("node_id", "step_id"),
        not_null={"alarm_id", "at", "who", "act"},
        strict=True,
    )
    db.table("upstream_steps").create_index(["node_id", "alarm_id"])
    db.table("upstream_people").create(
        {"person_id": str, "node_id": str, "alarm_id": str}, pk=("person_id", "node_id", "alarm_id"), strict=True
    )
    db.table("node_words").create(
        {
            "node_id": str,
            "heard_at": str,
            "told_at": str,
            "version": str,
            "epoch": int,
            "seq": int,
            "said_at": str,
            "cameras": str,
            "waiting": int,
            "kept": int,
        },
        pk="node_id",
        not_null={"heard_at", "told_at", "version", "epoch", "seq", "cameras", "waiting", "kept"},
        strict=True,
    )
