"""The doctor at the desk."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.desk.opening import OpenDesk
from kiosk.desk.till import refunds
from scripts.command import SETTINGS_FILE, Context
from scripts.doctor.desk import desk_findings
from scripts.doctor.findings import Finding, Health
from scripts.hub.application import application
from tests.kiosk.desk.http_hand import answering, running
from tests.kiosk.desk.till_world import SiteWorld
from tests.scripts.hub.homes import desk_home, kiosk_key, worked_at


def found(home: Path) -> dict[tuple[str, Health], Finding]:
    return {(one.part, one.health): one for one in desk_findings(Context(home))}


def kiosk_home(home: Path, url: str, key: str | None) -> Path:
    home.mkdir(exist_ok=True)
    (home / SETTINGS_FILE).write_text(f'[kiosk]\ndesk = "{url}"\ndesk_key_file = "desk.key"\n', encoding="utf-8")
    if key is not None:
        (home / "desk.key").write_text(key + "\n", encoding="ascii")
    return home


def test_a_home_without_a_desk_and_without_a_kiosk_says_nothing_and_makes_nothing(tmp_path: Path) -> None:
    assert found(tmp_path / "home") == {}
    assert not (tmp_path / "home").exists()


def test_a_desk_in_order_and_simulated_money(tmp_path: Path) -> None:
    home = desk_home(tmp_path / "home", payment='[payment]\nkind = "simulator"\n')
    told = found(home)
    assert "9 departments" in told["desk", Health.WELL].what
    assert "nobody pays" in told["payments", Health.CAUTION].what


def test_money_that_waits_to_go_back_for_long_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = desk_home(tmp_path / "home")
    monkeypatch.setattr(refunds, "owed_since", lambda _connection, _before: 3)
    assert found(home)["payments", Health.FAULT].what.startswith("3 payments")


def test_a_clock_behind_what_the_desk_did_already_is_a_fault(tmp_path: Path) -> None:
    home = desk_home(tmp_path / "home")
    assert ("clock", Health.FAULT) not in found(home)
    worked_at(home, datetime.now(UTC) + timedelta(days=9))
    assert "clock-is-right" in found(home)["clock", Health.FAULT].hint


def test_a_merchants_file_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    home = desk_home(tmp_path / "home", payment='[payment]\nkind = "wechat"\n')
    assert "wechat_key_file" in found(home)["payments", Health.FAULT].what


def test_a_database_that_is_away_is_a_fault(tmp_path: Path) -> None:
    text = '[desk]\ndatabase = "postgresql+psycopg://nobody@127.0.0.1:1/none"\n'
    (tmp_path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    assert found(tmp_path)["desk", Health.FAULT].hint


def test_the_hub_is_asked_with_this_kiosks_key(tmp_path: Path) -> None:
    world = SiteWorld("sqlite://")
    with running(application(world.open, "none")) as url:
        key = kiosk_key(world.open)
        told = list(desk_findings(Context(kiosk_home(tmp_path, url, key))))
        assert {one.health for one in told} == {Health.WELL}
        assert "takes this kiosk's key" in told[-1].what
        world.open.keys.take_back(key.partition(".")[0], "test")
        assert "key" in found(tmp_path)["hub", Health.FAULT].hint
        (tmp_path / "desk.key").unlink()
        assert "desk_key_file" in found(tmp_path)["hub", Health.FAULT].what
    kept: OpenDesk = world.open
    kept.close()


def test_a_hub_that_is_away_another_program_and_plain_http_are_told_apart(tmp_path: Path) -> None:
    home = kiosk_home(tmp_path, "http://127.0.0.1:1", "k." + "0" * 64)
    assert "does not answer" in found(home)["hub", Health.FAULT].what
    with answering(lambda: b"HTTP/1.0 200 OK\r\n\r\nhello") as url:
        kiosk_home(tmp_path, url, None)
        told = [one for one in desk_findings(Context(home)) if one.health is Health.FAULT]
    assert "is not a hub" in told[0].what
    kiosk_home(tmp_path, "http://desk.example.org", None)
    assert "in clear" in found(home)["hub", Health.FAULT].what
