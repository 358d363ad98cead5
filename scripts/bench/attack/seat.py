"""A guard's screen without a window: asks the post as the console or the phone's page does, and decides."""

import signal
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from scripts.bench.attack.heard import SeatTold
from watchlist.alarms.errors import ActRefused
from watchlist.alarms.life import Decide, GuardId, Stage, Take, Verdict
from watchlist.errors import NoSuchAlarm
from watchlist.post.errors import LoginRefused, PostAway, SessionOver
from watchlist.post.http.browser import PAGE_MARK
from watchlist.post.http.client import HttpPost
from watchlist.post.http.telling import PREFIX
from watchlist.post.values import AlarmView, Credential, Guard, Pin, Session

_NEVER = datetime.max.replace(tzinfo=UTC)
WAIT_S = 2.0
AGAIN_AFTER_S = 0.3


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a guard sits: at this PC (`run_file`), or with a phone at the hub (`hub_url`). One that only looks does
    not act."""

    guard_id: str
    pin: str
    run_file: Path
    hub_url: str = ""
    acts: bool = True


class PhonePost(HttpPost):
    """As the page's script asks: the session is a cookie, which the client keeps."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "none")
        self._client.headers.update({"Origin": url, PAGE_MARK: "1"})

    def log_in(self, credential: Credential) -> Session:
        self.post(f"{PREFIX}/log-in", None, credential)
        assert isinstance(credential, Pin)
        return Session("", Guard(credential.guard_id, credential.guard_id), _NEVER)


def sit(seat: Seat, line: "Connection[SeatTold, object]", seed: int) -> None:
    """Until the process is killed, or nobody listens at the other end of `line`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group: the run ends this process
    rng = Random(seed)
    with PhonePost(seat.hub_url) if seat.hub_url else HttpPost.of_this_pc(seat.run_file) as post:
        guard = _Sitting(seat, post, line, rng)
        while True:
            try:
                guard.look()
            except PostAway:
                guard.after = 0  # what was not answered is looked at again
                time.sleep(AGAIN_AFTER_S)
            except SessionOver:
                guard.session = None
            except LoginRefused as refused:
                time.sleep(max(refused.wait_s, AGAIN_AFTER_S))
            except (BrokenPipeError, ConnectionResetError):
                return


class _Sitting:
    def __init__(self, seat: Seat, post: HttpPost, line: "Connection[SeatTold, object]", rng: Random) -> None:
        self.after = 0
        self.session: Session | None = None
        self._seat = seat
        self._post = post
        self._line = line
        self._rng = rng

    def look(self) -> None:
        if self.session is None:
            self.session = self._post.log_in(Pin(GuardId(self._seat.guard_id), self._seat.pin))
            self._line.send(SeatTold("in"))
        changes = self._post.changes(self.session, self.after, WAIT_S)
        for alarm in changes.alarms:
            self._line.send(SeatTold("open" if alarm.life.is_open else "over", alarm.alarm_id))
            if self._seat.acts:
                self._answer(self.session, alarm)
        self.after = changes.revision

    def _answer(self, session: Session, alarm: AlarmView) -> None:
        is_mine = alarm.life.owner == self._seat.guard_id
        if not alarm.life.is_open or (alarm.life.stage is Stage.TAKEN and not is_mine):
            return
        try:
            if not is_mine and self._rng.random() < 0.7:
                self._post.act(session, alarm.alarm_id, Take())
                return  # that it was taken comes as the next change
            note = uuid.uuid4().hex
            self._line.send(SeatTold("asked", alarm.alarm_id, note))
            self._post.act(session, alarm.alarm_id, Decide(self._rng.choice(list(Verdict)), note))
            self._line.send(SeatTold("decided", alarm.alarm_id, note))
        except (ActRefused, NoSuchAlarm):
            return  # somebody was faster
