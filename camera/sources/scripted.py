"""A camera that plays a script: frames, and failures where you put them.

Ships with the product: tests and rehearsals of a failing camera use it.
"""

from collections.abc import Iterable, Iterator

from camera.errors import CameraLost
from camera.types import Frame


class ScriptedSource:
    """Gives the frames of the script and raises its exceptions, each in its place.

    At the end of the script a live camera dies (CameraLost) and a recording ends. Going on after an exception
    continues behind it, like a camera that was opened again.
    """

    def __init__(self, name: str, script: Iterable[Frame | Exception], live: bool = True) -> None:
        self.name = name
        self.live = live
        self.closed = False
        self._script = iter(script)

    def __iter__(self) -> Iterator[Frame]:
        for step in self._script:
            if self.closed:
                return
            if isinstance(step, Exception):
                raise step
            yield step
        if self.live and not self.closed:
            raise CameraLost(self.name, "the script ended")

    def close(self) -> None:
        self.closed = True
