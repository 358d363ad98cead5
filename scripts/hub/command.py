"""`gatehouse hub`: the desk that all kiosks and channels of a site ask."""

from dataclasses import replace

import click

from scripts.command import Context, pass_context
from scripts.errors import SettingsError


@click.command()
@click.option("--host", help="Listen here instead of where desk.host says. [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of desk.port; 0 takes a free one and tells it.")
@click.option("--rehearse", is_flag=True, help="Take no money: payments are simulated. On this PC alone.")
@pass_context
def hub(context: Context, host: str | None, port: int | None, rehearse: bool) -> None:
    """Serve the site's desk until Ctrl-C or SIGTERM. Several hubs may share one PostgreSQL.

    With phone.serve it serves the guards' phone page under /guard as well. A rehearsal is paid by POST /simulator/pay
    with {"qr_text": "..."}; 'gatehouse desk sample' enters a drawn hospital.
    """
    from scripts.hub.building import run_hub
    from scripts.hub.serving import Address
    from scripts.hub.settings import HubTree

    tree = context.settings_of(HubTree)
    if rehearse:
        tree = replace(tree, payment=replace(tree.payment, kind="simulator"))
    desk = tree.desk
    chosen_port = desk.port if port is None else port
    address = Address(host or desk.host, chosen_port, desk.certificate_file, desk.certificate_key_file)
    if tree.payment.kind == "simulator" and not address.is_here:
        raise SettingsError("a rehearsal is for this PC alone", "Leave --host out, or --rehearse and its payment.kind.")
    run_hub(context, tree, address)
