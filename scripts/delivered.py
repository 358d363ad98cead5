"""The alarms that nodes delivered to a hub, as `gatehouse alarms list` shows them."""

from typing import TYPE_CHECKING, Any

from scripts.command import Context
from scripts.login.at_hub import hub_asked_for, open_hub

if TYPE_CHECKING:
    from watchlist.alarms.life import Life
    from watchlist.upstream.values import VisitTold

MOST = 500
_CLOCK_WRONG = "  (a clock is wrong there: told as {told:%H:%M:%S}, heard at {heard:%H:%M:%S})"


def list_delivered(context: Context, limit: int, operator: str | None) -> None:
    found = _asked(context, min(limit, MOST), operator)
    for visit in found:
        context.out(_event(visit), _text(visit))
    if not found:
        context.say("no alarms were delivered")


def _asked(context: Context, limit: int, operator: str | None) -> "tuple[VisitTold, ...]":
    from watchlist.upstream.values import HowMany

    url = hub_asked_for()
    if url:
        with open_hub(url) as hub:
            return tuple(hub.ask("visits", newest=limit))
    from scripts.hub.list_store import clock_of, open_list_store
    from scripts.hub.settings import HubTree
    from watchlist.hub.rights import Role
    from watchlist.hub.site import HubSite
    from watchlist.hub.values import Asker
    from watchlist.hub.work import HubWork

    tree = context.settings_of(HubTree)
    site = HubSite(tree.hub.list_id, tree.hub.source, clock_of(tree))
    with open_list_store(context) as store:
        return HubWork(store, Asker(operator or context.operator, Role.REVIEWER), site).visits(HowMany(limit))


def _event(visit: "VisitTold") -> dict[str, Any]:
    life = visit.life
    return {
        "event": "visit",
        "id": visit.visit_id,
        "hospital": visit.source,
        "people": [{"id": one.person_id, "name": one.name} for one in visit.people],
        "at": visit.raised_at.isoformat(),
        "last_seen_at": visit.last_seen_at.isoformat(),
        "state": str(life.stage),
        "verdict": life.verdict and str(life.verdict),
        "decided_at": life.since.isoformat() if life.verdict and life.since else None,
        "doors": [
            {
                "node": door.node_id,
                "alarm": door.alarm_id,
                "camera": door.camera,
                "last_camera": door.last_camera,
                "at": door.raised_at.isoformat(),
                "told_at": door.told_at.isoformat(),
                "received_at": door.received_at.isoformat(),
                "clock_off_s": round(door.clock_off_s, 1),
                "score": round(door.score, 4),
                "threshold": door.threshold,
                "model": door.model_id,
            }
            for door in visit.doors
        ],
    }


def _text(visit: "VisitTold") -> str:
    who = " or ".join(one.name or one.person_id for one in visit.people)
    when = visit.raised_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    best: dict[str, float] = {}
    for door in visit.doors:
        where = f"{door.camera} ({door.node_id})"
        best[where] = max(door.score, best.get(where, door.score))
    doors = ", ".join(f"{where}, cosine {score:.3f}" for where, score in best.items())
    line = f"{when}  {who}  at {visit.source}: {doors}  {_how_it_stands(visit.life)}"
    for door in visit.doors:
        if door.clock_off_s:
            line += _CLOCK_WRONG.format(told=door.told_at.astimezone(), heard=door.received_at.astimezone())
            break
    return line


def _how_it_stands(life: "Life") -> str:
    """Guards' signs mean nothing here."""
    return str(life.verdict).replace("_", " ") if life.verdict else str(life.stage)
