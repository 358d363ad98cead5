"""`gatehouse bench`: what the parts cost beside the `face_recognition` package, in one run on the same work."""

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.bench.attack.command import attack
from scripts.bench.attacks import attacks
from scripts.bench.cameras import cameras
from scripts.bench.desk import desk
from scripts.bench.hub.command import hub
from scripts.bench.latency import latency
from scripts.bench.lists.command import lists
from scripts.bench.reports import reports
from scripts.command import Context, pass_context

if TYPE_CHECKING:
    from scripts.bench.clips import Clip
    from scripts.bench.lines import Line
    from scripts.bench.peer import Peer

PARTS = ("embedder", "detector", "pipeline", "gallery")


@click.group(invoke_without_command=True)
@click.option(
    "--clips",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of recordings to work on, instead of a drawn scene.",
)
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="This part alone; may be repeated.")
@pass_context
def bench(context: Context, folder: Path | None, only: tuple[str, ...]) -> None:
    """Time the parts beside what one would write with the face_recognition package.

    Every line is a ratio of processor times measured side by side on the same work: above 1 Gatehouse is faster. In
    recordings of a folder, each one's person is enrolled from four stills of it.
    """
    if click.get_current_context().invoked_subcommand is not None:
        return
    from scripts.bench.lines import HEADER
    from scripts.bench.peer import load_peer

    peer = load_peer()
    heading = HEADER + "\n"
    for line in _lines(context, folder, peer, [part for part in PARTS if not only or part in only]):
        context.out(line.as_json(), heading + line.as_text())
        heading = ""


bench.add_command(attack)
bench.add_command(attacks)
bench.add_command(cameras)
bench.add_command(desk)
bench.add_command(hub)
bench.add_command(latency)
bench.add_command(lists)
bench.add_command(reports)


def _lines(context: Context, folder: Path | None, peer: "Peer", parts: Sequence[str]) -> Iterator["Line"]:
    from scripts.bench.clips import clips_in, drawn_clip
    from scripts.bench.gallery import gallery_lines
    from scripts.bench.peer import is_installed, located

    with tempfile.TemporaryDirectory(prefix="gatehouse-bench-") as scratch:
        if set(parts) - {"gallery"}:
            clips = clips_in(folder, partial(located, peer)) if folder is not None else [drawn_clip(Path(scratch))]
            for part in (part for part in parts if part != "gallery"):
                yield from _of_clips(context, part, clips, peer)
        if "gallery" in parts:
            if not is_installed("faiss"):
                context.say("faiss-cpu is not installed and left out; it comes with 'uv sync --group bench'.")
            yield from gallery_lines(peer)


def _of_clips(context: Context, part: str, clips: "Sequence[Clip]", peer: "Peer") -> Iterator["Line"]:
    from scripts.bench.detector import detector_lines
    from scripts.bench.embedder import embedder_lines
    from scripts.bench.pipeline import pipeline_lines

    if part == "embedder":
        yield from embedder_lines(context.models_dir, [picture for clip in clips for picture in clip.photographs], peer)
    elif part == "detector":
        yield from detector_lines(context.models_dir, clips, peer)
    else:
        with context.progress("pipeline", sum(clip.frames for clip in clips)) as advance:
            yield from pipeline_lines(context.models_dir, clips, peer, lambda: advance(1))
