"""What the clients of a hub may ask of it at most. Pure."""

from dataclasses import dataclass, field

from records.account_rules import SessionLimits
from records.rates import Rate


@dataclass(frozen=True, slots=True)
class ListLimits:
    """`threads`: how many requests are worked on at once; `waiting`: how many may stand behind them, `logins_waiting`
    behind those who are just logging in.

    `askers` is the rate of one account or node, `strangers` that of one address with what is no session and no key,
    `logins` that of one address that tries to log in, `reports` that of who tells them one by one, `comparisons` that
    of new faces with the list's, `refusals` that at which it is put on record, which is kept for ever, that somebody
    made calls that are not theirs. `transfers` is the rate of one node with whole lists and whatever else is large: a
    PC may be set up again several times in a row, and no key takes the list in a loop. `files_bytes` is the size of a
    request with photographs.
    """

    askers: Rate = field(default_factory=lambda: Rate(per_s=50, burst=500))
    strangers: Rate = field(default_factory=lambda: Rate(per_s=1, burst=50))
    logins: Rate = field(default_factory=lambda: Rate(per_s=1, burst=20))
    photographs: Rate = field(default_factory=lambda: Rate(per_s=2, burst=200))
    reports: Rate = field(default_factory=lambda: Rate(per_s=0.5, burst=200))
    refusals: Rate = field(default_factory=lambda: Rate(per_s=1 / 60, burst=100))
    comparisons: Rate = field(default_factory=lambda: Rate(per_s=5, burst=1_000))
    sessions: SessionLimits = field(default_factory=lambda: SessionLimits(idle_s=1800.0, whole_s=12 * 3600.0))
    transfers: Rate = field(default_factory=lambda: Rate(per_s=1 / 60, burst=20))
    body_bytes: int = 65_536
    files_bytes: int = 64_000_000
    body_within_s: float = 60.0
    threads: int = 8
    waiting: int = 1_000
    logins_waiting: int = 100

    def __post_init__(self) -> None:
        if min(self.body_bytes, self.files_bytes, self.body_within_s, self.threads, self.waiting) <= 0:
            raise ValueError(f"limits that let nothing through: {self}")
