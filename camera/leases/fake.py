"""A mirror without a camera, for the kiosk's tests and its demonstration: a hand shows pictures and says results."""

from collections.abc import Iterable

from camera.leases.checks import nothing_compared
from camera.leases.messages import CheckFacts, CheckProgress, MirrorClosed, NoComparison, StartCheck
from camera.leases.protocol import OnFrame, OnTold
from camera.types import Image


class FakeCamera:
    """`open` is what the kiosk is given to open its mirror with (camera.leases.protocol.OpenMirror).

    `taken` counts the leases ever taken; `mirror` is the one that is held now.
    """

    def __init__(self, frames: Iterable[Image] = ()) -> None:
        self.frames = list(frames)
        self.taken = 0
        self.mirror: FakeMirror | None = None

    def open(self, on_frame: OnFrame, on_told: OnTold) -> "FakeMirror":
        self.taken += 1
        self.mirror = FakeMirror(self, on_frame, on_told)
        return self.mirror

    @property
    def held(self) -> bool:
        return self.mirror is not None


class FakeMirror:
    """Calls back in the thread of the hand that moves it. `order` is the check that runs, None when none does."""

    def __init__(self, camera: FakeCamera, on_frame: OnFrame, on_told: OnTold) -> None:
        self._camera = camera
        self._on_frame = on_frame
        self._on_told = on_told
        self._shown = 0
        self.order: StartCheck | None = None
        self.closed = False

    def start_check(self, order: StartCheck) -> None:
        if not self.closed:
            self.order = order

    def stop_check(self) -> None:
        self.order = None

    def close(self) -> None:
        self.closed = True
        self.order = None
        if self._camera.mirror is self:
            self._camera.mirror = None

    def show(self, image: Image | None = None) -> None:
        """This picture, or the next of the camera's frames, over and over."""
        frames = self._camera.frames
        if self.closed or (image is None and not frames):
            return
        chosen = frames[self._shown % len(frames)] if image is None else image
        self._on_frame(chosen.copy(), self._shown)
        self._shown += 1

    def say(self, *told: CheckProgress | CheckFacts) -> None:
        """Whatever is said of another check than the one that runs is not heard, as with a real mirror."""
        for one in told:
            if self.order is None or one.check_id != self.order.check_id:
                continue
            if isinstance(one, CheckFacts):
                self.order = None
            self._on_told(one)

    def lose(self, why: str = "the camera was unplugged", hint: str = "Check the cable of the camera.") -> None:
        """The camera is lost: a running check ends. `show` again when it is back."""
        if self.closed:
            return
        order, self.order = self.order, None
        if order is not None:
            self._on_told(nothing_compared(order.check_id, NoComparison.CAMERA_LOST))
        self._on_told(MirrorClosed(why, hint))
