"""Whose appointment book the hub's desk has, and what it is sealed with."""

import json
import os
import uuid
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from hardware.payments.simulator import SimulatedPayments
from kiosk.desk.fhir.opening import open_fhir_book
from kiosk.desk.opening import OpenDesk
from kiosk.desk.values import DepartmentKind, PaymentState, PaySubject
from records.errors import WrongKey
from records.home_key import KEY_ID_FILE
from scripts.command import Context
from scripts.errors import SettingsError
from scripts.hub.opening import open_desk
from scripts.hub.settings import DeskSettings, HubTree
from scripts.main import run
from scripts.site_time import SITE_ZONE, now_at_site, zone_named
from tests.kiosk.desk.book_world import ADULT, CLINIC, SELF, Offer
from tests.kiosk.desk.fhir_peer import FhirPeer, fhir_peer
from tests.kiosk.desk.fhir_world import FhirWorld
from tests.postgres_peer import PostgresPeer
from tests.scripts.hub.homes import desk_home


def test_the_book_of_a_hospitals_own_system(tmp_path: Path) -> None:
    with fhir_peer() as peer:
        FhirWorld(peer).close()
        settings = DeskSettings(book=peer.url, book_token_file=token_file(tmp_path, peer).name)
        with open_desk(tmp_path, settings, environ=os.environ) as desk:
            assert CLINIC.id in {one.id for one in desk.desk_for("kiosk").departments(DepartmentKind.CLINIC)}
        (tmp_path / "gatehouse.toml").write_text(
            f'[desk]\nbook = "{peer.url}"\nbook_token_file = "token"\n', encoding="utf-8"
        )
        assert run(["desk", "sample"], home=tmp_path) == 2
        assert run(["desk", "keys"], home=tmp_path) == 0


def test_a_booking_at_the_hospitals_system_is_paid_at_our_till(tmp_path: Path) -> None:
    with fhir_peer() as peer, closing(FhirWorld(peer)) as world:
        world.offer(Offer("a", price_fen=5000))
        site = replace(world.hospital.site, new_id=lambda: uuid.uuid4().hex)
        service = SimulatedPayments(site.clock)
        own = partial(open_fhir_book, base_url=peer.url, token_file=token_file(tmp_path, peer))
        with closing(OpenDesk(site, service, 100, own)) as desk:
            seen = desk.desk_for("kiosk")
            held = seen.hold("hold-001", "a", ADULT, SELF)
            payment = seen.start_payment("start-01", PaySubject.BOOKING, held.id, ADULT, SELF)
            service.pay(payment.id)
            assert seen.payment(payment.id).state is PaymentState.PAID
            assert [(one.id, one.is_paid) for one in seen.bookings_of(ADULT)] == [(held.id, True)]
            seen.cancel("cancel-1", held.id, SELF)
            desk.keep_up()
            desk.keep_up()
            assert seen.payment(payment.id).state is PaymentState.REFUNDED


def token_file(folder: Path, peer: FhirPeer) -> Path:
    """What the hospital's system wants to see from now on."""
    peer.token = "token-of-the-hub"
    path = folder / "token"
    path.write_text(peer.token, encoding="ascii")
    return path


def test_a_database_that_was_sealed_with_another_key_is_refused(tmp_path: Path, postgres: PostgresPeer) -> None:
    database = postgres.new_database()
    desk_home(tmp_path / "first", database)
    with pytest.raises(WrongKey), open_desk(tmp_path / "second", DeskSettings(database=database), environ=os.environ):
        pass
    assert (tmp_path / "second" / KEY_ID_FILE).exists()


def test_a_book_that_is_no_address_is_a_settings_fault(tmp_path: Path) -> None:
    (tmp_path / "gatehouse.toml").write_text('[desk]\nbook = "fhir"\ndatabase = "mysql://x"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="FHIR"):
        Context(tmp_path).settings_of(HubTree)


@pytest.mark.parametrize("name", ["Asia/Nowhere", "Asia", "../x", "/etc/localtime", "北京", "Asia/Shang:hai", "a\0b"])
def test_a_zone_that_is_none_is_a_settings_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / "gatehouse.toml").write_text(f"[site]\nzone = {json.dumps(name)}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"site\.zone: .*Asia/Shanghai") as wrong:
        Context(tmp_path).settings_of(HubTree)
    assert wrong.value.hint


def test_a_site_without_a_zone_of_its_own_goes_by_this_computers() -> None:
    assert zone_named("") is SITE_ZONE
    assert zone_named("Asia/Shanghai").utcoffset(datetime(2026, 8, 3)) == timedelta(hours=8)


def test_the_sites_zone_is_this_computers_at_every_moment() -> None:
    now = now_at_site()
    there = now.astimezone(SITE_ZONE)
    assert there == now
    assert there.utcoffset() == now.utcoffset()
    assert (
        there.replace(month=1, day=1).utcoffset() == now.replace(month=1, day=1, tzinfo=None).astimezone().utcoffset()
    )
