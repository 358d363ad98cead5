"""The camera's worker as a program of its own: `python -m camera.service`, its orders on standard input.

The first line is the folder where readers find it, the second a camera.leases.shared_camera.SharedCamera as JSON. It
ends by itself when nobody has held a lease for a while. The signals that stop a whole group of programs it leaves to
its readers: when they are gone, so is it.
"""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

from camera.leases.locking import ProcessLock
from camera.leases.parts import real_parts
from camera.leases.run_files import RunFiles
from camera.leases.serving import LeaseService, Parts
from camera.leases.shared_camera import SharedCamera
from camera.worker import STOP_SIGNALS


def serve(run_dir: Path, shared: SharedCamera, make_parts: Callable[[SharedCamera], Parts]) -> None:
    """Returns at once when another worker serves this camera."""
    files = RunFiles(run_dir, shared.worker.camera)
    files.prepare()
    lock = ProcessLock(files.lock)
    if not lock.take():
        return
    try:
        LeaseService(shared, files, make_parts(shared)).run()
    finally:
        lock.release()


def main(make_parts: Callable[[SharedCamera], Parts] = real_parts) -> None:
    for name in STOP_SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    run_dir, shared = sys.stdin.buffer.read().decode("utf-8").splitlines()
    sys.stdin.close()
    serve(Path(run_dir), SharedCamera.from_json(shared), make_parts)


if __name__ == "__main__":
    main()
