"""Why an act on an alarm is not done. The texts of `who` are guards' ids: whoever shows them knows the names."""

from watchlist.errors import WatchlistError


class ActRefused(WatchlistError):
    """Base. `who` has the alarm, or ended it; None for nobody."""

    hint = "Look at the alarm again: it has changed."

    def __init__(self, message: str, who: str | None) -> None:
        super().__init__(message)
        self.who = who


class AlarmTaken(ActRefused):
    """Somebody else has it."""

    hint = "Ask them, or let a supervisor take it over."

    def __init__(self, who: str) -> None:
        super().__init__(f"{who} has this alarm", who)


class AlarmOver(ActRefused):
    """It was decided, or it expired."""

    def __init__(self, who: str | None) -> None:
        super().__init__("this alarm is over", who)


class NotYourAlarm(ActRefused):
    """Only whoever has it can give it back."""

    def __init__(self, who: str | None) -> None:
        super().__init__("only whoever has this alarm can give it back", who)
