"""The console's line to its post: one thread that listens, one that does what the guard wants, one for pictures.

Nothing here waits on the screen's thread. What is learned is published as an event, from any thread; an answer to
somebody who has logged out is dropped there.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from watchlist.alarms.errors import ActRefused, AlarmOver, AlarmTaken
from watchlist.errors import NoSuchAlarm
from watchlist.post.console.effects import AskColleagues, AskFeed, AskSheet, Do, Effect, Follow, LogIn, LogOut
from watchlist.post.console.events import (
    ActDone,
    ChangesTold,
    ColleaguesTold,
    Event,
    FeedTold,
    LoggedIn,
    LoginFailed,
    OverviewTold,
    PostLost,
    Refused,
    SessionEnded,
    SheetTold,
)
from watchlist.post.console.pages import Failure
from watchlist.post.console.picture_keys import CapturedKey, EnrolledKey, PictureKey, PlanKey, ThumbnailKey
from watchlist.post.errors import LoginRefused, NotAllowed, PostAway, SessionOver
from watchlist.post.protocol import GuardPost
from watchlist.post.values import Session
from watchlist.types import AlarmId

LISTENS_S = 1.0
"""How long one question for changes waits; the overview is asked for in between."""
ENDS_WITHIN_S = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PictureTold:
    """`jpeg` is None where there is none, or none any more."""

    key: PictureKey
    jpeg: bytes | None = field(repr=False)


class PostLine:
    """`publish` is called from the line's threads with events and PictureTold; `crash` with a bug."""

    def __init__(
        self,
        post: GuardPost,
        publish: Callable[[Event | PictureTold], None],
        crash: Callable[[BaseException], None],
        listens_s: float = LISTENS_S,
    ) -> None:
        self._post = post
        self._publish = publish
        self._crash = crash
        self._listens_s = listens_s
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._following: Follow | None = None
        self._wanted: queue.SimpleQueue[Effect | None] = queue.SimpleQueue()
        self._feed_asked: AskFeed | None = None
        self._pictures: queue.SimpleQueue[tuple[Follow, PictureKey] | None] = queue.SimpleQueue()
        runs = (("listens", self._listen), ("acts", self._act), ("pictures", self._fetch))
        self._threads = [
            threading.Thread(target=self._guarded, args=(run,), name=f"post {name}", daemon=True) for name, run in runs
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def carry_out(self, effect: Effect) -> None:
        """Returns at once."""
        if isinstance(effect, Follow):
            self._following = effect
            self._wake.set()
            return
        if isinstance(effect, LogOut):
            self._following = None
        if isinstance(effect, AskFeed):
            self._feed_asked = effect
        self._wanted.put(effect)

    def fetch(self, keys: Iterable[PictureKey]) -> None:
        """Each is told by PictureTold, unless the guard has gone meanwhile."""
        following = self._following
        if following is not None:
            for key in keys:
                self._pictures.put((following, key))

    def close(self) -> None:
        """The guard is logged out where the post can be reached; nothing is published any more."""
        following, self._following = self._following, None
        self._stop.set()
        self._wake.set()
        if following is not None:
            self._wanted.put(LogOut(following.session))
        self._wanted.put(None)
        self._pictures.put(None)
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(ENDS_WITHIN_S)

    def _guarded(self, run: Callable[[], None]) -> None:
        with ExitStack() as ending:
            ending.push(self._ended)
            run()

    def _ended(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> bool:
        """A bug is told where the program hears of it, not lost with the thread."""
        if error is not None:
            self._crash(error)
        return True

    def _tell(self, told: Event | PictureTold) -> None:
        if not self._stop.is_set():
            self._publish(told)

    def _listen(self) -> None:
        after, followed = 0, None
        while not self._stop.is_set():
            following = self._following
            if following is not followed:
                after, followed = 0, following
            try:
                self._tell(OverviewTold(self._post.overview()))
                if following is not None:
                    after = self._ask_changes(following, after)
            except PostAway as error:
                _log.info("the post is away: %s", error)
                self._tell(PostLost())
                following = None
            if following is None:
                self._wake.wait(self._listens_s)
                self._wake.clear()

    def _ask_changes(self, following: Follow, after: int) -> int:
        more = True
        while more and self._following is following:
            try:
                changes = self._post.changes(following.session, after, self._listens_s)
            except SessionOver:
                self._over(following.shift, following.session)
                return 0
            self._tell(ChangesTold(following.shift, changes))
            after, more = changes.revision, changes.more
        return after

    def _over(self, shift: int, session: Session) -> None:
        if self._following is not None and self._following.session == session:
            self._following = None
        self._tell(SessionEnded(shift))

    def _act(self) -> None:
        while (effect := self._wanted.get()) is not None:
            match effect:
                case LogIn():
                    self._log_in(effect)
                case LogOut():
                    with suppress(PostAway, SessionOver):
                        self._post.log_out(effect.session)
                case AskFeed() if effect is not self._feed_asked:
                    continue  # a letter later somebody asks otherwise, and nobody waits for this any more
                case Do() | AskSheet() | AskFeed() | AskColleagues():
                    self._ask(effect)

    def _log_in(self, effect: LogIn) -> None:
        try:
            self._tell(LoggedIn(self._post.log_in(effect.credential)))
        except LoginRefused as refused:
            self._tell(LoginFailed(refused.wait_s))
        except PostAway:
            self._tell(LoginFailed(is_away=True))

    def _ask(self, effect: Do | AskSheet | AskFeed | AskColleagues) -> None:
        alarm_id = effect.alarm_id if isinstance(effect, Do | AskSheet) else None
        try:
            self._tell(self._answer(effect))
        except SessionOver:
            self._over(effect.shift, effect.session)
        except PostAway:
            self._tell(Refused(effect.shift, Failure.AWAY, alarm_id))
        except NotAllowed:
            self._tell(Refused(effect.shift, Failure.NOT_ALLOWED, alarm_id))
        except NoSuchAlarm:
            self._tell(Refused(effect.shift, Failure.GONE, alarm_id))
        except ActRefused as refused:
            self._tell(Refused(effect.shift, _why(refused), alarm_id, refused.who))

    def _answer(self, effect: Do | AskSheet | AskFeed | AskColleagues) -> Event:
        post, session = self._post, effect.session
        match effect:
            case Do():
                return ActDone(effect.shift, post.act(session, effect.alarm_id, effect.act))
            case AskSheet():
                return SheetTold(effect.shift, post.sheet(session, effect.alarm_id))
            case AskFeed():
                return FeedTold(effect.shift, effect.query, post.history(session, effect.query))
            case AskColleagues():
                return ColleaguesTold(effect.shift, post.colleagues(session))

    def _fetch(self) -> None:
        while (asked := self._pictures.get()) is not None:
            following, key = asked
            if self._following is not following or self._stop.is_set():
                continue
            with suppress(SessionOver, PostAway):  # told by the thread that listens; the screen asks again
                jpeg = self._picture(following.session, key)
                if self._following is following:
                    self._tell(PictureTold(key, jpeg))

    def _picture(self, session: Session, key: PictureKey) -> bytes | None:
        with suppress(NoSuchAlarm):
            match key:
                case CapturedKey(alarm_id=alarm_id):
                    return self._post.captured(session, AlarmId(alarm_id))
                case EnrolledKey(alarm_id=alarm_id, person_id=person_id):
                    return self._post.enrolled(session, alarm_id, person_id)
                case ThumbnailKey(camera=camera):
                    return self._post.thumbnail(session, camera)
                case PlanKey():
                    return self._post.plan(session)
        return None


def _why(refused: ActRefused) -> Failure:
    if isinstance(refused, AlarmTaken):
        return Failure.TAKEN
    return Failure.OVER if isinstance(refused, AlarmOver) else Failure.NOT_YOURS
