"""The desk of this home, as the commands of IT staff open it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scripts.command import Context
from scripts.errors import SettingsError

if TYPE_CHECKING:
    from kiosk.desk.opening import OpenDesk


@contextmanager
def desk_of(context: Context) -> Iterator["OpenDesk"]:
    """The hub may run meanwhile, or stand still."""
    from scripts.hub.opening import open_desk
    from scripts.hub.settings import HubTree
    from scripts.site_time import zone_named

    tree = context.settings_of(HubTree)
    with open_desk(context.home, tree.desk, zone=zone_named(tree.site.zone)) as desk:
        yield desk


@contextmanager
def own_book_of(context: Context) -> Iterator["OpenDesk"]:
    """As `desk_of`, for what a hospital system of its own knows and does better. Raises SettingsError there."""
    from scripts.hub.settings import OWN_BOOK, HubTree

    book = context.settings_of(HubTree).desk.book
    if book != OWN_BOOK:
        raise SettingsError(f"the appointment book is at {book}", "Do this in the hospital's own system.")
    with desk_of(context) as desk:
        yield desk
