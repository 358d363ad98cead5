"""A home that follows a list, in memory: what it keeps is what a store would keep."""

from records.errors import RecordsError
from watchlist.feed.documents import EntryDocument
from watchlist.feed.following import Batch, Followed, Taken, take
from watchlist.feed.signed import Signed
from watchlist.feed.store.aside import Attachments
from watchlist.feed.store.standings import ListRole, Standing
from watchlist.feed.trust import Trust
from watchlist.feed.wire.transfer import Asked
from watchlist.types import PersonId, PhotoId


class FakeKeeper:
    """`entries` ring, with `vectors` and `photos` by photograph. `trouble` is raised instead of keeping anything.
    `has_turn`: no other program follows; `is_joined`: the home follows the list (still)."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        self.entries: dict[PersonId, EntryDocument] = {}
        self.vectors: dict[PhotoId, bytes] = {}
        self.photos: dict[PhotoId, bytes] = {}
        self.trouble: RecordsError | None = None
        self.has_turn = True
        self.is_joined = True
        self.opened = 0
        self.closed = 0
        self._followed = Followed(trust.list_id)
        self._head: Signed | None = None

    def open(self) -> "FakeKeeper":
        self.opened += 1
        return self

    def followed_lists(self) -> tuple[Standing, ...]:
        standing = self.standing(self.trust.list_id)
        return (standing,) if standing else ()

    def standing(self, list_id: str) -> Standing | None:
        if not self.is_joined or list_id != self.trust.list_id:
            return None
        return Standing(self.trust.list_id, ListRole.FOLLOWER, self.trust.root, head=self._head)

    def may_follow(self, list_id: str) -> bool:
        return self.has_turn

    def where_to_go_on(self, asked: Asked) -> tuple[int, int]:
        head = self._followed.head
        return (head.epoch, head.seq) if head else (0, 0)

    def take(self, batch: Batch, attachments: Attachments, asked: Asked) -> Taken:
        self.trust = self.trust.after(batch.keys)
        taken = take(self._followed, self.trust, batch)
        if self.trouble is not None:
            raise self.trouble
        self._followed = taken.followed
        self._head = batch.head if taken.complete else self._head
        for placed in taken.apply:
            self.entries.pop(placed.document.person_id, None)
            if isinstance(placed.document, EntryDocument):
                self._keep(placed.document, attachments)
        return taken

    def close(self) -> None:
        self.closed += 1

    def _keep(self, entry: EntryDocument, attachments: Attachments) -> None:
        self.entries[entry.person_id] = entry
        for one in entry.templates:
            vector = attachments.get(entry.person_id, one.photo_id, one.model_id)
            if vector is not None:
                self.vectors[one.photo_id] = vector
        for photo in entry.photos:
            data = attachments.get(entry.person_id, photo.photo_id, None)
            if data is not None:
                self.photos[photo.photo_id] = data
