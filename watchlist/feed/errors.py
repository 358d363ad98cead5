"""Expected failures of following a shared list. After any of them the last good list goes on."""

from watchlist.errors import WatchlistError


class FeedError(WatchlistError):
    """Base."""

    hint = "The last good list goes on. Tell the technical service of the hub."


class DocumentRefused(FeedError):
    """Not in the one spelling that is signed, or it says what cannot be. Tells which field, never what stood there."""


class Forged(FeedError):
    """A signature that does not fit."""

    hint = "Somebody else made this, or it was changed on the way. The last good list goes on; tell the hub's people."


class ForeignList(FeedError):
    """It belongs to another list."""

    hint = "Check which hub this site has joined; a list is never taken for another."


class ForeignRoot(FeedError):
    """Signed by another root than the one this site joined."""

    hint = "If the hub's root key was really changed, join the hub again; otherwise tell its people."


class KeyListRolledBack(FeedError):
    """Older keys than those known, or others under the same version."""

    hint = "Somebody sent an old list of keys. The newest known goes on; tell the hub's people."


class KeyUnknown(FeedError):
    """Signed by a key that the root never named, or with no list of keys yet."""

    hint = "Get the hub's newest list of keys; if the key is still unknown, tell the hub's people."


class KeyRevoked(FeedError):
    """Signed by a key that the root took back."""

    hint = "The hub must sign this again with a key that is in use; tell its people if it repeats."


class OldList(FeedError):
    """An earlier state of the list than the one that is followed."""

    hint = "An old copy was sent again: an old bundle, or a hub restored without 'epoch'. The newer list goes on."


class ListForked(FeedError):
    """Within one epoch the list says something else than it said before."""

    hint = "The hub was restored from a backup without beginning a new epoch. The last good list goes on until it does."


class SnapshotRefused(FeedError):
    """A whole list that is not what its head says."""

    hint = "It is asked for again by itself; if it repeats, tell the hub's people."


class NoList(FeedError):
    """There is no shared list here, or this home is not what it would have to be: its authority, or its follower."""

    hint = "Run 'gatehouse join' to follow a list; only the hub that signs one can change it."


class NoSuchList(FeedError):
    """The hub that is asked has no list of this name."""

    hint = "Let the hub's people tell how their lists are called; a list there must be begun or joined first."


class ListTaken(FeedError):
    """This home signs a list already, or follows the one that it is to sign."""

    hint = "A home signs one list, of its own entries; lists that it follows have other names."


class NotServed(FeedError):
    """Not to be told on now."""

    hint = "It is asked for again by itself. If it repeats, tell the hub's people."


class TransferCut(FeedError):
    """It ended before its head: nothing of it counts."""

    hint = "The connection was lost, or the file is not whole. It is asked for again by itself."


class TransferRefused(FeedError):
    """Not lines that a hub writes, or more of them than allowed, or not what was asked for."""


class HubAway(FeedError):
    """It does not answer, or not as a hub does. `after_s`: it wants to be asked again no sooner."""

    hint = "See that the hub runs and that the network is up. The last good list goes on; it is tried again by itself."

    def __init__(self, message: str, hint: str | None = None, after_s: float = 0.0) -> None:
        super().__init__(message, hint)
        self.after_s = after_s


class NodeRefused(FeedError):
    """It answered, and does not let this PC in."""

    hint = "Ask the hub's people for a new key of this PC and put it into follow.key_file. The last good list goes on."


class HubNotTrusted(FeedError):
    """No secure connection comes about."""

    hint = (
        "Give the certificate of the authority that signed the hub's as follow.ca_file, and write follow.hub as the "
        "hub's certificate names it. Check this computer's clock too."
    )


class TombstonesUnheard(FeedError):
    """The hub lists somebody who was erased, and does not take the proof."""

    hint = "Nobody rings here for who was erased. Tell the hub's people that their list knows persons who were erased."


class NodeKeyUnreadable(FeedError):
    hint = "Check follow.key_file: a name without a folder is looked for in the home directory."


class FollowingEnded(FeedError):
    hint = "Restart the program; what happened is in its log."


class BundleDamaged(FeedError):
    """It opens, and does not hold what it says."""

    hint = "The last good list goes on. Let the hub's people export the bundle again."


class BundleNotFollowing(FeedError):
    """It tells what changed after a revision that this home does not have."""

    hint = "Ask for a bundle of the whole list: 'gatehouse bundle export' without --after."
