"""What the calls do by which nodes tell what rang and how they are, and people look at it."""

from watchlist.hub.site import HubSite
from watchlist.store import WatchlistStore
from watchlist.types import PersonId
from watchlist.upstream.together import KeptAlarm, Together
from watchlist.upstream.values import (
    Beat,
    BeatHeard,
    Delivered,
    Delivery,
    DoorTold,
    HowMany,
    NodeStanding,
    PersonTold,
    VisitTold,
)


class UpstreamWork:
    """A part of `HubWork`."""

    _store: WatchlistStore
    _who: str
    _site: HubSite

    def deliver_alarms(self, delivery: Delivery) -> Delivered:
        return self._store.upstream.take(self._who, delivery)

    def beat(self, beat: Beat) -> BeatHeard:
        return self._store.upstream.hear(self._who, beat)

    def visits(self, newest: HowMany) -> tuple[VisitTold, ...]:
        found = self._store.upstream.visits(newest)
        self._store.note(self._who, "delivered_alarms.looked_at", "", {"visits": len(found)})
        names = {one.person_id: one.name for one in self._store.entries(self._site.now().date())}
        return tuple(_visit(one, names, self._site.source) for one in found)

    def node_standings(self) -> tuple[NodeStanding, ...]:
        return tuple(self._store.node_standings())


def _visit(visit: Together, names: dict[PersonId, str], own_source: str) -> VisitTold:
    first = visit.alarms[0]
    return VisitTold(
        visit.visit_id,
        first.source or own_source,
        tuple(PersonTold(who, names.get(who, "")) for who in visit.who),
        first.raised_at,
        visit.last_seen_at,
        visit.life,
        tuple(_door(one) for one in visit.alarms),
    )


def _door(kept: KeptAlarm) -> DoorTold:
    told = kept.told
    return DoorTold(
        kept.node_id,
        told.alarm_id,
        told.camera,
        told.last_camera,
        told.raised_at,
        kept.received_at,
        kept.raised_at,
        kept.last_seen_at,
        kept.mended.total_seconds(),
        told.score,
        told.threshold,
        told.model_id,
    )
