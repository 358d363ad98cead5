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


class TransferCut(FeedError):
    """It ended before its head: nothing of it counts."""

    hint = "The connection was lost, or the file is not whole. It is asked for again by itself."


class TransferRefused(FeedError):
    """Not lines that a hub writes, or more of them than allowed, or not what was asked for."""


class BundleRefused(FeedError):
    """It is no bundle of this program, or must not become one."""

    hint = "Give the file that 'gatehouse bundle export' wrote."


class BundleLocked(FeedError):
    hint = "Ask whoever made the bundle for its pass phrase, and mind capitals and spaces."


class BundleDamaged(FeedError):
    """A piece was changed, moved or belongs to another bundle."""

    hint = "Copy the bundle again; what was read so far is kept."


class BundleCut(FeedError):
    """The file ends before the bundle does."""

    hint = "Copy the bundle again and import it once more: it goes on where it was cut."
