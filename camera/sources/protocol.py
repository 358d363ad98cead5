"""The seam between whatever makes frames and whatever looks at them."""

from collections.abc import Iterator
from typing import Protocol

from camera.types import Frame


class FrameSource(Protocol):
    """Something to iterate over once, in one thread; iterating waits for the next frame.

    A recording (`live` is False) gives every frame and ends. A live camera gives frames at the pace of the world
    and never ends by itself: when it dies it raises CameraLost, and whoever wants it back opens it again.
    `close()` may be called twice and from another thread; iterating then ends soon, without an error.
    """

    name: str
    live: bool

    def __iter__(self) -> Iterator[Frame]: ...

    def close(self) -> None: ...
