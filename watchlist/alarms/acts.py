"""An act on an alarm as it is kept and sent. A note is no part of it: it is text about a person, and lies sealed."""

import json
from typing import Any

from records.canonical import Json, to_json
from watchlist.alarms.life import Act, Decide, Escalate, Expire, Forward, GuardId, Release, Take, Verdict

_PLAIN: dict[str, Act] = {"release": Release(), "escalate": Escalate(), "expire": Expire()}
_NAMES = {type(act): name for name, act in _PLAIN.items()}


def act_to_text(act: Act) -> str:
    told: dict[str, Json]
    match act:
        case Take():
            told = {"act": "take", "over": act.over}
        case Forward():
            told = {"act": "forward", "to": act.to}
        case Decide():
            told = {"act": "decide", "verdict": str(act.verdict)}
        case _:
            told = {"act": _NAMES[type(act)]}
    return to_json(told)


def act_from_text(text: str, note: str = "") -> Act:
    """Raises ValueError for what is no act."""
    return act_of(json.loads(text), note)


def act_of(told: Any, note: str = "") -> Act:
    """Raises ValueError for what is no act, also when a field is of another kind."""
    try:
        name = told["act"]
        if name == "take":
            return Take(over=told.get("over", False) is True)
        if name == "forward" and isinstance(told["to"], str) and told["to"]:
            return Forward(GuardId(told["to"]))
        if name == "decide":
            return Decide(Verdict(told["verdict"]), note)
        return _PLAIN[name]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no act on an alarm: {told!r}") from error
