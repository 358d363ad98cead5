"""What is known of erasures, and of nodes and accounts that ended, since a backup was made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from records.canonical import Json
from records.errors import RecordsError
from records.home_key import key_id_of_home
from records.keys import DataKey
from records.sealing import Cipher, KeyedCipher
from scripts.backup.members import open_list
from scripts.errors import CommandError
from watchlist.erasure_ledger import SUFFIX, ErasureLedger, read_ledger
from watchlist.feed.store.put_back import Since
from watchlist.store import WatchlistStore
from watchlist.types import PersonId


@dataclass(frozen=True, slots=True)
class Knowledge:
    """`home` is what is there now; `ledgers` are copies of its '.erased' files that were kept elsewhere. With
    `nothing_is_enough` somebody answers for it that nobody was erased since."""

    home: Path
    ledgers: Sequence[Path]
    nothing_is_enough: bool
    say: Callable[[str], None]

    def since(self, name: str, key: DataKey) -> Since:
        """Of the list in the database `name`.

        Raises LedgerDamaged, and CommandError where nothing is known at all.
        """
        cipher = KeyedCipher(key)
        is_same = key_id_of_home(self.home) == key.key_id
        found = self._of_database(self.home / name, cipher) if is_same else None
        beside = (self.home / name).with_suffix(SUFFIX)
        if found is None and not self._ledgers(name, key) and not self.nothing_is_enough:
            raise CommandError(
                f"nobody can tell who was erased from {name} since the backup was made",
                f"Give --ledger with a copy of {beside.name} (it lies beside the database of the lost home), so that "
                "nobody comes back who was erased; or --no-ledger, if you answer for it that nobody was.",
            )
        if found is None:
            self.say(f"caution: nodes and accounts of {name} that ended since the backup are in force: end them again")
        return (found or Since()).with_erased(self.erased(name, key))

    def erased(self, name: str, key: DataKey) -> frozenset[PersonId]:
        """As the ledgers tell it. Raises LedgerDamaged."""
        cipher = KeyedCipher(key)
        return frozenset[PersonId]().union(*(read_ledger(path, cipher) for path in self._ledgers(name, key)))

    def _ledgers(self, name: str, key: DataKey) -> Sequence[Path]:
        beside = (self.home / name).with_suffix(SUFFIX)
        is_ours = key_id_of_home(self.home) == key.key_id and beside.exists()
        return [*self.ledgers, *([beside] if is_ours else [])]

    def _of_database(self, path: Path, cipher: Cipher) -> Since | None:
        if not path.exists():
            return None
        try:
            with open_list(path, cipher) as store:
                return store.what_is_over()
        except RecordsError as error:
            self.say(f"caution: what is there now cannot be read: {error}")
            return None


def bring_up_to_date(store: WatchlistStore, since: Since, operator: str, detail: Mapping[str, Json]) -> int:
    """Whatever ended since the backup ends again. Returns how many people were erased again."""
    again = store.put_back(since, operator, detail)
    for node_id in sorted(since.nodes):
        if store.nodes.find(node_id) is not None:
            store.nodes.revoke(node_id, operator, datetime.now(UTC))
    for account_id in sorted(since.accounts):
        if store.accounts.find(account_id) is not None:
            store.accounts.remove(account_id, operator, datetime.now(UTC))
    return again


def complete_ledger(path: Path, erased: frozenset[PersonId], cipher: Cipher) -> None:
    """Also with those of whom the backup never heard: another backup, or a dump, may know them."""
    known = read_ledger(path, cipher) if path.exists() else frozenset()
    ErasureLedger(path, cipher).add(sorted(erased - known), datetime.now(UTC))
