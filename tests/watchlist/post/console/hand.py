"""A console by values: what is pressed one after the other, and what came of it."""

from datetime import UTC, datetime, timedelta

from watchlist.alarms.life import Life
from watchlist.post.console.advancing import advance
from watchlist.post.console.drawing import screen_of
from watchlist.post.console.effects import Effect
from watchlist.post.console.events import ChangesTold, Event, LoggedIn, OverviewTold, Pressed
from watchlist.post.console.example_values import ME, alarm, overview
from watchlist.post.console.pages import Action
from watchlist.post.console.screen import AlarmCard, Screen
from watchlist.post.console.state import Console, Shift, SiteRules, fresh
from watchlist.post.values import AlarmView, Changes, Guard, Session

AT = datetime(2025, 11, 24, 10, 11, tzinfo=UTC)


class Hand:
    """`at` is the console's clock and the post's."""

    def __init__(self, site: SiteRules | None = None) -> None:
        self.at = AT
        self.state: Console = fresh(site or SiteRules(), "zh", AT)
        self.effects: list[Effect] = []
        self.revision = 0
        self.do(OverviewTold(overview(self.at)))

    def do(self, event: Event, after_s: float = 0.0) -> tuple[Effect, ...]:
        self.at += timedelta(seconds=after_s)
        self.state, effects = advance(self.state, event, self.at)
        self.effects += effects
        return effects

    def press(self, action: Action, value: str = "", after_s: float = 1.0) -> tuple[Effect, ...]:
        return self.do(Pressed(action, value), after_s)

    def log_in(self, guard: Guard = ME) -> None:
        self.press(Action.GUARD, guard.guard_id)
        self.press(Action.DIGIT, "1")
        self.press(Action.LOG_IN)
        self.do(LoggedIn(Session("token", guard, AT + timedelta(hours=8))))
        self.tell()

    def tell(self, *alarms: AlarmView) -> None:
        self.do(ChangesTold(self.shift.number if self.state.shift else 0, Changes(self.revision, alarms)))

    def ring(self, number: int, life: Life | None = None, age_s: float = 0.0, **changed: object) -> AlarmView:
        self.revision += 1
        told = alarm(self.at, number, age_s, life, revision=self.revision, **changed)
        self.tell(told)
        return told

    @property
    def shift(self) -> Shift:
        assert self.state.shift is not None
        return self.state.shift

    @property
    def screen(self) -> Screen:
        return screen_of(self.state, self.at)

    @property
    def card(self) -> AlarmCard:
        main = self.screen.main
        assert isinstance(main, AlarmCard)
        return main

    @property
    def strips(self) -> list[str]:
        return [strip.text.key for strip in self.screen.strips]
