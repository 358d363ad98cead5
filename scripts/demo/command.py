"""`gatehouse demo`: the real programs on a drawn entrance, or on the camera in front of you."""

import tempfile
from pathlib import Path

import click

from scripts.command import Context, pass_context
from scripts.outfile import check_free

FAILED = 1


@click.command()
@click.option("--headless", is_flag=True, expose_value=False, help="Open no window. There is none yet.")
@click.option("--camera", metavar="URL", help="Watch this camera (0 is the first USB camera) and enrol who sits there.")
@click.option(
    "--out",
    "out_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("gatehouse-demo-alarm.jpg"),
    show_default=True,
    help="Where the picture of the alarm goes.",
)
@pass_context
def demo(context: Context, camera: str | None, out_file: Path) -> int:
    """Show Gatehouse at work on this PC, without camera, screen or network, in about a minute.

    A hall is drawn; two people with public-domain portraits and some drawn faces walk through it. One of the two is
    enrolled, and the real programs run: people import, watch, alarms show. Everything but the picture of the alarm is
    in a temporary folder and is removed at the end. Exit code 1 when anybody rang who should not, or nobody did.
    """
    from scripts.demo.camera import live_show
    from scripts.demo.scene import scene_show
    from scripts.demo.stage import Stage

    check_free(out_file, force=True)
    with tempfile.TemporaryDirectory(prefix="gatehouse-demo-") as folder:
        stage = Stage(context, Path(folder), out_file)
        well = scene_show(stage) if camera is None else live_show(stage, camera)
    return 0 if well else FAILED
