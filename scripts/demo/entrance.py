"""The entrance of the demonstration in a thread of its own, so that windows live beside it."""

from threading import Thread

from camera.errors import CameraPackageError
from scripts.demo.console import GUARD_NAME, PIN, add_guard
from scripts.demo.scene import Stay, scene_show
from scripts.demo.stage import Stage
from scripts.errors import CommandError


class Entrance:
    """Enrols, gives a guard an account, watches."""

    def __init__(self, stage: Stage, stay: Stay | None = None) -> None:
        self._stage = stage
        self._stay = stay
        self._rang_well = False
        self._failure: CommandError | CameraPackageError | None = None
        self._thread = Thread(target=self._run, name="entrance")

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        """Until it is over, whatever it came to."""
        self._thread.join()

    def rang_well(self) -> bool:
        """What it came to, once it is over. Raises what stopped it."""
        if self._failure is not None:
            raise self._failure
        return self._rang_well

    def _run(self) -> None:
        try:
            add_guard(self._stage)
            self._stage.context.say(f"the guards' console logs in as {GUARD_NAME}, PIN {PIN}")
            self._rang_well = scene_show(self._stage, self._stay)
        except (CommandError, CameraPackageError) as error:
            self._failure = error
