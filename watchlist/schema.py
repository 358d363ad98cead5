"""The tables of the watchlist, as steps that are only ever added to. What `alarms` begins can
not be made from the changes."""

import json

from sqlite_utils import Database
from sqlite_utils.db import DescIndex
from sqlite_utils.migrations import Migrations

from watchlist.reports.tables import make_report_tables
from watchlist.upstream.tables import make_relay_tables, make_upstream_tables

watchlist_steps = Migrations("watchlist")


@watchlist_steps()
def w001_entries(db: Database) -> None:
    db.table("entries").create(
        {
            "person_id": str,
            "state": str,
            "until": str,
            "listed_by": str,
            "listed_at": str,
            "approved_by": str,
            "name_ref": str,
            "reason_ref": str,
            "evidence_ref": str,
        },
        pk="person_id",
        not_null={"state", "until", "listed_by", "listed_at", "name_ref", "reason_ref"},
        strict=True,
    )


@watchlist_steps()
def w002_photos(db: Database) -> None:
    """`place` is the photograph's place among the person's, from 0. Its bytes are the blob of the same id."""
    db.table("photos").create(
        {"photo_id": str, "person_id": str, "place": int},
        pk="photo_id",
        not_null={"person_id", "place"},
        foreign_keys=[("person_id", "entries", "person_id")],
        strict=True,
    )
    db.table("photos").create_index(["person_id"])


@watchlist_steps()
def w003_templates(db: Database) -> None:
    db.table("templates").create(
        {"photo_id": str, "model_id": str, "person_id": str},
        pk=("photo_id", "model_id"),
        not_null={"person_id"},
        foreign_keys=[("photo_id", "photos", "photo_id"), ("person_id", "entries", "person_id")],
        strict=True,
    )
    db.table("templates").create_index(["person_id"])


@watchlist_steps()
def w004_alarms(db: Database) -> None:
    """`person_id` is null while two entries tie; `candidates` is JSON, the nearest first."""
    db.table("alarms").create(
        {
            "alarm_id": str,
            "person_id": str,
            "candidates": str,
            "camera": str,
            "first_at": str,
            "raised_at": str,
            "score": float,
            "runner_up": float,
            "track": int,
            "visit": str,
            "state": str,
            "updates": int,
            "last_seen_at": str,
            "last_camera": str,
        },
        pk="alarm_id",
        not_null={"candidates", "camera", "first_at", "raised_at", "score", "track", "visit", "state", "updates"}
        | {"last_seen_at", "last_camera"},
        strict=True,
    )
    db.table("alarms").create_index(["last_seen_at"])


@watchlist_steps()
def w005_proposals(db: Database) -> None:
    """Who made an entry a proposal, or added a photograph, that a second operator must approve; null for neither."""
    db.table("entries").add_column("proposed_by", str)
    db.table("photos").add_column("proposed_by", str)
    db.execute("UPDATE entries SET proposed_by = listed_by WHERE state = 'proposed'")


@watchlist_steps()
def w006_lives(db: Database) -> None:
    """What people and time did to an alarm; `act` is JSON. The life in `alarms` is the fold of an alarm's steps.

    `revision` grows with every change of any alarm; `settled` is 1 when what its end asks for was done.
    """
    db.table("alarm_steps").create(
        {"step_id": str, "alarm_id": str, "at": str, "who": str, "act": str},
        pk="step_id",
        not_null={"alarm_id", "at", "who", "act"},
        foreign_keys=[("alarm_id", "alarms", "alarm_id")],
        strict=True,
    )
    db.table("alarm_steps").create_index(["alarm_id"])
    for column in ("owner", "since", "meant_for", "verdict"):
        db.table("alarms").add_column(column, str)
    for column in ("level", "revision", "settled"):
        db.table("alarms").add_column(column, int, not_null_default=0)
    db.table("alarms").create_index(["revision"])
    db.table("alarm_revision").create({"one": int, "revision": int}, pk="one", not_null={"revision"}, strict=True)
    db.execute("INSERT INTO alarm_revision VALUES (1, 0)")


@watchlist_steps()
def w007_sightings(db: Database) -> None:
    """Where a visit led, in order: one row for as long as one camera kept seeing the person."""
    db.table("sightings").create(
        {"alarm_id": str, "place": int, "camera": str, "from_at": str, "to_at": str, "score": float},
        pk=("alarm_id", "place"),
        not_null={"camera", "from_at", "to_at", "score"},
        foreign_keys=[("alarm_id", "alarms", "alarm_id")],
        strict=True,
    )


@watchlist_steps()
def w008_rejections(db: Database) -> None:
    """A guard said "not this person": the entry and the score, for calibration; not the face. And who looked at an
    entry again because of it."""
    db.table("rejections").create(
        {"alarm_id": str, "person_id": str, "at": str, "camera": str, "score": float},
        pk=("alarm_id", "person_id"),
        not_null={"at", "camera", "score"},
        strict=True,
    )
    db.table("rejections").create_index(["person_id"])
    db.table("reviews").create(
        {"person_id": str, "at": str, "who": str}, pk=("person_id", "at"), not_null={"who"}, strict=True
    )


@watchlist_steps()
def w009_rarity(db: Database) -> None:
    """At most one stranger in so many is as similar, as it was known when the alarm rang; null: nobody measured."""
    db.table("alarms").add_column("one_in", int)


@watchlist_steps()
def w010_entry_lives(db: Database) -> None:
    """What an entry's life and a shared list need to know; `decisions` is JSON. See `watchlist.listed.Listed`.

    Who renewed an entry before this step stands in the changes only.
    """
    entries = db.table("entries")
    for column in ("basis_ref", "renewed_by", "revoked_at", "appeal_ref"):
        entries.add_column(column, str)
    for column, default in (("source", ""), ("decisions", "[]"), ("list_id", "")):
        entries.add_column(column, str, not_null_default=default)
    for column in ("adult", "seq"):
        entries.add_column(column, int, not_null_default=0)
    renewals = list(db.query("SELECT who, act FROM changes WHERE act LIKE '%\"UntilChanged\"%' ORDER BY number"))
    for renewal in renewals:
        act = json.loads(renewal["act"])
        if act.get("waits"):
            sql = "UPDATE entries SET renewed_by = ? WHERE person_id = ? AND state <> 'erased'"
            db.execute(sql, (renewal["who"], act["person_id"]))


@watchlist_steps()
def w011_feed(db: Database) -> None:
    """The shared list of this home, its own or one it follows: one row of `feed_head`, and of everybody what the list
    says last (`watchlist.feed.store.tables`). Documents are sealed blobs; a tombstone has nothing personal."""
    db.table("feed_head").create(
        {
            "one": int,
            "list_id": str,
            "role": str,
            "source": str,
            "root": bytes,
            "epoch": int,
            "asked": str,
            "keys": bytes,
            "keys_key_id": str,
            "keys_signature": bytes,
            "head": bytes,
            "head_key_id": str,
            "head_signature": bytes,
        },
        pk="one",
        not_null={"list_id", "role", "source", "root", "epoch", "asked"},
        strict=True,
    )
    db.table("feed_records").create(
        {"person_id": str, "seq": int, "sha256": str, "is_tombstone": int, "key_id": str, "signature": bytes},
        pk="person_id",
        not_null={"seq", "sha256", "is_tombstone"},
        strict=True,
    )
    db.table("feed_records").create_index(["seq", "person_id"])
    db.table("feed_tombstones").create(
        {"list_id": str, "person_id": str, "document": bytes, "key_id": str, "signature": bytes},
        pk=("list_id", "person_id"),
        not_null={"document", "key_id", "signature"},
        strict=True,
    )


@watchlist_steps()
def w012_nodes(db: Database) -> None:
    """The programs that may ask a hub; `digest` is that of a key's secret. Who was revoked keeps the id."""
    db.table("nodes").create(
        {"node_id": str, "kind": str, "needs_photos": int, "digest": str, "made_at": str, "revoked_at": str},
        pk="node_id",
        not_null={"kind", "needs_photos", "digest", "made_at"},
        strict=True,
    )


@watchlist_steps()
def w013_reports(db: Database) -> None:
    make_report_tables(db)


@watchlist_steps()
def w014_upstream(db: Database) -> None:
    make_upstream_tables(db)


@watchlist_steps()
def w015_several_lists(db: Database) -> None:
    """A home may have several shared lists: a row of `feed_head` each; a person is on one of them at most."""
    db.table("feed_records").add_column("list_id", str, not_null_default="")
    db.execute("UPDATE feed_records SET list_id = coalesce((SELECT list_id FROM feed_head), '')")
    db.table("feed_records").create_index(["list_id", "seq", "person_id"])
    db.table("feed_head").create_index(["list_id"], unique=True)


@watchlist_steps()
def w016_searched_alarms(db: Database) -> None:
    """Every screen asks for the newest alarms again and again, and a search goes through them and their notes."""
    db.table("alarms").create_index([DescIndex("raised_at"), "alarm_id"])
    db.execute("CREATE INDEX blobs_notes ON blobs (owner) WHERE purpose = 'note'")


@watchlist_steps()
def w017_alarms_told_on(db: Database) -> None:
    make_relay_tables(db)


@watchlist_steps()
def w018_later_days(db: Database) -> None:
    """The later last day that waits for approval, and who asked for it; null for none."""
    for column in ("later_until", "later_asked_by"):
        db.table("entries").add_column(column, str)


@watchlist_steps()
def w019_held_entries(db: Database) -> None:
    """How an appeal that is open found its entry: suspended, or not."""
    db.table("entries").add_column("was_suspended", int, not_null_default=0)


@watchlist_steps()
def w020_reports_of_an_entry(db: Database) -> None:
    """Whoever is erased takes the reports along that the entry came of."""
    db.execute(
        "CREATE INDEX scalper_report_groups_person ON scalper_report_groups (person_id) WHERE person_id IS NOT NULL"
    )
