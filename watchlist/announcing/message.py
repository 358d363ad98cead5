"""One message to the broker. Pure."""

from dataclasses import dataclass

KEPT_S = 24 * 3600
"""For so long the broker keeps a message that nobody renews: a camera that was taken out of the settings, or an alarm
of a program that was killed, does not stand there for ever. No open alarm lasts longer (LifeLimits.expire_s)."""


@dataclass(frozen=True, slots=True)
class Message:
    """`is_kept`: the broker hands it to whoever listens later too; with an empty payload it forgets what it kept.

    `family` is the topic with a '+' for what differs: what one rule of a broker allows or denies.
    `kept_s`: after so many seconds the broker forgets it by itself; None for never.
    """

    topic: str
    payload: bytes
    family: str
    is_kept: bool = True
    kept_s: int | None = KEPT_S

    @property
    def is_wipe(self) -> bool:
        return self.is_kept and not self.payload
