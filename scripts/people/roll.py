"""Who is on the list while people are being enrolled: names, photographs and faces, kept up to date as it grows."""

from collections.abc import Sequence
from datetime import date

from camera.embedders.protocol import Embedder
from watchlist.listing import Listing
from watchlist.types import Entry, PersonId, PhotoId


class Roll:
    """Reads the list once; whoever enrols tells it what was added. Asking the store for every name would open all."""

    def __init__(self, store: Listing, embedder: Embedder, today: date) -> None:
        self._store = store
        self._by_name: dict[str, Entry] = {}
        self._photos: dict[PersonId, int] = {}
        self._owners: dict[PhotoId, Entry] = {}
        self._names: dict[PersonId, str] = {}
        self.faces = store.faces(embedder.model_id)
        for entry in store.entries(today):
            self.add(entry, entry.photos)

    def find(self, name: str) -> Entry | None:
        return self._by_name.get(name)

    def photos(self, entry: Entry) -> int:
        return self._photos[entry.person_id]

    def owner(self, data: bytes) -> Entry | None:
        """Whose photograph exactly this file is."""
        photo_id = self._store.has_photo(data)
        return self._owners.get(photo_id) if photo_id else None

    def name(self, person_id: PersonId) -> str:
        return self._names.get(person_id, person_id)

    def add(self, entry: Entry, photos: Sequence[PhotoId]) -> None:
        """A new entry, or new photographs of one that is here."""
        self._by_name[entry.name] = entry
        self._names[entry.person_id] = entry.name
        self._photos[entry.person_id] = self._photos.get(entry.person_id, 0) + len(photos)
        self._owners |= dict.fromkeys(photos, entry)
