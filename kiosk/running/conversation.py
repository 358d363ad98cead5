"""Runs visits: hands every event to the page table and carries out what the table wants, in its order."""

from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any, Protocol

from kiosk.running.desk_line import DeskLine
from kiosk.running.mirror_line import MirrorLine
from kiosk.running.slip_line import SlipLine
from kiosk.running.tickets import Tickets
from kiosk.visit import effects
from kiosk.visit.advancing import advance
from kiosk.visit.drawing import screen_of
from kiosk.visit.effects import Effect
from kiosk.visit.events import Event, Pressed
from kiosk.visit.pages import Action, Page
from kiosk.visit.requests import MustArrive
from kiosk.visit.screen import Look, Screen, Text
from kiosk.visit.site import SiteRules
from kiosk.visit.state import VisitState


class Front(Protocol):
    """The screen and its sounds, on the thread that calls the conversation."""

    def show(self, screen: Screen, look: Look) -> None: ...
    def say(self, text: Text, language: str) -> None: ...
    def chime(self) -> None: ...
    def forget(self) -> None:
        """Let go of every picture and of what is still being said."""


class Counters(Protocol):
    """Numbers of visits; none of them says who."""

    def count(self, what: effects.Count) -> None: ...


@dataclass(frozen=True, slots=True)
class Lines:
    """Everything a visit reaches beyond the screen. `post_later` is the outbox's."""

    desk: DeskLine
    slips: SlipLine
    mirror: MirrorLine
    post_later: Callable[[MustArrive], None]
    counters: Counters
    tickets: Tickets


class Conversation:
    """One thread calls it. `clock` is monotonic; moments of the day come with Tick.

    What a line tells before it returns waits its turn: a step is carried out whole before the next one is taken.
    """

    def __init__(
        self, site: SiteRules, start: VisitState, lines: Lines, front: Front, clock: Callable[[], float]
    ) -> None:
        self._site = site
        self._state = start
        self._lines = lines
        self._front = front
        self._clock = clock
        self._shown: tuple[Screen, Look] | None = None
        self._waiting: deque[Event] = deque()
        self._is_busy = self._is_closed = False
        self._carriers = self._make_carriers()

    @property
    def page(self) -> Page:
        return self._state.page

    @property
    def state(self) -> VisitState:
        return self._state

    def handle(self, event: Event) -> None:
        if self._is_closed:
            return
        self._waiting.append(event)
        if self._is_busy:
            return
        self._is_busy = True
        try:
            while self._waiting:
                self._step(self._waiting.popleft())
        finally:
            self._is_busy = False

    def start(self) -> None:
        """Show the first page."""
        self._draw(self._clock())

    def close(self) -> None:
        """A visit that is under way ends: what the desk is owed is posted, the mirror given back, all forgotten.

        The lines of desk and slips end here; that of the outbox is closed afterwards by whoever made it.
        """
        with ExitStack() as closing:  # also after a bug: a thread that is left would keep the program from ending
            closing.callback(self._lines.slips.close)
            closing.callback(self._lines.desk.close)
            closing.callback(self._lines.mirror.close)
            closing.callback(self._shut)
            self.handle(Pressed(Action.END))

    def _shut(self) -> None:
        self._is_closed = True

    def _step(self, event: Event) -> None:
        now = self._clock()
        before = self._state
        self._state, wanted = advance(self._state, event, now, self._site)
        self._keep_tickets(before)
        for effect in wanted:
            self._carriers[type(effect)](effect)
        self._draw(now)

    def _keep_tickets(self, before: VisitState) -> None:
        """After a start with a wrong clock another day may be today again: its numbers are not given twice."""
        kiosk, day = self._state.kiosk, self._state.day
        if day != before.day:
            self._state = replace(self._state, kiosk=replace(kiosk, tickets=self._lines.tickets.given(day)))
        elif kiosk.tickets != before.kiosk.tickets:
            self._lines.tickets.keep(day, kiosk.tickets)

    def _draw(self, now: float) -> None:
        shown = screen_of(self._state, now, self._site), self._state.look
        if shown != self._shown:
            self._shown = shown
            self._front.show(*shown)

    def _make_carriers(self) -> Mapping[type[Effect], Callable[[Any], None]]:
        lines, front = self._lines, self._front
        return {
            effects.AskDesk: lines.desk.ask,
            effects.Post: lambda effect: lines.post_later(effect.request),
            effects.OpenMirror: lambda _effect: lines.mirror.open(),
            effects.StartCheck: lines.mirror.start,
            effects.StopCheck: lambda _effect: lines.mirror.stop(),
            effects.CloseMirror: lambda _effect: lines.mirror.give_back(),
            effects.PrintSlip: lines.slips.print,
            effects.Say: lambda effect: front.say(effect.text, effect.language),
            effects.Chime: lambda _effect: front.chime(),
            effects.Forget: lambda _effect: front.forget(),
            effects.Log: lambda effect: lines.counters.count(effect.count),
        }
