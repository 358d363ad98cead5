"""`gatehouse watch`: the cameras of the settings, one worker each, until told to stop."""

import time
from typing import TYPE_CHECKING

import click

from camera.messages import WorkerSpec
from camera.models.choice import chosen_names, door_advice
from camera.models.store import ModelStore
from scripts.command import SETTINGS_FILE, Context, pass_context
from scripts.entrance.settings import CameraSettings
from scripts.errors import SettingsError
from scripts.stopping import asked_to_stop

if TYPE_CHECKING:
    from scripts.watch.workers import Begin


@click.command()
@click.option(
    "--camera",
    "cameras",
    multiple=True,
    metavar="NAME=URL",
    help="Watch this instead of the settings' cameras; may be given several times.",
)
@click.option("--detector", help="hog or yunet, instead of the settings' choice.")
@click.option("--embedder", help="An embedder of 'gatehouse models list', instead of the settings' choice.")
@click.option("--seconds", type=click.FloatRange(min=0), help="Stop by itself after this time.")
@pass_context
def watch(
    context: Context, cameras: tuple[str, ...], detector: str | None, embedder: str | None, seconds: float | None
) -> None:
    """Watch the cameras of the settings until Ctrl-C or SIGTERM, and tell the alarms as they happen.

    A camera's address is rtsp://..., http://..., usb:0, a video file or fake:entrance (a drawn scene). An alarm is in
    the store before it is told; 'gatehouse alarms show ID --out FILE' shows the two faces. With kiosk.watch_looks it
    looks through this PC's kiosk as well; nothing of that appears there. The guards' screens of this PC log in here
    ('gatehouse guards'). Lamp and siren ring as [beacons] says, and [mqtt] tells building systems.
    """
    from scripts.entrance.building import open_entrance, utc_of_monotonic
    from scripts.watch.alone import alone_in
    from scripts.watch.guarding import guards_post
    from scripts.watch.supervisor import Supervisor
    from scripts.watch.watching import Watching

    borrowed = [] if cameras else _borrowed(context, detector, embedder)
    specs = _specs(context, _chosen(context, cameras, [name for name, _ in borrowed]), detector, embedder)
    engine = context.build_engine(detector, embedder)
    calibrated = engine.embedder.model_id in context.settings.operating_points
    advice = door_advice(
        ModelStore(context.models_dir), embedder or context.settings.engine.embedder, calibrated=calibrated
    )
    if advice is not None:
        context.say(f"caution: {advice}")
    started = time.monotonic()
    cameras_now = [*(spec.camera for spec in specs), *(name for name, _ in borrowed)]
    supervisor = Supervisor(specs, borrowed=borrowed)
    with (
        alone_in(context.home),
        open_entrance(context, engine, wall=utc_of_monotonic, now=started) as entrance,
        guards_post(context, entrance, cameras_now, detector, utc_of_monotonic, supervisor.show_pictures) as post,
        asked_to_stop() as asked,
    ):
        watching = Watching(context, entrance, supervisor, time.monotonic, utc_of_monotonic, post)
        watching.run(lambda: asked() or (seconds is not None and time.monotonic() - started >= seconds))


def _borrowed(context: Context, detector: str | None, embedder: str | None) -> list[tuple[str, "Begin"]]:
    """The camera of this PC's kiosk, where the site allows it: it belongs to its own worker, which the kiosk shares."""
    from scripts.kiosk.camera import kiosk_camera, run_dir
    from scripts.watch.workers import BorrowedWorker

    kiosk = context.settings.kiosk
    if kiosk is None or not kiosk.watch_looks:
        return []
    if detector or embedder:
        context.say("caution: the kiosk's camera is left out: its worker goes by the settings' detector and embedder")
        return []
    shared = kiosk_camera(context.models_dir, kiosk, context.settings.engine)
    return [(shared.worker.camera, lambda: BorrowedWorker(shared, run_dir(context.home)))]


def _chosen(context: Context, given: tuple[str, ...], borrowed: list[str]) -> list[CameraSettings]:
    """What we open ourselves; `borrowed` are the names of the others."""
    chosen = [_as_settings(text) for text in given] or list(context.settings.cameras)
    if not (chosen or borrowed):
        raise SettingsError(
            f"no camera to watch: {context.home / SETTINGS_FILE} names none",
            'Add one: [[cameras]] with name = "north door" and url = "rtsp://...", or give --camera NAME=URL.',
        )
    names = [*(camera.name for camera in chosen), *borrowed]
    if len(set(names)) < len(names):
        raise SettingsError("two cameras have the same name", "Give every camera a name of its own.")
    return chosen


def _specs(
    context: Context, cameras: list[CameraSettings], detector: str | None, embedder: str | None
) -> list[WorkerSpec]:
    """By name: a worker that starts again after a better model was installed must still speak the list's language."""
    names = context.settings.engine
    networks = chosen_names(ModelStore(context.models_dir), detector or names.detector, embedder or names.embedder)
    return [
        WorkerSpec(camera.name, camera.watched_url, context.models_dir, *networks, camera.min_face_px)
        for camera in cameras
    ]


def _as_settings(text: str) -> CameraSettings:
    name, separator, url = text.partition("=")
    if not (separator and name.strip() and url.strip()):
        raise click.BadParameter(f"{text!r} is not NAME=URL", param_hint="--camera")
    return CameraSettings(name.strip(), url.strip())
