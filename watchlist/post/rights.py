"""How far a guard's role goes."""

from collections.abc import Collection

from watchlist.alarms.life import Act, Escalate, Expire, Forward, GuardId, Take
from watchlist.post.errors import NotAllowed
from watchlist.post.values import Guard, GuardRole


def check_may(guard: Guard, act: Act, guards: Collection[GuardId]) -> None:
    """Raises NotAllowed. `guards` are all of this post."""
    match act:
        case Take(over=True) if guard.role is not GuardRole.SUPERVISOR:
            raise NotAllowed("only a supervisor takes an alarm over from somebody")
        case Forward(to=to) if to == guard.guard_id:
            raise NotAllowed("this is your own number", "Give the alarm back, or choose a colleague.")
        case Forward(to=to) if to not in guards:
            raise NotAllowed(f"there is no guard {to}", "Choose one of the colleagues shown.")
        case Escalate() | Expire():
            raise NotAllowed("time does this, and nobody else", "Take, decide, give back or forward the alarm.")
