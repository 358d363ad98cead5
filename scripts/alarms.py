"""`gatehouse alarms`: the alarms that are kept, and their two faces side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from records.files import replace_whole
from scripts.command import Context, operator_option, pass_context
from scripts.errors import CommandError
from scripts.login.at_hub import hub_asked_for, with_hub_option
from scripts.outfile import check_free
from scripts.retention.keeping import open_tidy_store
from scripts.site_time import today

if TYPE_CHECKING:
    from camera.engine import Engine
    from camera.types import Image
    from watchlist.alarms.life import Life
    from watchlist.alarms.record import AlarmRecord
    from watchlist.store import WatchlistStore
    from watchlist.types import PersonId


@click.group(invoke_without_command=True)
@click.pass_context
def alarms(click_context: click.Context) -> None:
    """The alarms that are kept. With --hub URL those that the hub's nodes delivered there, as 'alarms list' does."""
    if click_context.invoked_subcommand is not None:
        return
    if hub_asked_for():
        click_context.invoke(list_alarms)
    else:
        click_context.fail("Missing command.")


@alarms.command("list")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many of the newest.")
@click.option("--delivered", is_flag=True, help="Those that nodes delivered to this home's hub.")
@operator_option
@pass_context
def list_alarms(context: Context, limit: int, delivered: bool, operator: str | None) -> None:
    """The newest alarms, newest first. Who looked is kept on record.

    With --hub URL, or --delivered at the hub's own PC: the visits that its nodes told. What several PCs of a hospital
    rang for is one visit.
    """
    if delivered or hub_asked_for():
        from scripts.delivered import list_delivered

        list_delivered(context, limit, operator)
        return
    with open_tidy_store(context) as store:
        names = {entry.person_id: entry.name for entry in store.entries(today())}
        kept = store.alarms(limit)
        store.note(operator or context.operator, "alarms.looked_at", "", {"alarms": len(kept)})
        for record in kept:
            told = _event(record, names)
            who = told["person"] or "one of: " + ", ".join(told["candidates"])
            when = record.raised_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
            line = f"{record.alarm_id[:8]}  {when}  {who}  at {record.camera}  (cosine {record.score:.3f})"
            line += f"  {_how_it_stands(record.life)}"
            context.out(told, line + (f"  seen again {record.updates}x" if record.updates else ""))
    if not kept:
        context.say("no alarms are kept")


@alarms.command("show")
@click.argument("alarm_id", metavar="ID")
@click.option(
    "--out", "out_file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="JPEG to write."
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@pass_context
def show(context: Context, alarm_id: str, out_file: Path, force: bool) -> None:
    """The captured face (left) beside the enrolled photograph of whom it resembles, both in one picture.

    The beginning of an ID suffices while it is the only one. Who looked is kept on record.
    """
    if hub_asked_for():
        raise CommandError("no face travels to a hub", "Look at the alarm at the PC that rang.")
    check_free(out_file, force)
    from camera.side_by_side import side_by_side, to_jpeg
    from scripts.entrance.portraits import portrait_of

    with open_tidy_store(context) as store:
        record = store.alarm(alarm_id)
        engine = context.build_engine()
        pictures = [portrait_of(engine.detector, store.picture(record.alarm_id, context.operator), "the captured face")]
        pictures += [_enrolled(context, store, engine, candidate.person_id) for candidate in record.candidates]
        names = {entry.person_id: entry.name for entry in store.entries(today())}
    replace_whole(out_file, to_jpeg(side_by_side(pictures)))
    told = _event(record, names) | {"out": str(out_file)}
    order = " | ".join(["captured", *(names.get(candidate.person_id, "erased") for candidate in record.candidates)])
    context.out(told, f"{out_file}: {order}")


def _enrolled(context: Context, store: "WatchlistStore", engine: "Engine", person_id: "PersonId") -> "Image":
    """The person's first photograph; blank paper when the entry was erased meanwhile."""
    from camera.side_by_side import blank
    from scripts.entrance.portraits import portrait_of

    entry = store.entry(person_id, today())
    if entry is None or not entry.photos:
        return blank()
    return portrait_of(engine.detector, store.photo(entry.photos[0], context.operator), "the enrolled photograph")


def _how_it_stands(life: "Life") -> str:
    if life.owner is None:
        return "nobody has it" if life.is_open else "expired"
    if life.verdict is None:
        return f"taken by {life.owner}"
    return f"{str(life.verdict).replace('_', ' ')} ({life.owner})"


def _event(record: "AlarmRecord", names: dict["PersonId", str]) -> dict[str, Any]:
    candidates = [names.get(candidate.person_id, candidate.person_id) for candidate in record.candidates]
    return {
        "event": "alarm",
        "id": record.alarm_id,
        "person": None if record.person_id is None else names.get(record.person_id, record.person_id),
        "candidates": candidates,
        "camera": record.camera,
        "first_at": record.first_at.isoformat(),
        "at": record.raised_at.isoformat(),
        "score": round(record.score, 4),
        "runner_up_score": None if record.runner_up is None else round(record.runner_up, 4),
        "state": str(record.life.stage),
        "guard": record.life.owner,
        "verdict": None if record.life.verdict is None else str(record.life.verdict),
        "updates": record.updates,
        "last_seen_at": record.last_seen_at.isoformat(),
        "last_camera": record.last_camera,
    }


with_hub_option(alarms, "The alarms at this hub, where you are logged in ('gatehouse login').")
