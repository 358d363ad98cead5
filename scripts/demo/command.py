"""`gatehouse demo`: the real programs on a drawn entrance and at a kiosk, or on the camera in front of you."""

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, pass_context
from scripts.outfile import check_free

if TYPE_CHECKING:
    from scripts.demo.stage import Stage

FAILED = 1


@click.command()
@click.option("--headless", is_flag=True, help="Open no window: a visit at the kiosk drives itself.")
@click.option("--camera", metavar="URL", help="Watch this camera (0 is the first USB camera) and enrol who sits there.")
@click.option(
    "--out",
    "out_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("gatehouse-demo-alarm.jpg"),
    show_default=True,
    help="Where the picture of the alarm goes; pictures of the console and the kiosk go beside it.",
)
@pass_context
def demo(context: Context, headless: bool, camera: str | None, out_file: Path) -> int:
    """Show Gatehouse at work on this PC, without camera, screen or network, in about a minute.

    A hall is drawn; two people with public-domain portraits and some drawn faces walk through it. One of the two is
    enrolled, and the real programs run: people import, watch, alarms show; a guard is logged in at the guards' console,
    which shows the alarm. At the kiosk a mother books for her child: card, face check, payment, slip. With a screen the
    console and the kiosk stay open, with a hand that moves the kiosk's parts; without one, or with --headless, the
    visit presses its own buttons and a picture of the console is kept.

    Everything but the pictures is in a temporary folder and is removed at the end. Exit code 1 when anybody rang who
    should not, or nobody did, or the visit did not get to its end.
    """
    from scripts.demo.stage import Stage

    check_free(out_file, force=True)
    with tempfile.TemporaryDirectory(prefix="gatehouse-demo-") as folder:
        stage = Stage(context, Path(folder), out_file)
        if camera is not None:
            from scripts.demo.camera import live_show

            well = live_show(stage, camera)
        elif headless or not _has_screen():
            well = _without_screen(stage)
        else:
            from scripts.demo.windows import show_windows

            well = show_windows(stage)
    return 0 if well else FAILED


def _without_screen(stage: "Stage") -> bool:
    """Both, one after the other: together they would slow each other down."""
    from scripts.demo.unseen import scene_unseen
    from scripts.kiosk.demo.headless import visit_unseen

    pictures = stage.out_file.with_name(f"{stage.out_file.stem}-kiosk")
    pictures.mkdir(parents=True, exist_ok=True)
    rang_well = scene_unseen(stage)
    return visit_unseen(stage.context, pictures) and rang_well


def _has_screen() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return not sys.platform.startswith("linux") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))
