"""Who holds the camera: one mirror, any number of readers of faces. Safe to use from any thread."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition

from camera.leases.errors import LeaseRefused
from camera.leases.messages import Join, Joined, LeaseKind, MirrorClosed, ToMirrorReader
from camera.leases.mirror_feed import MirrorFeed
from camera.leases.outbox import Outbox
from camera.messages import CameraCondition, CameraState, FromWorker, Heartbeat, Report, Stop
from camera.types import Frame, Seconds


@dataclass(slots=True, eq=False)
class Held:
    """One lease. `leaving`: its holder waits for the last words; `feed` is there for the mirror."""

    join: Join
    outbox: Outbox
    feed: MirrorFeed | None = None
    leaving: bool = False


class LeaseBook:
    """`open_feed` makes the mirror's feed when the mirror is taken: before that no picture is shared."""

    def __init__(self, open_feed: Callable[[Outbox], MirrorFeed]) -> None:
        self._open_feed = open_feed
        self._changed = Condition()
        self._held: list[Held] = []
        self._state: CameraState | None = None
        self._closed = False

    def admit(self, join: Join, outbox: Outbox) -> Held | None:
        """None when the worker is about to end. Raises LeaseRefused when somebody else has the mirror."""
        with self._changed:
            if self._closed:
                return None
            held = Held(join, outbox)
            if join.kind is LeaseKind.MIRROR:
                self._require_free_mirror()
                held.feed = self._open_feed(outbox)
            outbox.put(Joined())
            self._tell_state(held)
            self._held.append(held)
            self._changed.notify_all()
            return held

    def give_back(self, held: Held) -> None:
        with self._changed:
            if held in self._held:
                self._held.remove(held)
            self._changed.notify_all()
        if held.feed is not None:
            held.feed.close()

    def ask_to_leave(self, held: Held) -> None:
        """The lease ends with the worker's next totals."""
        with self._changed:
            held.leaving = True
            self._changed.notify_all()

    def holds(self, kind: LeaseKind) -> bool:
        with self._changed:
            return any(held.join.kind is kind for held in self._held)

    @property
    def is_blind(self) -> bool:
        """The camera sends pictures that show nothing of this moment: to the mirror it is as good as lost."""
        with self._changed:
            return self._state is not None and self._state.condition.is_blind

    def show(self, frame: Frame) -> None:
        """To the mirror, where somebody holds it."""
        if self._mirror() is None:
            return
        _ = frame.image  # made here: two threads that look would else both decode it
        with self._changed:  # that the camera is blind is never told between the question and the picture
            feed = self._mirror()
            if feed is not None and not self.is_blind:
                feed.show(frame)

    def tell(self, message: FromWorker) -> None:
        """What the worker says goes to the readers of faces; a lost or blind camera is told to the mirror as well."""
        with self._changed:
            if isinstance(message, CameraState):
                self._state = message
            for held in [held for held in self._held if held.join.kind is LeaseKind.FACES]:
                held.outbox.put(message)
                if held.leaving and isinstance(message, Heartbeat):
                    self._let_go(held)
            feed = self._mirror()
        if feed is not None and isinstance(message, CameraState) and message.condition is not CameraCondition.LIVE:
            feed.darken(message.why, message.hint)

    def tell_mirror(self, message: ToMirrorReader) -> None:
        with self._changed:
            for held in self._held:
                if held.join.kind is LeaseKind.MIRROR:
                    held.outbox.put(message)

    def turn_faces_away(self, state: CameraState) -> None:
        """No faces can be found: readers of faces are told why, and their leases end."""
        with self._changed:
            for held in [held for held in self._held if held.join.kind is LeaseKind.FACES]:
                held.outbox.put(state)
                self._let_go(held)

    def word(self) -> Stop | Report | None:
        """What the worker must be told now."""
        with self._changed:
            if not self._held:
                return Stop()
            return Report() if any(held.leaving for held in self._held) else None

    def wait_for_word(self, timeout_s: Seconds) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.word() is not None, timeout_s)

    def wait_for_holder(self, timeout_s: Seconds) -> bool:
        """False when nobody came; then nobody is admitted any more."""
        with self._changed:
            self._closed = not self._changed.wait_for(lambda: self._held, timeout_s)
            return not self._closed

    def forget_state(self) -> None:
        """The camera was closed: what was told of it holds no longer."""
        with self._changed:
            self._state = None

    def _mirror(self) -> MirrorFeed | None:
        with self._changed:
            return next((held.feed for held in self._held if held.feed is not None), None)

    def _require_free_mirror(self) -> None:
        for held in self._held:
            if held.join.kind is LeaseKind.MIRROR:
                hint = f"Close the other program that shows the camera's picture ({held.join.holder})."
                raise LeaseRefused("the camera's picture is shown by another program", hint)

    def _tell_state(self, held: Held) -> None:
        state = self._state
        if state is None:
            return
        if held.join.kind is LeaseKind.FACES:
            held.outbox.put(state)
        elif state.condition is not CameraCondition.LIVE:
            held.outbox.put(MirrorClosed(state.why, state.hint))

    def _let_go(self, held: Held) -> None:
        held.outbox.finish()
        self._held.remove(held)
        self._changed.notify_all()
