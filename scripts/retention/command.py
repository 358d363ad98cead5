"""`gatehouse retention`: for how long what is kept, and that it goes."""

from typing import TYPE_CHECKING, Any

import click

from scripts.command import Context, pass_context
from scripts.errors import CommandError
from scripts.home_stores import HUB, HomeStore, of_option, stores_of
from scripts.retention.keeping import periods_of, periods_of_watch
from scripts.site_time import now_at_site

if TYPE_CHECKING:
    from watchlist.retention import Kept, Periods


@click.command()
@of_option
@pass_context
def retention(context: Context, of: str | None) -> None:
    """Show every kind of record that is kept: the rule, the oldest that is there, when the rule was carried out last.

    The watch and the hub carry it out every hour. Exit code 1 where something is there longer than its rule allows.
    """
    from watchlist.retention import how_it_stands

    overdue: list[str] = []
    for one in stores_of(context, of):
        with one.open() as store:
            found = how_it_stands(store, _periods(context, one), now_at_site())
        if not context.json:
            context.out({}, f"{one.name} ({one.where})")
        for kept in found:
            context.out({"of": one.name, **_as_json(kept)}, _as_text(kept))
        overdue += [f"{kept.kind.name} of the {one.name}" for kept in found if kept.is_overdue]
    if overdue:
        raise CommandError(
            f"kept longer than the rule allows: {', '.join(overdue)}",
            "Start the watch, or the hub, and see what it says: it clears up when it starts and every hour.",
        )


def _periods(context: Context, one: HomeStore) -> "Periods":
    if one.name != HUB:
        return periods_of_watch(context)
    from scripts.hub.settings import HubTree
    from watchlist.hub.http.limits import ListLimits

    return periods_of(context, context.settings_of(HubTree).site, ListLimits().sessions)


def _as_json(kept: "Kept") -> dict[str, Any]:
    told: dict[str, Any] = {"kind": kept.kind.name, "holds": kept.kind.holds, "rule": kept.rule}
    told |= {"by": kept.kind.by or None, "setting": kept.kind.setting or None, "overdue": kept.is_overdue}
    told["oldest"] = kept.oldest.isoformat() if kept.oldest else None
    if kept.mark is not None:
        told["carried_out"] = {"at": kept.mark.at.isoformat(), "rule": kept.mark.rule}
        told["carried_out"] |= {"gone": kept.mark.gone, "ever": kept.mark.ever}
    return told


def _as_text(kept: "Kept") -> str:
    lines = [
        f"  {kept.kind.name} ({kept.kind.holds})",
        f"      {kept.rule}{f'; by {kept.kind.by}' if kept.kind.by else ''}",
    ]
    if kept.oldest is not None:
        lines.append(f"      the oldest is of {kept.oldest:%Y-%m-%d %H:%M}{'  OVERDUE' if kept.is_overdue else ''}")
    if kept.mark is not None:
        mark = kept.mark
        lines.append(f"      carried out last {mark.at:%Y-%m-%d %H:%M}: {mark.gone} went, {mark.ever} in all")
    return "\n".join(lines)
