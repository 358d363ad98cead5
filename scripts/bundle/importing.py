"""Takes a bundle into the shared list of a home."""

from contextlib import suppress
from pathlib import Path

from records.errors import SealedFileRefused, StorageRefused
from records.files import disk_errors
from records.sealed_file import read_header
from scripts.bundle.exporting import WHAT
from scripts.bundle.lists import SharedList
from scripts.command import Context
from scripts.guards.secrets_given import given_secret
from watchlist.feed.errors import BundleNotFollowing, FeedError, ForeignList, NoList, OldList
from watchlist.feed.following import Taken
from watchlist.feed.store.aside import Aside
from watchlist.feed.store.standings import ListRole, Standing
from watchlist.feed.wire.bundle import KIND, About, Bundle, gather_bundle, read_about
from watchlist.feed.wire.transfer import Asked
from watchlist.store import WatchlistStore

ASIDE = ".bundle"
"""In the home: what of a bundle was copied and is not yet taken, sealed as it came."""


def import_bundle(context: Context, file: Path, passphrase_file: Path | None, operator: str) -> None:
    """Raises the failures of `watchlist.feed.errors` and `records.errors`; the last good list goes on then."""
    about = read_about(file)
    shared = SharedList.of(context)
    with shared.open() as store:
        aside = context.home / ASIDE
        try:
            standing = _follower(store, about.list_id)
            _refuse_early(about, standing)
        except FeedError:
            _drop_copy_of(file, aside)
            raise
        phrase = given_secret(WHAT, passphrase_file, is_new=False)
        asked = shared.asked(standing.list_id)
        with context.progress("bytes", file.stat().st_size) as advance:
            bundle = gather_bundle(file, aside, phrase, advance)
        taken = _taken(store, bundle, asked, aside)
        head = taken.followed.head
        assert head is not None
        told = {"epoch": head.epoch, "revision": head.seq, "changed": len(taken.apply), "entries": head.entries}
        store.note(operator, "bundle.imported", standing.list_id, told)
        with disk_errors(aside):
            aside.unlink(missing_ok=True)
    changed = f"{len(taken.apply)} changed" if taken.apply else "nothing in it was new"
    context.out(
        {"event": "imported", "list": standing.list_id, **told, "said_at": head.at.isoformat()},
        f"the list {standing.list_id} is {head.epoch}/{head.seq} here, as it was at {head.at:%Y-%m-%d %H:%M} UTC: "
        f"{changed}",
    )
    if taken.tombstones:
        context.say(
            f"caution: the hub's list knows {len(taken.tombstones)} person(s) who were erased: nobody rings for them "
            "here. Tell the hub's people."
        )


def _taken(store: WatchlistStore, bundle: Bundle, asked: Asked, aside: Path) -> Taken:
    """What is refused for good does not stay aside."""
    try:
        with Aside(aside.parent) as attachments:
            batch = bundle.read(asked, attachments.put)
            taken = store.take(batch, attachments, asked)
        if not taken.complete:
            raise BundleNotFollowing("the bundle goes on from a revision that is not here")
    except FeedError:
        with disk_errors(aside):
            aside.unlink(missing_ok=True)
        raise
    return taken


def _drop_copy_of(file: Path, aside: Path) -> None:
    """Of this bundle alone: another one may be half here."""
    with suppress(SealedFileRefused, StorageRefused):
        if read_header(aside, KIND) == read_header(file, KIND):
            aside.unlink()


def _follower(store: WatchlistStore, list_id: str) -> Standing:
    standing = store.standing(list_id)
    followed = [one.list_id for one in store.followed_lists()]
    if standing is None and followed:
        raise ForeignList(f"a bundle of the list {list_id}, this home follows {', '.join(followed)}")
    if standing is None or standing.role is not ListRole.FOLLOWER:
        what = "this home follows no list" if standing is None else "this hub is its list's authority"
        raise NoList(
            what,
            "Join first: gatehouse join --list LIST --root KEY. The hub that signs a list imports no bundle of it.",
        )
    return standing


def _refuse_early(about: About, standing: Standing) -> None:
    """What a bundle says of itself is not believed, and reason enough to read it no further."""
    told = standing.head_told
    if told is not None and (about.epoch, about.seq) < (told.epoch, told.seq):
        raise OldList(
            f"a bundle of epoch {about.epoch}, revision {about.seq}; this home has {told.epoch}, {told.seq}",
            "It is an older bundle than one that was imported before. The newer list goes on.",
        )
