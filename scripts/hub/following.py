"""A hub that follows another's list and tells it on: its follower, and what it says to whoever runs it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from queue import Empty, SimpleQueue

from scripts.command import Context
from scripts.errors import SettingsError
from scripts.following.opening import open_follower
from scripts.following.settings import FollowTree
from scripts.following.telling import told
from scripts.hub.list_store import clock_of
from scripts.hub.settings import FOLLOWER, HubSettings, HubTree
from watchlist.feed.age import AgeLimits, Freshness, age_of
from watchlist.feed.client.telling import FollowEvent, ListFollowed
from watchlist.feed.store.tables import Standing
from watchlist.store import WatchlistStore

Told = Callable[[str], None]


def must_fit(standing: Standing | None, hub: HubSettings) -> None:
    """Raises SettingsError where the settings make another hub of this home than it is."""
    if standing is not None and (standing.role, standing.list_id) != (hub.role, hub.list_id):
        raise SettingsError(
            f"this home's hub is the {standing.role} of the list {standing.list_id}, and its settings say the "
            f"{hub.role} of {hub.list_id}",
            "Correct hub.role and hub.list_id; a follower becomes another with 'gatehouse leave'.",
        )


@contextmanager
def followed(
    context: Context, tree: HubTree, open_store: Callable[[], WatchlistStore]
) -> Iterator[Callable[[datetime | None], None]]:
    """Follow as [follow] says until the end of the block; an authority follows nobody, nor does a follower without
    follow.hub, which lives on bundles. What is yielded is to be called now and then, with the moment when the authority
    last spoke as the database knows it."""
    settings = context.settings_of(FollowTree).follow
    heard: SimpleQueue[FollowEvent] = SimpleQueue()
    follows = tree.hub.role == FOLLOWER
    follower = open_follower(context.home, settings, None, open_store) if follows else None
    if follower is not None:
        follower.listen(heard.put)
    told_age = AgeTeller(settings.age_limits, context.say)

    def keep_up(said_at: datetime | None) -> None:
        while True:
            try:
                event = heard.get_nowait()
            except Empty:
                break
            if not isinstance(event, ListFollowed):
                context.say(told(event)[1])
        if follows:
            told_age.tell(said_at, clock_of(tree)())

    try:
        yield keep_up
    finally:
        if follower is not None:
            follower.close()


class AgeTeller:
    """That the list is old, or from the future, is told once, and that it is not any more."""

    def __init__(self, limits: AgeLimits, say: Told) -> None:
        self._limits = limits
        self._say = say
        self._told = Freshness.FRESH

    def tell(self, said_at: datetime | None, now: datetime) -> None:
        age = age_of(said_at, now, self._limits)
        if age.freshness in (self._told, Freshness.NEVER):
            return
        self._told = age.freshness
        if age.freshness is Freshness.OLD:
            hours = (age.age_s or 0) / 3600
            self._say(
                f"TROUBLE  the list is {hours:.1f} h old, and told on as it is\n"
                "          hint: See whether the hub that signs it is reached: 'gatehouse doctor'."
            )
        elif age.freshness is Freshness.CLOCK_WRONG:
            self._say("TROUBLE  the list is from the future\n          hint: Set the clock of this PC.")
        else:
            self._say("the list is fresh again")
