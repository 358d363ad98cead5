"""What is known of erasures, and of nodes and accounts that ended, since a backup was made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from records.canonical import Json
from records.errors import LedgerDamaged, RecordsError
from records.home_key import key_id_of_home
from records.keys import DataKey
from records.sealing import Cipher, KeyedCipher
from scripts.backup.members import open_list
from scripts.errors import CommandError
from watchlist.erasure_ledger import SUFFIX, add_lines, read_ledger
from watchlist.feed.store.put_back import Since
from watchlist.store import WatchlistStore
from watchlist.types import PersonId

NOT_WHOLE = (
    "Give --ledger with a copy of the '.erased' file of this very home that is whole, as the program wrote it; or "
    "--no-ledger, if you answer for it that nobody was erased but those whom it still names."
)


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
        is_same = key_id_of_home(self.home) == key.key_id
        found = self._of_database(self.home / name, KeyedCipher(key)) if is_same else None
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

    def erased(self, name: str, key: DataKey, *more: Path) -> frozenset[PersonId]:
        """As the ledgers tell it, those of `more` too that are there. Raises LedgerDamaged."""
        paths = [*self._ledgers(name, key), *(path for path in more if path.exists())]
        read = {path: read_ledger(path, KeyedCipher(key)) for path in paths}
        for path, ledger in read.items():
            if ledger.damage:
                self.must_be_whole([LedgerDamaged(ledger.damage)], is_copy=path in self.ledgers)
        return frozenset[PersonId]().union(*(ledger.people for ledger in read.values()))

    def must_be_newer(self, store: WatchlistStore, name: str, since: Since) -> None:
        """Copies that lack somebody who is erased in the backup itself tell nothing of what came after it. Raises
        LedgerDamaged."""
        lacking = store.what_is_over().erased - since.erased
        if self.ledgers and lacking:
            why = (
                f"{len(lacking)} person(s) who are erased in the {name} of the backup stand in no ledger that was given"
            )
            fault = LedgerDamaged(f"{why}: it was cut off, is older than the backup, or another database's")
            self.must_be_whole([fault], is_copy=True)

    def must_be_whole(self, faults: Sequence[LedgerDamaged], *, is_copy: bool = False) -> None:
        """Raises LedgerDamaged, unless there is a whole copy or somebody answers for it: then whom it still names
        counts."""
        for fault in faults:
            if not self.nothing_is_enough and (is_copy or not self.ledgers):
                raise LedgerDamaged(str(fault), NOT_WHOLE)
            self.say(f"caution: {fault}\nhint:  {fault.hint}")

    def _ledgers(self, name: str, key: DataKey) -> Sequence[Path]:
        beside = (self.home / name).with_suffix(SUFFIX)
        is_ours = key_id_of_home(self.home) == key.key_id and beside.exists()
        return [*self.ledgers, *([beside] if is_ours else [])]

    def _of_database(self, path: Path, cipher: Cipher) -> Since | None:
        if not path.exists():
            return None
        try:
            with open_list(path, cipher) as store:
                over, faults = store.what_is_over(), store.ledger_faults()
        except RecordsError as error:
            self.say(f"caution: what is there now cannot be read: {error}")
            return None
        self.must_be_whole(faults)
        return over


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


def ledger_anew(path: Path, erased: frozenset[PersonId], cipher: Cipher) -> None:
    """Of a list that lies on a server: what the backup holds is older than what the server knows of it."""
    path.unlink(missing_ok=True)
    if erased:
        add_lines(path, sorted(erased), datetime.now(UTC), cipher)
