"""Expected failures of a hub and of those who ask it."""

from watchlist.errors import WatchlistError


class HubError(WatchlistError):
    hint = "Ask whoever runs the hub."


class HubAway(HubError):
    """It cannot be reached, or cannot answer now."""

    hint = "See that the hub runs and this PC reaches it, and try again. What was kept before stays."


class LoginRefused(HubError):
    """`wait_s`: no other try before so many seconds; 0 when one may be made at once."""

    hint = "Check the account and the passphrase. An admin can set a new one at the hub."

    def __init__(self, message: str, wait_s: float = 0.0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class SessionOver(HubError):
    hint = "Log in again: gatehouse login URL --account NAME"


class NotAllowed(HubError):
    hint = "Somebody with another role must do this; 'gatehouse accounts list' at the hub shows who has which."


class NodeKeyRefused(HubError):
    hint = "Ask the hub's admin whether this node's key was renewed or revoked."


class NodeRefused(HubError):
    hint = "Run 'gatehouse nodes list' at the hub to see which nodes there are."


class NotUnderstoodThere(HubError):
    """The hub does not take what was sent, or is of another version."""

    hint = "Look at what was given; if it is right, bring this PC and the hub to the same version."
