"""The demonstration with a screen: the entrance in the terminal, the kiosk and its hand in windows beside it."""

from threading import Thread

from camera.errors import CameraPackageError
from scripts.demo.scene import scene_show
from scripts.demo.stage import Stage
from scripts.errors import CommandError
from scripts.kiosk.demo.show import show_demo
from scripts.kiosk.showing import Showing


class _Entrance:
    """Runs in a thread of its own; what it came to is known once that ended."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.rang_well = False
        self.failure: CommandError | CameraPackageError | None = None

    def run(self) -> None:
        try:
            self.rang_well = scene_show(self._stage)
        except (CommandError, CameraPackageError) as error:
            self.failure = error


def show_windows(stage: Stage) -> bool:
    """Until the kiosk is closed. Raises what stopped the entrance."""
    entrance = _Entrance(stage)
    thread = Thread(target=entrance.run, name="entrance")
    thread.start()
    try:
        show_demo(stage.context, Showing(windowed=True), None)
    finally:
        thread.join()
    if entrance.failure is not None:
        raise entrance.failure
    return entrance.rang_well
