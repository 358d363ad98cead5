"""Makes a bundle of a shared list of a home."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from records.canonical import Json
from scripts.bundle.lists import SharedList
from scripts.command import Context
from scripts.errors import CommandError
from scripts.following.opening import the_only_list
from scripts.guards.secrets_given import given_secret
from scripts.outfile import check_free
from watchlist.feed.head import Head, head_from_bytes
from watchlist.feed.wire.bundle import About, write_bundle
from watchlist.feed.wire.lines import is_record
from watchlist.feed.wire.transfer import Asked
from watchlist.store import WatchlistStore

WHAT = "pass phrase of the bundle"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of which list, None for the only one; templates of one model, or of all for None; `after` (epoch, revision), or
    the whole list for None."""

    list_id: str | None = None
    model_id: str | None = None
    photos: bool = False
    after: tuple[int, int] | None = None


def export_bundle(
    context: Context, file: Path, wanted: Wanted, force: bool, passphrase_file: Path | None, operator: str
) -> None:
    """Raises NoList, NotServed, CommandError, PassphraseRefused, StorageFull and StorageRefused."""
    check_free(file, force)
    with SharedList.of(context).open() as store:
        list_id = wanted.list_id or the_only_list([one.list_id for one in store.standings()])
        head = head_from_bytes(store.head(list_id).document)
        _check(store, wanted, head)
        phrase = given_secret(WHAT, passphrase_file, is_new=True)
        is_whole = wanted.after is None or wanted.after[0] != head.epoch
        with context.progress("entries", head.entries if is_whole else None) as advance:
            exported = _Exported(store, wanted, head, operator, advance)
            write_bundle(file, About.of(head), exported.lines(), phrase)
    context.out(
        {"event": "exported", "file": str(file), **exported.told(), "bytes": file.stat().st_size},
        f"{file}: {exported.records} record(s) of the list {head.list_id}, epoch {head.epoch}, revision {head.seq}"
        + ("" if is_whole else " (what changed; only for homes that have what was before)"),
    )


class _Exported:
    def __init__(
        self, store: WatchlistStore, wanted: Wanted, head: Head, operator: str, advance: Callable[[int], None]
    ) -> None:
        self._store = store
        self._wanted = wanted
        self._head = head
        self._operator = operator
        self._advance = advance
        self.records = 0

    def lines(self) -> Iterator[bytes]:
        """On record before the file gets its name."""
        asked = Asked(self._head.list_id, self._wanted.model_id, self._wanted.photos)
        for line in self._store.transfer(asked, *(self._wanted.after or (0, 0))):
            if is_record(line):
                self.records += 1
                self._advance(1)
            yield line
        self._store.note(self._operator, "bundle.exported", self._head.list_id, self.told())

    def told(self) -> dict[str, Json]:
        after = self._wanted.after
        return {
            "list": self._head.list_id,
            "epoch": self._head.epoch,
            "revision": self._head.seq,
            "records": self.records,
            "model": self._wanted.model_id,
            "photos": self._wanted.photos,
            "after": f"{after[0]}/{after[1]}" if after else None,
        }


def _check(store: WatchlistStore, wanted: Wanted, head: Head) -> None:
    if wanted.model_id is not None and wanted.model_id not in (known := store.models()):
        there = ", ".join(known) or "none"
        raise CommandError(f"there are no templates of {wanted.model_id} here", f"Those there are: {there}.")
    if wanted.after is not None and wanted.after > (head.epoch, head.seq):
        raise CommandError(
            f"the list is at {head.epoch}/{head.seq}: nothing came after {wanted.after[0]}/{wanted.after[1]}",
            "Give the epoch and revision that the site's last import told, or leave --after out.",
        )
