"""`gatehouse bench latency`: from a face entering a camera's picture to the alarm on the guards' console."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, pass_context

if TYPE_CHECKING:
    from camera.rehearsal.film import Film

STREAM = "1080p25 h264"
WITH_PEOPLE, WITHOUT = 212, 101
"""Pictures of the drawn scene, again and again: each of its two people enters once, and both are gone for longer than
a visit outlasts. No whole number of seconds together, so that entrances meet the camera's looks at any moment."""
MIN_FACE_PX = 40


@click.command("latency")
@click.option("-n", "count", type=click.IntRange(1), default=20, show_default=True, help="So many entrances.")
@click.option("--detector", help="As in the settings when left out.")
@click.option("--embedder", help="As in the settings when left out.")
@pass_context
def latency(context: Context, count: int, detector: str | None, embedder: str | None) -> None:
    """Let two listed people enter again and again, and see how long their alarms take to reach the guard.

    From the moment a network camera (1080p25 H.264 by RTSP on loopback) sent the first picture with a face that is
    large enough to be found, until the console of 'gatehouse guard' has painted the alarm with both pictures. The
    real watch runs in a home of its own. Takes some six seconds for every entrance.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded: it would open a window
    from camera.models.choice import chosen_names
    from camera.models.store import ModelStore
    from camera.rehearsal.rtsp_camera import RtspCamera
    from scripts.bench.latency_run import Door, measured
    from scripts.demo.stage import Stage

    names = context.settings.engine
    networks = chosen_names(ModelStore(context.models_dir), detector or names.detector, embedder or names.embedder)
    context.build_engine(*networks)
    if networks[0] == "hog":
        context.say("YuNet is not installed: with HOG looks are rarer and alarms later.")
    context.say("Making the stream of a drawn scene with two public-domain portraits ...")
    film = _film()
    with (
        tempfile.TemporaryDirectory(prefix="gatehouse-latency-") as folder,
        RtspCamera(film, "bench", "loopback") as camera,
    ):
        stage = Stage(context, Path(folder), Path(folder) / "unused.jpg")
        found = measured(stage, Door(camera, first_pictures(), count), networks, context.models_dir)
    told = {"part": "latency", **found.as_json(), "stream": STREAM, "detector": networks[0], "embedder": networks[1]}
    missed = f", {found.missed} missed" if found.missed else ""
    times = f"{told['p50_s']} s half of the time, {told['max_s']} s at most" if found.whole else "no alarm came"
    context.out(
        told,
        f"latency   {times}, from a face in the picture to the guard's screen: {told['n']} entrances{missed}, "
        f"{STREAM}, {networks[0]} and {networks[1]}",
    )


def _film() -> "Film":
    from camera.rehearsal.door_film import door_film
    from camera.scene.entrance import FPS, EntranceScene
    from camera.scene.portraits import packaged_people

    scene, nobody = EntranceScene(packaged_people()), EntranceScene([])
    empty_s = nobody.length_s - WITHOUT / FPS
    pictures = [(scene, number / FPS) for number in range(WITH_PEOPLE)]
    pictures += [(nobody, empty_s + number / FPS) for number in range(WITHOUT)]
    return door_film(of.frame(at_s) for of, at_s in pictures)


def first_pictures() -> dict[str, int]:
    """The number of the picture with which each person enters."""
    from camera.rehearsal.door_film import SIZE
    from camera.scene.entrance import FPS, EntranceScene
    from camera.scene.portraits import packaged_people
    from scripts.bench.latency_delays import first_found

    scene = EntranceScene(packaged_people())
    enlarged = SIZE[0] / scene.width_px
    seen = (scene.visible(number / FPS) for number in range(WITH_PEOPLE))
    return first_found(({who: box.width * enlarged for who, box in faces} for faces in seen), MIN_FACE_PX)
