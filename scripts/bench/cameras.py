"""`gatehouse bench cameras`: how many cameras a core carries, and what watching one costs beside decoding it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, pass_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from camera.types import Image

PICTURES = 250
CLIPS = 4
STREAM = "1080p25 h264"


@click.command("cameras")
@click.option(
    "--clips",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of recordings of people, instead of a drawn scene.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=4), default=30.0, show_default=True, help="So long it is measured."
)
@click.option("--detector", help="As in the settings when left out.")
@click.option("--embedder", help="As in the settings when left out.")
@pass_context
def cameras(context: Context, folder: Path | None, seconds: float, detector: str | None, embedder: str | None) -> None:
    """Watch one camera with a real worker process, and decode the same stream in processes that look at nothing.

    The stream is 1080p25 H.264, 4 Mbit/s, by RTSP on loopback, made of the recordings' pictures: somebody is nearly
    always in view. The processor times are compared. Decoding alone is measured before and after.
    """
    from camera.messages import WorkerSpec
    from camera.models.choice import chosen_names
    from camera.models.store import ModelStore
    from camera.rehearsal.door_film import door_film
    from camera.rehearsal.rtsp_camera import RtspCamera
    from scripts.bench.cameras_run import measured

    names = context.settings.engine
    networks = chosen_names(ModelStore(context.models_dir), detector or names.detector, embedder or names.embedder)
    context.build_engine(*networks)  # what a first use converts is no part of watching
    context.say(f"Making the stream of {'the recordings' if folder else 'a drawn scene (no real people)'} ...")
    film = door_film(_pictures(folder))
    with RtspCamera(film, "bench", "loopback") as camera:
        cost = measured(WorkerSpec("bench", camera.url, context.models_dir, *networks, min_face_px=40), seconds)
    told = {"part": "cameras", "stream": STREAM, "cameras_per_core": cost.cameras_per_core}
    told |= {"cpu_over_decoding": cost.over_decoding, "detector": networks[0], "embedder": networks[1]}
    if cost.last.frames_dropped > cost.last.counts.frames / 4:
        context.say("Many frames were not looked at: this computer had other work. Measure again when it has none.")
    told |= {"of": "recordings" if folder else "a drawn scene", **cost.counted()}
    context.out(
        told,
        f"cameras   {cost.cameras_per_core:g} of {STREAM} a core: {cost.over_decoding:g} times the cost of decoding "
        f"alone, with {networks[0]} and {networks[1]}, {told['of']}, {seconds:g} s",
    )


def _pictures(folder: Path | None) -> "Iterator[Image]":
    """The first pictures of the folder's first recordings, or of the drawn scene where its people come near."""
    if folder is None:
        from camera.scene.entrance import EntranceScene
        from camera.scene.portraits import packaged_people
        from scripts.bench.clips import DRAWN_S

        scene = EntranceScene(packaged_people())
        yield from (scene.frame(DRAWN_S[0] + number / 25 % (DRAWN_S[1] - DRAWN_S[0])) for number in range(PICTURES))
        return
    from itertools import islice

    from camera.sources.opening import open_source
    from scripts.bench.clips import recordings_in

    paths = recordings_in(folder)[:CLIPS]
    for path in paths:
        yield from (frame.image for frame in islice(open_source(path, path.name), PICTURES // len(paths)))
