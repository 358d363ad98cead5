"""Expected failures with evidence packages."""

from watchlist.errors import WatchlistError


class EvidenceRefused(WatchlistError):
    """It cannot be made as it was asked for."""

    hint = "Name an entry with --person, reports with --group, a case, why and for whom."


class EvidenceDamaged(WatchlistError):
    """What is in the package is not what its manifest says, or not from whom it should be."""

    hint = "Keep the file as it is and ask whoever sent it for its SHA-256, which their record holds."
