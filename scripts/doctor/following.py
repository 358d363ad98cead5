"""The doctor at the hub whose lists are followed: whether it answers, and how old each list is."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from records.errors import RecordsError
from records.home_key import DATABASE_FILE
from scripts.command import Context
from scripts.doctor.findings import Finding, Health
from scripts.errors import SettingsError
from scripts.following.opening import followed_store, hub_follows_here, hub_of
from scripts.following.settings import FollowSettings, FollowTree
from scripts.hub.list_store import has_database
from watchlist.feed.age import AgeLimits, Freshness, age_of

if TYPE_CHECKING:
    from watchlist.feed.store.standings import Standing

PART = "hub's lists"
_HINTS = {
    Freshness.OLD: "See whether the hub is reached and 'gatehouse watch' runs here (in the home of a hub that follows: "
    "'gatehouse hub'), or import a newer bundle.",
    Freshness.NEVER: "'gatehouse watch' fetches it, or 'gatehouse hub' in the home of a hub that follows; a site "
    "without a network imports a bundle.",
    Freshness.CLOCK_WRONG: "Set the clock of this PC, or of the hub: the list comes from the future.",
}


def following_findings(context: Context) -> Iterator[Finding]:
    """Nothing for a home that follows no list."""
    try:
        settings = context.settings_of(FollowTree).follow
        followed = _followed(context)
    except (SettingsError, RecordsError):
        return  # their own checks tell it
    if not followed:
        if settings.hub:
            hint = "Run 'gatehouse join' with the root key that the hub's people read to you."
            yield Finding(PART, Health.FAULT, f"the settings name {settings.hub}, and no list was joined", hint)
        return
    for standing in followed:
        yield from _asked(context, settings, standing)
        yield _aged(standing, settings.age_limits, datetime.now(UTC))


def _followed(context: Context) -> "Sequence[Standing]":
    """Nothing is made by looking."""
    hubs = hub_follows_here(context)
    if not (has_database(context) if hubs else (context.home / DATABASE_FILE).exists()):
        return ()
    with followed_store(context) as store:
        return store.followed_lists()


def _asked(context: Context, settings: FollowSettings, standing: "Standing") -> Iterator[Finding]:
    from watchlist.feed.client.examining import examine_hub
    from watchlist.feed.errors import FeedError

    hub = hub_of(context.home, settings)
    if hub is None:
        return
    told = standing.head_told
    try:
        head = examine_hub(hub, standing.trust, (told.epoch, told.seq) if told else None)
    except (FeedError, RecordsError) as error:
        yield Finding(PART, Health.FAULT, str(error), error.hint)
        return
    newest = f" at revision {head.seq}" if head else ""
    yield Finding(PART, Health.WELL, f"{settings.hub} tells the list {standing.list_id}{newest}")


def _aged(standing: "Standing", limits: AgeLimits, now: datetime) -> Finding:
    head = standing.head_told
    age = age_of(head.at if head else None, now, limits)
    if head is None or age.age_s is None:
        what = f"nothing of {standing.list_id} was received yet"
        return Finding(PART, Health.CAUTION, what, _HINTS[Freshness.NEVER])
    what = f"{standing.list_id}: revision {head.seq} here, {head.entries} entries, {_rough(age.age_s)} old"
    if age.needs_attention:
        return Finding(PART, Health.CAUTION, what, _HINTS[age.freshness])
    return Finding(PART, Health.WELL, what)


def _rough(age_s: float) -> str:
    if age_s < 120:
        return f"{age_s:.0f} s"
    return f"{age_s / 60:.0f} min" if age_s < 7200 else f"{age_s / 3600:.0f} h"
