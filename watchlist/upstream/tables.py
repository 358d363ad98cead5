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


def make_relay_tables(db: Database) -> None:
    """`arrival` counts the changes of alarms here, so that they can be told on. `began_at` and `open_until` say of an
    alarm which others may be of one visit with it (`together.reach`); where nobody knows, any. `lists` of a node's word
    are those that it follows, as JSON."""
    db.table("upstream_alarms").add_column("arrival", int, not_null_default=0)
    db.table("upstream_alarms").create_index(["arrival"])
    db.table("upstream_alarms").create_index(["received_at"])
    people = db.table("upstream_people")
    people.add_column("began_at", str, not_null_default="")
    people.add_column("open_until", str, not_null_default="9999")
    for columns in (["node_id", "alarm_id"], ["person_id", "open_until", "began_at"], ["began_at"], ["open_until"]):
        people.create_index(columns)
    db.table("upstream_steps").create_index(["act"])
    db.table("node_words").add_column("lists", str, not_null_default="[]")
