"""The hub put together: desk, payments, web application, upkeep; guards' page and list where they are wanted."""

from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from hardware.payments.simulator import SimulatedPayments
from scripts.command import Context
from scripts.hub.application import application
from scripts.hub.opening import open_desk
from scripts.hub.paying import open_payments
from scripts.hub.serving import Address, Server
from scripts.hub.settings import HubTree
from scripts.hub.upkeep import kept_up
from scripts.site_time import zone_named

if TYPE_CHECKING:
    from scripts.hub.guards import GuardsPage
    from scripts.hub.listing import ListPart

GUARDS_TOO = ", the guards' page is there under /guard/"
LIST_TOO = ", the list under /list/v1"


def run_hub(context: Context, tree: HubTree, address: Address) -> None:
    """Serve until asked to stop."""
    payments = open_payments(tree.payment)
    hand = payments if isinstance(payments, SimulatedPayments) and address.is_here else None

    more = (GUARDS_TOO if tree.phone.serve else "") + (LIST_TOO if tree.hub.has_list else "")

    def listening(url: str) -> None:
        context.out({"event": "listening", "url": url}, f"The desk listens on {url}{more}")

    with ExitStack() as open_parts:
        desk = open_parts.enter_context(open_desk(context.home, tree.desk, payments, zone=zone_named(tree.site.zone)))
        guards = open_parts.enter_context(_guards(context)) if tree.phone.serve else None
        listed = open_parts.enter_context(_list(context, tree)) if tree.hub.has_list else None

        parts = [one for one in (guards, listed) if one is not None]

        def ending() -> None:
            for part in parts:
                part.close()

        web = application(
            desk,
            tree.payment.kind,
            hand,
            guards.application if guards else None,
            listed.served if listed else None,
        )
        server = Server(web, address, listening, ending)

        def stop() -> None:
            server.should_exit = True

        def keep_up() -> None:
            for part in parts:
                part.keep_up()
            desk.keep_up()

        with kept_up(keep_up, context.say, stop):
            server.serve_until_asked()


def _guards(context: Context) -> AbstractContextManager["GuardsPage"]:
    from scripts.hub.guards import guards_page  # loads the watchlist, for those who use it

    return guards_page(context)


def _list(context: Context, tree: HubTree) -> AbstractContextManager["ListPart"]:
    from scripts.hub.listing import list_part  # as above

    return list_part(context, tree)
