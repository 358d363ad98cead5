"""What a client of the desk may ask of it at most. Pure."""

from dataclasses import dataclass, field

from kiosk.desk.keys import DeskKey, KeyKind
from records.rates import Rate


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """`threads`: how many requests are worked on at once; `waiting`: how many may stand behind them.

    A rate is that of one key. `notifications` is the rate of the payment service's calls, which bear no key.
    A miss is a question for what there is not; each kind of question has its own. `wrong_keys` is the rate of one
    address, of which so many `addresses` are told apart.
    """

    kiosk: Rate = field(default_factory=lambda: Rate(per_s=20, burst=60))
    channel: Rate = field(default_factory=lambda: Rate(per_s=50, burst=200))
    notifications: Rate = field(default_factory=lambda: Rate(per_s=20, burst=100))
    kiosk_misses: Rate = field(default_factory=lambda: Rate(per_s=0.1, burst=20))
    channel_misses: Rate = field(default_factory=lambda: Rate(per_s=0.5, burst=60))
    photographs: Rate = field(default_factory=lambda: Rate(per_s=0.2, burst=20))
    wrong_keys: Rate = field(default_factory=lambda: Rate(per_s=1, burst=20))
    addresses: int = 1_000
    body_bytes: int = 16_384
    notification_bytes: int = 65_536
    body_within_s: float = 10.0
    threads: int = 16
    waiting: int = 1_000

    def __post_init__(self) -> None:
        sizes = (self.body_bytes, self.notification_bytes, self.addresses, self.threads, self.waiting)
        if min(*sizes, self.body_within_s) <= 0:
            raise ValueError(f"limits that let nothing through: {self}")

    def of(self, key: DeskKey) -> Rate:
        return self.kiosk if key.kind is KeyKind.KIOSK else self.channel

    def misses_of(self, key: DeskKey) -> Rate:
        return self.kiosk_misses if key.kind is KeyKind.KIOSK else self.channel_misses
