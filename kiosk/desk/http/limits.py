"""What a client of the desk may ask of it at most. Pure."""

from dataclasses import dataclass, field

from kiosk.desk.http.rates import Rate
from kiosk.desk.keys import DeskKey, KeyKind


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """`threads`: how many requests are worked on at once; `waiting`: how many may stand behind them.

    A rate is that of one key. `notifications` is the rate of the payment service's calls, which bear no key.
    """

    kiosk: Rate = field(default_factory=lambda: Rate(per_s=20, burst=60))
    channel: Rate = field(default_factory=lambda: Rate(per_s=50, burst=200))
    notifications: Rate = field(default_factory=lambda: Rate(per_s=20, burst=100))
    body_bytes: int = 16_384
    notification_bytes: int = 65_536
    body_within_s: float = 10.0
    threads: int = 16
    waiting: int = 1_000

    def __post_init__(self) -> None:
        if min(self.body_bytes, self.notification_bytes, self.body_within_s, self.threads, self.waiting) <= 0:
            raise ValueError(f"limits that let nothing through: {self}")

    def of(self, key: DeskKey) -> Rate:
        return self.kiosk if key.kind is KeyKind.KIOSK else self.channel
