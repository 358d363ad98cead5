"""What the clients of a post may ask of it at most. Pure."""

from dataclasses import dataclass, field

from records.rates import Rate


@dataclass(frozen=True, slots=True)
class PostLimits:
    """`threads`: how many requests are worked on at once; `waiting`: how many may stand behind them. `waiters`: how
    many may wait for changes at once, `listeners` how many may have an open line of events: far more than there are
    guards, because a phone that went out of reach keeps its place until the network gives it up, a quarter of an hour
    later. A rate is that of one address; `logins` that of trying to log in."""

    requests: Rate = field(default_factory=lambda: Rate(per_s=100, burst=400))
    logins: Rate = field(default_factory=lambda: Rate(per_s=1, burst=20))
    body_bytes: int = 8_192
    body_within_s: float = 10.0
    threads: int = 8
    waiting: int = 200
    waiters: int = 32
    listeners: int = 100
    wait_s: float = 25.0
    look_every_s: float = 0.2
    heartbeat_s: float = 15.0

    def __post_init__(self) -> None:
        sizes = (self.body_bytes, self.body_within_s, self.threads, self.waiting, self.waiters, self.listeners)
        if min(*sizes, self.wait_s, self.look_every_s, self.heartbeat_s) <= 0:
            raise ValueError(f"limits that let nothing through: {self}")
