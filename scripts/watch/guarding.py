"""What a watch does for the guards: their post is served, time passes for the alarms, and what becomes of them is
told."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from camera.messages import CameraState, Heartbeat, Thumbnail
from camera.types import Seconds
from scripts.command import Context
from scripts.entrance.building import Entrance
from scripts.entrance.plan import site_plan
from scripts.entrance.portraits import PortraitCutter
from scripts.watch.following import Following, open_following
from scripts.watch.lives import LivesFollowed
from scripts.watch.outward import Outward, open_outward
from scripts.watch.post_server import PostServer
from watchlist.alarms.life import Life
from watchlist.post.board import Board
from watchlist.post.local import LocalPost
from watchlist.post.portraits import Portraits
from watchlist.post.run_file import post_file
from watchlist.post.signal_rule import Signal, signal_of
from watchlist.post.store_thread import StoreThread
from watchlist.post.values import CameraView, Sight
from watchlist.post.viewing import Viewing, overview_of
from watchlist.types import AlarmId

PICTURES_FOR_S = 5.0


class Guarding:
    """Observes a watch, in its thread. `ask_pictures` lets the cameras send thumbnails up to a moment of the watch's
    clock."""

    def __init__(
        self,
        context: Context,
        entrance: Entrance,
        board: Board,
        portraits: Portraits,
        wall: Callable[[Seconds], datetime],
        outward: Outward,
        following: Following,
        keep_up: Callable[[], None] = lambda: None,
        ask_pictures: Callable[[Seconds], None] = lambda _until: None,
    ) -> None:
        self._context = context
        self._entrance = entrance
        self._board = board
        self._portraits = portraits
        self._wall = wall
        self._outward = outward
        self._following = following
        self._keep_up = keep_up
        self._ask_pictures = ask_pictures
        self._lives = LivesFollowed(entrance.store)
        self._limits = context.settings.guard.life_limits
        self._signal = Signal.OFF
        self._ringing: frozenset[tuple[AlarmId, int]] = frozenset()
        begun = Viewing(entrance.store).changes(0)
        self._revision = begun.revision
        outward.begin(begun.alarms)

    def camera(self, state: CameraState) -> None:
        sight = Sight(state.condition.value)
        self._board.show_camera(CameraView(state.camera, sight, self._wall(state.at), state.why, state.hint))

    def beat(self, beat: Heartbeat) -> None:
        self._board.hear(beat.camera, self._wall(beat.at))

    def picture(self, picture: Thumbnail) -> None:
        self._board.show_thumbnail(picture.camera, picture.jpeg, self._wall(picture.at))

    def rang(self, now: Seconds) -> None:
        self._show_signal(self._wall(now))

    def tick(self, now: Seconds) -> None:
        store, moment = self._entrance.store, self._wall(now)
        for told, text in (*self._outward.events(), *self._following.events()):
            self._context.out(told, text)
        self._following.show(self._board, self._entrance.people, moment, store.followed_lists())
        self._show_signal(moment)
        self._board.forget_old(moment)
        if self._board.is_looked_at(moment):
            self._ask_pictures(now + PICTURES_FOR_S)
        self._portraits.follow(store.revision)
        store.pass_time(moment, self._limits)
        for told, text in self._lives.news():
            self._context.out(told, text)
        self._show_signal(moment)
        self._announce(moment)
        self._keep_up()

    def _show_signal(self, moment: datetime) -> None:
        """An alarm that cannot be kept for the moment rings as loudly as one that is."""
        records = self._entrance.store.open_alarms()
        lives = [record.life for record in records]
        waiting = [Life()] if self._entrance.ringer.waiting else []
        sights = [view.sight for view in self._board.cameras(moment)]
        signal = signal_of([*lives, *waiting], sights, self._board.list_state().freshness)
        ringing = frozenset((one.alarm_id, one.life.level) for one in records if one.life.is_unanswered)
        anew = signal is self._signal and signal is not Signal.ATTENTION and bool(ringing - self._ringing)
        self._ringing = ringing
        if anew or signal is not self._signal:
            self._signal = signal
            self._outward.ring(signal, anew=anew)

    def _announce(self, moment: datetime) -> None:
        viewing = Viewing(self._entrance.store)
        more = True
        while more:
            changes = viewing.changes(self._revision)
            self._revision, more = changes.revision, changes.more
            for alarm in changes.alarms:
                self._outward.tell(alarm)
        self._outward.show(overview_of(self._entrance.store, self._board, moment))


@contextmanager
def guards_post(
    context: Context,
    entrance: Entrance,
    cameras: Iterable[str],
    detector: str | None,
    wall: Callable[[Seconds], datetime],
    ask_pictures: Callable[[Seconds], None],
) -> Iterator[Guarding]:
    """The post of this PC, served from now to the end of the block; beacons and broker likewise.

    Raises SettingsError for a plan that cannot be shown.
    """
    plan = site_plan(context.home, context.settings)
    now = datetime.now(UTC)
    board = Board(now)
    for camera in cameras:
        board.show_camera(CameraView(camera, Sight.STARTING, now))
    portraits = Portraits(PortraitCutter(context.models_dir, detector or context.settings.engine.detector))
    stores = StoreThread(context.open_store)
    limits = context.settings.guard.session_limits
    post = LocalPost(stores, board, portraits, lambda: datetime.now(UTC), limits, plan=plan)
    server = PostServer(post, post_file(context.home))
    server.start()
    try:
        model_id = entrance.ringer.lookout.gallery.model_id
        with open_outward(context) as outward, open_following(context, model_id) as following:
            yield Guarding(context, entrance, board, portraits, wall, outward, following, server.keep_up, ask_pictures)
    finally:
        server.stop()
        stores.close()
