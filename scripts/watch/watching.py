"""The loop of a watch: hear the workers, follow the list, let time pass, tell what happens."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from camera.errors import CameraError
from camera.messages import CameraCondition, CameraState, FromWorker, Heartbeat, Thumbnail
from camera.types import PipelineCounts, Seconds, Sighting, TrackEnded
from records.errors import RecordsError
from scripts.command import Context
from scripts.entrance.building import Entrance
from scripts.entrance.ringing import Rang, Updated
from scripts.entrance.telling import add_counts, alarm_event, counts_event, counts_text, who
from scripts.errors import CommandError
from scripts.retention.keeping import periods_of_watch
from watchlist.errors import ForeignEmbedding
from watchlist.retention import carry_out
from watchlist.retention_marks import TIDIED_EVERY

POLL_S = 0.5
LIST_EVERY_S = 0.5
OBSERVED_EVERY_S = 1.0
RETENTION_EVERY_S = TIDIED_EVERY.total_seconds()
RETENTION_AGAIN_S = 60.0
"""After it failed: somebody who was erased may ring until then."""
TROUBLE_EVERY_S = 60.0
TOO_SLOW = "this computer looks at it too rarely, or for near faces only"
TOO_SLOW_HINT = "Use the camera's sub-stream, fewer cameras a computer, or YuNet ('gatehouse models list')."
TEMPLATES_A_STEP = 4


class Observer(Protocol):
    """Is told what happens, after it was done."""

    def camera(self, state: CameraState) -> None: ...
    def beat(self, beat: Heartbeat) -> None: ...
    def picture(self, picture: Thumbnail) -> None: ...
    def rang(self, now: Seconds) -> None:
        """An alarm is raised, or waits to be kept."""

    def tick(self, now: Seconds) -> None:
        """About once a second, while the store can be used. Raises RecordsError or CommandError, which is told."""


class NobodyObserves:
    def camera(self, state: CameraState) -> None:
        pass

    def beat(self, beat: Heartbeat) -> None:
        pass

    def picture(self, picture: Thumbnail) -> None:
        pass

    def rang(self, now: Seconds) -> None:
        pass

    def tick(self, now: Seconds) -> None:
        pass


class Workers(Protocol):
    """The camera workers: the supervisor, or a script of messages."""

    @property
    def all_ended(self) -> bool: ...
    def poll(self, wait_s: Seconds) -> list[FromWorker]: ...
    def stop(self) -> list[FromWorker]: ...


class Watching:
    """Runs a watch. `clock` is monotonic, `wall` turns it into UTC; a change of the list is in force within 2 s."""

    def __init__(
        self,
        context: Context,
        entrance: Entrance,
        workers: Workers,
        clock: Callable[[], Seconds],
        wall: Callable[[Seconds], datetime],
        observer: Observer | None = None,
    ) -> None:
        self._context = context
        self._observer = observer or NobodyObserves()
        self._entrance = entrance
        self._workers = workers
        self._clock = clock
        self._wall = wall
        self._periods = periods_of_watch(context)
        self._started_at = clock()
        self._list_at = self._observed_at = self._retention_at = float("-inf")
        self._beats: dict[str, Heartbeat] = {}
        self._alarms = 0
        self._troubled_at: dict[str, Seconds] = {}
        self._cameras: dict[str, tuple[CameraCondition, str]] = {}
        self._trouble_hint = ""
        entrance.ringer.trouble = self._tell_trouble

    def run(self, stopping: Callable[[], bool]) -> None:
        """Until told to stop, or until every camera was a recording that has ended.

        Raises CommandError when alarms could not be kept to the last.
        """
        self._try(self._keep_ledger)
        try:
            while not stopping() and not self._workers.all_ended:
                self._handle(self._workers.poll(POLL_S))
                self._pass_time()
        finally:
            self._handle(self._workers.stop())
            self._deliver()
        self._summary()
        if self._entrance.ringer.waiting:
            raise CommandError(f"{self._entrance.ringer.waiting} alarm(s) could not be kept", self._trouble_hint)

    def _handle(self, messages: list[FromWorker]) -> None:
        for message in messages:
            match message:
                case Sighting():
                    self._see(message)
                case TrackEnded():
                    self._entrance.ringer.lookout.ended(message)
                case CameraState():
                    self._tell_camera(message)
                    self._observer.camera(message)
                case Thumbnail():
                    self._observer.picture(message)
                case Heartbeat():
                    self._beats[message.camera] = message
                    self._observer.beat(message)
                    if message.counts.slow:
                        self._tell_trouble(CameraError(message.camera, TOO_SLOW, TOO_SLOW_HINT))

    def _pass_time(self) -> None:
        """A store that cannot be used for the moment is told of; the list as it was last read goes on ringing."""
        now = self._clock()
        self._entrance.ringer.lookout.tick(now)
        self._deliver()
        if now - self._list_at >= LIST_EVERY_S:
            self._list_at = now
            self._try(self._follow_list)
        if now - self._observed_at >= OBSERVED_EVERY_S:
            self._observed_at = now
            self._try(lambda: self._observer.tick(now))
        if now - self._retention_at >= RETENTION_EVERY_S:
            self._retention_at = now
            is_done = self._try(self._keep_ledger)
            is_done &= self._try(lambda: carry_out(self._entrance.store, self._periods, self._wall(now)))
            if not is_done:
                self._retention_at += RETENTION_AGAIN_S - RETENTION_EVERY_S

    def _try(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except (RecordsError, CommandError) as error:
            self._tell_trouble(error)
            return False
        return True

    def _keep_ledger(self) -> None:
        for trouble in self._entrance.store.keep_ledger():
            self._tell_trouble(trouble)

    def _follow_list(self) -> None:
        for remark in self._entrance.listed.complete(TEMPLATES_A_STEP):
            self._context.say(remark)
        gallery = self._entrance.listed.refresh()
        if gallery is not None:
            self._entrance.replace_gallery(gallery)

    def _deliver(self) -> None:
        for rang in self._entrance.ringer.deliver():
            self._tell_alarm(rang)

    def _see(self, sighting: Sighting) -> None:
        before = self._alarms
        try:
            for event in self._entrance.ringer.see(sighting):
                if isinstance(event, Rang):
                    self._tell_alarm(event)
                else:
                    self._tell_update(event)
        except ForeignEmbedding as error:
            self._tell_trouble(error)
        if self._alarms > before or self._entrance.ringer.waiting:
            self._try(lambda: self._observer.rang(self._clock()))

    def _tell_trouble(self, error: RecordsError | CommandError | ForeignEmbedding | CameraError) -> None:
        """Once for every kind of trouble in a while: whoever watches must know, and not drown in it."""
        now = self._clock()
        self._trouble_hint = error.hint
        if now - self._troubled_at.get(str(error), float("-inf")) >= TROUBLE_EVERY_S:
            self._troubled_at[str(error)] = now
            told = {"event": "trouble", "why": str(error), "hint": error.hint, "at": self._wall(now).isoformat()}
            self._context.out(told, f"TROUBLE  {error}\n          hint: {error.hint}")

    def _tell_alarm(self, rang: Rang) -> None:
        self._alarms += 1
        told = alarm_event(rang, self._entrance.listed)
        alarm_id = rang.decision.alarm_id
        at = self._wall(rang.at)
        told |= {"id": alarm_id, "at": at.isoformat(), "first_vote_at": self._wall(rang.first_vote_at).isoformat()}
        clock = at.astimezone().strftime("%H:%M:%S")
        text = f"{clock}  ALARM {alarm_id[:8]}  {who(told)}  at {told['camera']}  (cosine {told['score']:.3f})"
        self._context.out(told, text)

    def _tell_update(self, updated: Updated) -> None:
        decision = updated.decision
        person = None if decision.person_id is None else self._entrance.listed.name(decision.person_id)
        at = self._wall(decision.at)
        told = {
            "event": "update",
            "id": decision.alarm_id,
            "person": person,
            "sure": decision.sure,
            "camera": decision.camera,
            "at": at.isoformat(),
            "score": round(decision.score, 4),
        }
        clock = at.astimezone().strftime("%H:%M:%S")
        self._context.out(
            told, f"{clock}  still here {decision.alarm_id[:8]}  {person or 'two candidates'}  at {decision.camera}"
        )

    def _tell_camera(self, state: CameraState) -> None:
        """Once for each change: a camera that is tried again and again all night is one line."""
        if self._cameras.get(state.camera) == (state.condition, state.why):
            return
        self._cameras[state.camera] = state.condition, state.why
        at = self._wall(state.at)
        told = {"event": "camera", "camera": state.camera, "condition": str(state.condition), "at": at.isoformat()}
        if state.why:
            told |= {"why": state.why, "hint": state.hint}
        clock = at.astimezone().strftime("%H:%M:%S")
        text = f"{clock}  camera {state.camera}: {state.condition}"
        self._context.out(told, text + (f": {state.why}\n          hint: {state.hint}" if state.why else ""))

    def _summary(self) -> None:
        counts = PipelineCounts()
        for beat in self._beats.values():
            add_counts(counts, beat.counts)
        cpu_s = sum(beat.cpu_s for beat in self._beats.values()) + time.process_time()
        wall_s = self._clock() - self._started_at
        dropped = sum(beat.frames_dropped for beat in self._beats.values())
        told = {
            "event": "summary",
            "cameras": len(self._beats),
            "alarms": self._alarms,
            **counts_event(counts),
            "frames_dropped": dropped,
            "cpu_s": round(cpu_s, 3),
            "wall_s": round(wall_s, 3),
        }
        self._context.out(told, f"stopped: {self._alarms} alarm(s). " + counts_text(counts, cpu_s, wall_s))
