"""Expected failures of a post."""

from watchlist.errors import WatchlistError


class PostError(WatchlistError):
    """Base."""

    hint = "Ask the technical service of this site."


class PostAway(PostError):
    """It cannot be reached, or cannot answer now."""

    hint = "See that 'gatehouse watch' runs on this PC, or that the network and the hub are up."


class LoginRefused(PostError):
    """`wait_s`: no other try before so many seconds; 0 when one may be made at once."""

    hint = "Check the number and the PIN, or hold the badge to the reader again. A supervisor can set a new PIN."

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class SessionOver(PostError):
    hint = "Log in again."


class NotAllowed(PostError):
    """A guard's role does not go so far."""

    hint = "A supervisor can do this."
