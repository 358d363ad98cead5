"""Expected failures with reports."""

from watchlist.errors import WatchlistError


class ReportRefused(WatchlistError):
    """What came is no report that can be kept."""

    hint = "Correct it and hand it in again."


class NoSuchReport(WatchlistError):
    hint = "Run 'gatehouse reports list' to see the newest. Reports that are old or were dismissed are kept no longer."


class NoSuchGroup(WatchlistError):
    hint = "Run 'gatehouse reports groups' to see the groups. One that grew together with an older one has its number."


class GroupDecided(WatchlistError):
    """Somebody has decided about the group."""

    hint = "What came in since is a group of its own."
