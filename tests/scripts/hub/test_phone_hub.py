"""`gatehouse hub` with the guards' page, in a process of its own beside the store of its home."""

import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from scripts.command import SETTINGS_FILE, Context
from scripts.errors import SettingsError
from scripts.hub.guards import guards_page
from scripts.hub.process import hub_process
from tests.scripts.hub.homes import desk_home
from tests.watchlist.store_hand import an_alarm, photo
from watchlist.alarms.life import Stage
from watchlist.store import WatchlistStore

PIN = "482913"
SERVED = (
    '[phone]\nserve = true\n[guard]\ninstruction = "请打 8120"\n[[cameras]]\nname = "北门"\nurl = "fake:entrance"\n'
)


def phone_home(folder: Path) -> Path:
    home = desk_home(folder, payment=SERVED)
    with Context(home).open_store() as store:
        store.accounts.add("101", "李娜", "guard", PIN, "op", datetime.now(UTC))
    return home


def rung(store: WatchlistStore, at: datetime) -> None:
    until = (datetime.now(UTC) + timedelta(days=30)).date()
    listed = store.list_person("张三", "sold slots", until, "op", [photo(1)])
    store.raise_alarm(an_alarm("alarm001", listed.person_id, at=at), b"")


def test_a_hub_that_is_told_to_serves_the_page_and_ends_at_once_while_somebody_listens(tmp_path: Path) -> None:
    home = phone_home(tmp_path / "院内")
    with hub_process(home) as (url, process), httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        assert "<main" in client.get("/guard/").text
        headers = {"Origin": url, "Gatehouse-Page": "1"}
        given = {"value": {"guard_id": "101", "pin": PIN}}
        assert client.post("/guard/v1/log-in", json=given, headers=headers).status_code == 200
        shift = client.get("/guard/v1/shift").json()["value"]
        assert (shift["me"]["name"], shift["rules"]["instruction"]) == ("李娜", "请打 8120")
        (camera,) = client.get("/guard/v1/overview").json()["value"]["cameras"]
        assert (camera["camera"], camera["sight"]) == ("北门", "unknown")
        with client.stream("GET", "/guard/v1/events") as events:
            lines = events.iter_lines()
            assert next(lines).startswith("retry")
            with Context(home).open_store() as store:
                rung(store, datetime.now(UTC))
            assert "alarm001" in next(line for line in lines if line.startswith("data"))
            asked_at = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        assert time.monotonic() - asked_at < 5


def test_a_hub_that_is_not_told_to_has_no_page(tmp_path: Path) -> None:
    with hub_process(desk_home(tmp_path)) as (url, _):
        assert httpx.get(f"{url}/guard/", trust_env=False).status_code == 404


def test_alarms_escalate_while_no_watch_runs(tmp_path: Path) -> None:
    context = Context(phone_home(tmp_path))
    with context.open_store() as store, guards_page(context) as page:
        rung(store, datetime(2026, 1, 1, tzinfo=UTC))
        page.keep_up()
        assert store.alarm("alarm001").life.stage is Stage.EXPIRED


def test_a_store_that_cannot_be_opened_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = Context(tmp_path)
    (tmp_path / "gatehouse.db").write_bytes(b"no database" * 100)
    with guards_page(context) as page:
        page.keep_up()
        page.keep_up()
    assert capsys.readouterr().err.count("the guards' page waits") == 1


def test_faults_in_the_guards_settings_are_told(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).write_text("[phone]\nserve = true\n[guard]\nlock_after_s = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="lock_after_s"), guards_page(Context(tmp_path)):
        pass
