"""`gatehouse join` and `gatehouse leave`: which lists this home follows."""

from dataclasses import replace

import click

from scripts.command import SETTINGS_FILE, Context, operator_option, pass_context
from scripts.errors import SettingsError
from scripts.following.opening import followed_store, hub_follows_here, hub_of, the_only_list
from scripts.following.settings import FollowSettings, FollowTree
from scripts.hub.settings import HubTree
from watchlist.feed.reading import is_list_id

ROOT_DIGITS = 64


def _root(_context: click.Context, _parameter: click.Parameter, value: str) -> bytes:
    digits = "".join(value.replace(":", " ").replace("-", " ").split())
    try:
        root = bytes.fromhex(digits)
    except ValueError:
        root = b""
    if len(digits) != ROOT_DIGITS or not root:
        raise click.BadParameter(f"a root key is {ROOT_DIGITS} digits and letters a to f")
    return root


def _list(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_list_id(value):
        raise click.BadParameter("a list's name is small letters, digits and hyphens")
    return value


@click.command()
@click.option(
    "--list",
    "list_id",
    required=True,
    callback=_list,
    metavar="LIST",
    help="The list's name, as the hub's people tell it.",
)
@click.option("--root", required=True, callback=_root, metavar="KEY", help="The root key's public half, 64 digits.")
@click.option("--hub", metavar="URL", help="Instead of follow.hub in the settings.")
@click.option("--key-file", metavar="FILE", help="Instead of follow.key_file: this PC's own key at the hub.")
@click.option("--ca-file", metavar="FILE", help="Instead of follow.ca_file.")
@operator_option
@pass_context
def join(
    context: Context,
    list_id: str,
    root: bytes,
    hub: str | None,
    key_file: str | None,
    ca_file: str | None,
    operator: str | None,
) -> None:
    """Follow a list of the hub from now on: it is added to this home's own, and nobody here changes it.

    Let the hub's people read the root key to you, by telephone or on paper: whoever holds it says who is on the list.
    The hub is asked first, and its list must be signed under that key. Without a hub (a site without a network) the
    key alone is kept, and bundles are imported. 'gatehouse watch' fetches the list and keeps it up to date; in the home
    of a hub whose hub.role is "follower", 'gatehouse hub' does, and tells it on. A hub may tell two lists, the one of
    many hospitals and its hospital's own: join each.
    """
    from watchlist.feed.client.examining import examine_hub
    from watchlist.feed.trust import Trust

    settings = _chosen(context.settings_of(FollowTree).follow, hub, key_file, ca_file)
    _must_be_the_hubs(context, list_id)
    place = hub_of(context.home, settings)
    head = None if place is None else examine_hub(place, Trust(list_id, root))
    with followed_store(context) as store:
        store.join(list_id, root, operator or context.operator)
    told = {"event": "joined", "list": list_id, "hub": settings.hub, "revision": head.seq if head else None}
    known = f", revision {head.seq} with {head.entries} entries" if head else ""
    context.out(told, f"this home follows the list {list_id}{known}")
    if settings != context.settings_of(FollowTree).follow:
        context.say(f"hint:  write into {SETTINGS_FILE}:\n\n{_as_toml(settings)}")


@click.command()
@click.option("--list", "list_id", callback=_list, metavar="LIST", help="Which, where this home follows several.")
@operator_option
@pass_context
def leave(context: Context, list_id: str | None, operator: str | None) -> None:
    """Follow a list no more: its people are not looked for here any longer. This home's own list stays."""
    with followed_store(context) as store:
        name = list_id or the_only_list([one.list_id for one in store.followed_lists()])
        dropped = store.leave(name, operator or context.operator)
    context.out(
        {"event": "left", "list": name, "dropped": dropped},
        f"this home follows the list {name} no more: {dropped} who rang are gone",
    )


def _must_be_the_hubs(context: Context, list_id: str) -> None:
    named = context.settings_of(HubTree).hub.list_id
    if hub_follows_here(context) and list_id != named:
        hint = f"Correct hub.list_id in {SETTINGS_FILE}, or join the list that it names."
        raise SettingsError(f"this home's hub is to follow the list {named}, not {list_id}", hint)


def _chosen(settings: FollowSettings, hub: str | None, key_file: str | None, ca_file: str | None) -> FollowSettings:
    try:
        return replace(
            settings,
            hub=settings.hub if hub is None else hub,
            key_file=settings.key_file if key_file is None else key_file,
            ca_file=settings.ca_file if ca_file is None else ca_file,
        )
    except ValueError as error:
        raise SettingsError(str(error), "Give --hub and --key-file together, or write both under [follow].") from error


def _as_toml(settings: FollowSettings) -> str:
    lines = [f'{name} = "{getattr(settings, name)}"' for name in ("hub", "key_file", "ca_file")]
    return "\n".join(["[follow]", *(line for line in lines if not line.endswith('""'))]).replace("\\", "\\\\")
