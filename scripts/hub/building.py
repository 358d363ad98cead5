"""The hub put together: desk, payments, web application, upkeep."""

from hardware.payments.simulator import SimulatedPayments
from scripts.command import Context
from scripts.hub.application import application
from scripts.hub.opening import open_desk
from scripts.hub.paying import open_payments
from scripts.hub.serving import Address, Server
from scripts.hub.settings import HubTree
from scripts.hub.upkeep import kept_up
from scripts.site_time import zone_named


def run_hub(context: Context, tree: HubTree, address: Address) -> None:
    """Serve until asked to stop."""
    payments = open_payments(tree.payment)
    hand = payments if isinstance(payments, SimulatedPayments) and address.is_here else None

    def listening(url: str) -> None:
        context.out({"event": "listening", "url": url}, f"The desk listens on {url}")

    with open_desk(context.home, tree.desk, payments, zone=zone_named(tree.site.zone)) as desk:
        server = Server(application(desk, tree.payment.kind, hand), address, listening)

        def stop() -> None:
            server.should_exit = True

        with kept_up(desk.keep_up, context.say, stop):
            server.serve_until_asked()
