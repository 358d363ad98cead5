"""How long a follower waits: for an answer, and before it asks again. Pure."""

from dataclasses import dataclass

from watchlist.errors import WatchlistError
from watchlist.feed.errors import HubAway, NodeKeyUnreadable, NodeRefused, NoList, NoSuchList, TransferCut


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `poll_s` is how long the hub may hold an answer back until something changes.

    A hub that is away is asked again every `longest_wait_s`, one whose list was refused every `refused_wait_s`, and
    one that asks for more time gets no more than that. An answer slower than `least_bytes_s` for longer than `slow_s`
    is given up.
    """

    poll_s: float = 25.0
    connect_s: float = 3.0
    answer_s: float = 10.0
    slow_s: float = 20.0
    least_bytes_s: float = 2000.0
    first_wait_s: float = 0.5
    longest_wait_s: float = 30.0
    refused_wait_s: float = 300.0
    let_in_wait_s: float = 60.0
    least_round_s: float = 0.5
    """A hub that holds nothing back is not asked more often than this."""
    look_for_lists_s: float = 5.0
    """How often is looked whether this home has joined another list."""
    stand_by_s: float = 1.0
    """How often is looked whether the program that follows for this one has ended."""

    def wait_s(self, error: Exception, failures: int, share: float) -> float:
        """Before asking again after this failure, `failures` others in a row before it; `share` is random, 0 to 1: all
        the nodes of a hub that comes back must not ask at once."""
        if isinstance(error, NodeRefused | NodeKeyUnreadable | NoList | NoSuchList):
            return self.let_in_wait_s * (1 + share) / 2
        refused = isinstance(error, WatchlistError) and not isinstance(error, HubAway | TransferCut)
        longest = self.refused_wait_s if refused else self.longest_wait_s
        wait_s = min(self.first_wait_s * 2.0 ** min(failures, 30), longest) * (1 + share) / 2
        asked_s = min(error.after_s, self.refused_wait_s / 2) if isinstance(error, HubAway) else 0.0
        return max(wait_s, asked_s * (1 + share))

    def is_too_slow(self, received: int, elapsed_s: float) -> bool:
        """Of an answer that began so long ago, with so many bytes until now."""
        return elapsed_s > self.slow_s and received < self.least_bytes_s * elapsed_s
