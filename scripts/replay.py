"""`gatehouse replay`: recordings through the real pipeline, every frame handed over, on the recording's clock."""

import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from camera.errors import CameraError
from camera.types import PipelineCounts, Seconds, Sighting, TrackEnded
from scripts.command import Context, pass_context

if TYPE_CHECKING:
    from camera.engine import Engine
    from scripts.entrance.building import Entrance

FAILED = 1


@dataclass
class Totals:
    """What the summary tells, summed over the files."""

    counts: PipelineCounts = field(default_factory=PipelineCounts)
    files: int = 0
    alarms: int = 0
    video_s: Seconds = 0.0


@click.command()
@click.argument("videos", nargs=-1, required=True, metavar="VIDEO...")
@click.option("--no-quiet", is_flag=True, help="Every file rings for itself: no quiet time is shared.")
@click.option("--record", is_flag=True, help="Keep the alarms in the store, as if they rang now.")
@click.option("--detector", help="hog or yunet, instead of the settings' choice.")
@click.option("--embedder", help="An embedder of 'gatehouse models list', instead of the settings' choice.")
@pass_context
def replay(
    context: Context, videos: tuple[str, ...], no_quiet: bool, record: bool, detector: str | None, embedder: str | None
) -> int:
    """Run recordings (video files, or folders of pictures) through the pipeline and tell who rings.

    Every file is a camera of its own. The recordings are laid end to end, so that the quiet time of one person spans
    them. What rings is told and forgotten, unless --record keeps it.
    """
    from scripts.entrance.building import open_entrance, utc_of_recording
    from scripts.following.ageing import caution_of_age

    engine = context.build_engine(detector, embedder)
    with open_entrance(
        context, engine, quiet=not no_quiet, keep=record, wall=utc_of_recording(datetime.now(UTC)), now=0.0
    ) as entrance:
        caution_of_age(context, entrance.store.followed_lists(), datetime.now(UTC))
        totals = Totals()
        started = time.process_time(), time.perf_counter()
        broken = [video for video in videos if not _told_of_one(context, engine, entrance, video, totals)]
        spent = time.process_time() - started[0], time.perf_counter() - started[1]
    _summary(context, totals, *spent)
    return FAILED if broken else 0


def _told_of_one(context: Context, engine: "Engine", entrance: "Entrance", video: str, totals: Totals) -> bool:
    """Run one file; False when it could not be read to its end. The others are not its hostages."""
    try:
        _one_file(context, engine, entrance, video, totals)
    except CameraError as error:
        context.say(f"error: {error}\nhint:  {error.hint}")
        return False
    return True


def _one_file(context: Context, engine: "Engine", entrance: "Entrance", video: str, totals: Totals) -> None:
    from camera.assembly import build_pipeline
    from camera.sources.masking import masked
    from camera.sources.opening import open_source
    from scripts.entrance.telling import add_counts

    offset_s = totals.video_s
    name = masked(video) if "://" in video else video
    pipeline = build_pipeline(engine, name)
    end_s = 0.0
    try:
        with closing(open_source(video, name)) as source:
            for frame in source:
                end_s = frame.at
                for seen in pipeline.feed(frame):
                    _tell(context, entrance, seen, offset_s, totals)
    finally:
        for seen in pipeline.finish(end_s):
            _tell(context, entrance, seen, offset_s, totals)
        totals.files += 1
        totals.video_s += end_s
        add_counts(totals.counts, pipeline.counts)
        entrance.ringer.lookout.tick(totals.video_s)
        entrance.ringer.lookout.recording_ended(name)


def _tell(
    context: Context, entrance: "Entrance", seen: Sighting | TrackEnded, offset_s: Seconds, totals: Totals
) -> None:
    from scripts.entrance.ringing import Rang
    from scripts.entrance.telling import alarm_event, who

    if not isinstance(seen, Sighting):
        entrance.ringer.lookout.ended(seen)
        return
    for event in entrance.ringer.see(seen, offset_s):
        if isinstance(event, Rang):
            totals.alarms += 1
            told = alarm_event(event, entrance.listed)
            text = f"ALARM  {who(told)}  in {told['camera']} at {told['at_s']:.1f} s  (cosine {told['score']:.3f})"
            context.out(told, text)


def _summary(context: Context, totals: Totals, cpu_s: Seconds, wall_s: Seconds) -> None:
    from scripts.entrance.telling import counts_event, counts_text

    told = {
        "event": "summary",
        "files": totals.files,
        **counts_event(totals.counts),
        "video_s": round(totals.video_s, 3),
        "cpu_s": round(cpu_s, 3),
        "wall_s": round(wall_s, 3),
    }
    head = f"{totals.alarms} alarm(s) in {totals.files} file(s), {totals.video_s:.1f} s of video: "
    context.out(told, head + counts_text(totals.counts, cpu_s, wall_s))
