"""Runs the kiosk's demonstration to the end of a visit and tells, in its order, what was shown, borrowed and seen.

The last line of its output is that, as JSON.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from camera.leases.mirror import MirrorLease, hold_mirror
from camera.leases.protocol import OnFrame, OnTold
from camera.leases.shared_camera import SharedCamera
from scripts import main
from scripts.kiosk.demo import building
from ui.visitor.window import VisitorWindow

seen: list[str] = []


def camera_files() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("gatehouse-kiosk-*/run/cameras/*"))


def note(what: str) -> None:
    if not seen or seen[-1] != what:
        seen.append(what)


def spied_window() -> None:
    show = VisitorWindow.show_screen

    def show_screen(self: VisitorWindow, screen: Any, look: Any) -> None:
        note(screen.page.value)
        if camera_files():
            note("camera's worker")
        show(self, screen, look)

    VisitorWindow.show_screen = show_screen  # type: ignore[method-assign]


def spied_lease() -> None:
    def spied(shared: SharedCamera, holder: str, run_dir: Path, on_frame: OnFrame, on_told: OnTold) -> MirrorLease:
        def frame(image: Any, number: int) -> None:
            note("frame")
            on_frame(image, number)

        note("lease")
        return hold_mirror(shared, holder, run_dir, frame, on_told)

    vars(building)["hold_mirror"] = spied


spied_window()
spied_lease()
code = main.run(["kiosk", "--demo", "--windowed", "--by-itself", "--json", *sys.argv[1:]])
loaded = sorted(name for name in sys.modules if name.split(".")[0] == "watchlist")
sys.stdout.write(json.dumps({"code": code, "seen": seen, "watchlist": loaded}) + "\n")
