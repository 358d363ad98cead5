"""The doctor at the desk: its database, the payments, and whether the hub answers this kiosk."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import KioskError
from records.errors import RecordsError
from records.files import disk_errors
from scripts.command import Context
from scripts.doctor.findings import Finding, Health
from scripts.errors import SettingsError
from scripts.hub.settings import HubTree
from scripts.kiosk.settings import KioskTree
from scripts.site_time import zone_named

if TYPE_CHECKING:
    from kiosk.desk.sql.site import Site

OWED_TOO_LONG = timedelta(hours=1)
ANSWER_WITHIN_S = 5.0


def desk_findings(context: Context) -> Iterator[Finding]:
    """Nothing for a home without a desk and without a kiosk."""
    try:
        hub, kiosk = context.settings_of(HubTree), context.settings_of(KioskTree)
    except SettingsError as error:
        yield Finding("desk", Health.FAULT, str(error), error.hint)
        return
    if _has_desk(context, hub):
        yield from _database(context, hub)
        yield _payments(hub)
    if kiosk.kiosk.desk:
        yield from _hub(context, kiosk)


def _has_desk(context: Context, hub: HubTree) -> bool:
    from scripts.hub.opening import DESK_FILE

    if hub.desk.database:
        return True
    try:
        with disk_errors(context.home):
            return (context.home / DESK_FILE).exists()
    except RecordsError:
        return False  # the list's own check tells it


def _database(context: Context, hub: HubTree) -> Iterator[Finding]:
    from kiosk.desk.listing import ids_entered
    from kiosk.desk.till.refunds import owed_since
    from scripts.hub.opening import open_desk

    try:
        with open_desk(context.home, hub.desk, zone=zone_named(hub.site.zone)) as desk:
            departments, _, people = ids_entered(desk.site)
            with desk.site.database.reading() as connection:
                owed = owed_since(connection, desk.site.now() - OWED_TOO_LONG)
            yield from _clock(desk.site)
    except (KioskError, RecordsError, SettingsError) as error:
        yield Finding("desk", Health.FAULT, str(error), error.hint)
        return
    what = f"{len(departments)} departments, {len(people)} people"
    empty_hint = "" if departments else "Enter the hospital: 'gatehouse desk import DIR'."
    yield Finding("desk", Health.WELL if departments else Health.CAUTION, what, empty_hint)
    if owed:
        hint = "Look at the merchant's page of the payment service: it may be blocked, or have too little money."
        yield Finding("payments", Health.FAULT, f"{owed} payments wait to go back for more than an hour", hint)


def _clock(site: "Site") -> Iterator[Finding]:
    from kiosk.desk.sql.clock_watch import ClockWrong
    from kiosk.desk.sql.last_upkeep import must_be_possible

    try:
        must_be_possible(site)
    except ClockWrong as error:
        yield Finding("clock", Health.FAULT, str(error), error.hint)


def _payments(hub: HubTree) -> Finding:
    from hardware.errors import PaymentError
    from scripts.hub.paying import open_payments

    kind = hub.payment.kind
    if kind == "none":
        return Finding("payments", Health.WELL, "none: the site is paid at its counter")
    if kind == "simulator":
        return Finding(
            "payments", Health.CAUTION, "simulated: nobody pays anything", "Write payment.kind for real use."
        )
    try:
        open_payments(hub.payment)
    except (SettingsError, PaymentError) as error:
        return Finding("payments", Health.FAULT, str(error), error.hint)
    return Finding("payments", Health.WELL, f"{kind}: the merchant's keys can be read")


def _hub(context: Context, tree: KioskTree) -> Iterator[Finding]:
    """Whether it is there, and whether it takes this kiosk's key."""
    from kiosk.desk.http.asking import desk_address

    settings = tree.kiosk
    try:
        address = desk_address(settings.desk)
        ca_file = context.home / settings.desk_ca_file if settings.desk_ca_file else None
        yield _health(address, ca_file)
        key = (context.home / settings.desk_key_file).read_text(encoding="ascii")
        yield _asked(address, key, ca_file)
    except (KioskError, RecordsError) as error:
        yield Finding("hub", Health.FAULT, str(error), error.hint)
    except (OSError, ValueError) as error:
        hint = "Make a key at the hub with 'gatehouse desk key new NAME --kind kiosk --out FILE' and put it there."
        yield Finding("hub", Health.FAULT, f"kiosk.desk_key_file cannot be read: {error}", hint)


def _health(address: str, ca_file: Path | None) -> Finding:
    import httpx

    from kiosk.errors import DeskAway
    from records.addresses import tls_for

    verify = tls_for(ca_file) if address.startswith("https://") else False
    try:
        with httpx.Client(verify=verify, timeout=ANSWER_WITHIN_S, trust_env=False) as client:
            told = client.get(f"{address}/healthz").json()
            version, is_well = str(told["version"]), bool(told["database"])
    except httpx.HTTPError as error:
        return Finding("hub", Health.FAULT, f"{address} does not answer: {type(error).__name__}", DeskAway.hint)
    except (ValueError, KeyError, TypeError):
        hint = "Check kiosk.desk in the settings: another program answers there."
        return Finding("hub", Health.FAULT, f"{address} is not a hub", hint)
    if not is_well:
        return Finding("hub", Health.FAULT, f"{address}: its database does not answer", "Look at the hub's database.")
    return Finding("hub", Health.WELL, f"{address} answers, version {version}")


def _asked(address: str, key: str, ca_file: Path | None) -> Finding:
    from kiosk.desk.http.client import HttpDesk
    from kiosk.desk.values import DepartmentKind

    with HttpDesk(address, key, ca_file=ca_file) as desk:
        count = len(desk.departments(DepartmentKind.CLINIC))
    return Finding("hub", Health.WELL, f"takes this kiosk's key, and offers {count} departments")
