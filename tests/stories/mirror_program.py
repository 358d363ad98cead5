"""A kiosk that does nothing but look into its mirror: told home, settings and models, it prints a line a picture."""

import sys
from pathlib import Path

from camera.leases.mirror import hold_mirror
from camera.types import Image
from scripts.command import Context
from scripts.kiosk.camera import kiosk_camera, run_dir
from scripts.kiosk.settings import KioskTree


def on_frame(_image: Image, number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main() -> None:
    context = Context(Path(sys.argv[1]))
    tree = context.settings_of(KioskTree)
    shared = kiosk_camera(context.models_dir, tree.kiosk, tree.engine)
    hold_mirror(shared, "kiosk", run_dir(context.home), on_frame, lambda _told: None)
    sys.stdin.read()  # until the test is over, or dead


if __name__ == "__main__":
    main()
