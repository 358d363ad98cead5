"""What every change of the list begins and ends with."""

import unicodedata

from records.errors import DatabaseDamaged, SealBroken, WrongKey
from watchlist.changes import Act
from watchlist.errors import EntryRefused
from watchlist.listed import Listed
from watchlist.store_parts import NAME, StorePart, checked_operator
from watchlist.types import EntryState, PersonId


class ListParts(StorePart):
    """Base of the parts of the store that change the list. Raises EntryRefused for what the rules do not allow."""

    def _keep_one(self, act: Act, operator: str, what: str, why: str = "") -> None:
        """`why` is kept for ever and in clear."""
        operator = checked_operator(operator)
        with self._database.writing():
            self._must_not_name(act.person_id, why)
            self._keep([act], operator, what=what, subject=act.person_id, why=why)

    def _seal_text(self, person_id: PersonId, purpose: str, text: str) -> str:
        blob_id = f"{person_id}/{purpose}/{self._new_id()}"
        self._blobs.put(blob_id, purpose, text.encode(), person_id)
        return blob_id

    def _must_not_name(self, person_id: PersonId, why: str) -> None:
        person = self._tables.person(person_id) if why else None
        if person is None or not person.name_ref:
            return
        try:
            name = self._blobs.get(person.name_ref, NAME).decode()
        except (DatabaseDamaged, SealBroken, WrongKey):
            return  # what cannot be read any more must still go
        if name in unicodedata.normalize("NFC", why):
            raise EntryRefused("this reason contains the name", "It is kept for ever and in clear: leave the name out.")

    def _must_be_kept(self, person_id: PersonId) -> Listed:
        person = self._tables.person(person_id)
        if person is None or person.state is EntryState.ERASED:
            raise EntryRefused(f"nobody with the id {person_id} is on the list")
        return person
