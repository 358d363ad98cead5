"""The reports of a store: `WatchlistStore.reports`."""

from collections import OrderedDict

from records.database import Database
from records.sealing import Cipher
from watchlist.reports.deciding import ReportDeciding
from watchlist.reports.index import SignatureIndex
from watchlist.reports.intake import ReportIntake
from watchlist.reports.keyed import Keyed
from watchlist.store_parts import Clock, NewId


class ReportBook(ReportIntake, ReportDeciding):
    """Raises the failures of the database everywhere."""

    def __init__(self, database: Database, cipher: Cipher, clock: Clock, new_id: NewId) -> None:
        super().__init__(database, cipher, clock, new_id)
        self._keyed = Keyed(cipher)
        self._index = SignatureIndex(database)
        self._first_words = OrderedDict()
