"""Expected failures of the watchlist. Anything else is a bug."""


class WatchlistError(Exception):
    """Base of every expected failure in this package; `hint` tells whoever must act what to do."""

    hint = "Run 'gatehouse people list' to see who is on the list."

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


class NobodyByThatName(WatchlistError):
    pass


class EntryRefused(WatchlistError):
    """A change to the list that its rules do not allow."""


class ForeignEmbedding(WatchlistError):
    """A vector that does not belong in this gallery: NaN, zero, wrong length or wrong model."""

    hint = "Templates are made by the model in use. Run the command again; if it repeats, enrol the photographs again."


class NoSuchAlarm(WatchlistError):
    hint = "Run 'gatehouse alarms list' to see the alarms that are kept."
