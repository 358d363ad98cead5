"""A kiosk that does nothing but look into the mirror: told run directory and camera, it prints a line a frame."""

import sys
from pathlib import Path

from camera.leases.joining import join
from camera.leases.messages import LeaseKind
from camera.leases.mirror import MirrorLease
from camera.leases.shared_camera import SharedCamera
from camera.types import Image
from tests.camera.leases.hand import PROGRAM


def on_frame(image: Image, number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main() -> None:
    run_dir, shared = Path(sys.stdin.readline().strip()), SharedCamera.from_json(sys.stdin.readline())
    kind = LeaseKind.MIRROR
    MirrorLease(lambda pause: join(shared, kind, "child", run_dir, pause, program=PROGRAM), on_frame, print)
    sys.stdin.read()  # until the test is over, or dead


if __name__ == "__main__":
    main()
