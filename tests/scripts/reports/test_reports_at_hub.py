"""`gatehouse reports --hub URL`, and the reports of the hub that a home is."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scripts.command import Context
from scripts.errors import CommandError
from scripts.hub.list_store import open_list_store
from scripts.login.sessions import FOLDER_VARIABLE, KeptSession, keep
from scripts.reports.command import reports
from tests.scripts.hub.list_hand import list_home
from tests.watchlist.hub.hub_hand import HubWorld, a_world, served
from watchlist.hub.errors import NotAllowed
from watchlist.reports.values import Wanted

Run = Callable[..., list[dict[str, Any]]]
CALLS, WRITES = "门口的人说打13800138000就有专家号", "加微信 huang666niu，电话138 0013 8000"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(home: Path, *arguments: object) -> list[dict[str, Any]]:
        context = Context(home, json=True)
        reports.main([str(one) for one in arguments], "reports", standalone_mode=False, obj=context)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def log_in(world: HubWorld, url: str, who: str) -> None:
    keep(KeptSession(url, who, world.token(who), world.hand.now + timedelta(hours=1)))


def test_the_commands_do_at_a_hub_what_they_do_at_home(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "sessions"))
    file = tmp_path / "hotline.csv"
    file.write_text(f"time,place,text,id\n2026-01-01 10:00,北门,{CALLS},1\n2026-01-01 11:00,北门,{WRITES},2\n", "utf-8")
    home = tmp_path / "home"
    with a_world(tmp_path / "hub.db") as world, served(world) as url:
        log_in(world, url, "guard")
        assert run(home, "add", "说卖专家号", "--at", "2026-01-01", "--hub", url) == [{"event": "added", "report": 1}]
        with pytest.raises(NotAllowed):
            run(home, "list", "--hub", url)
        log_in(world, url, "reviewer")
        assert run(home, "--hub", url, "import", file)[0]["new"] == 2
        assert run(home, "import", file, "--hub", url)[0] == {"event": "imported", "new": 0, "known": 2, "refused": 0}
        [group] = run(home, "groups", "--hub", url)
        found = run(home, "search", "13800138000", "--hub", url)
        assert [(one["report"], one["source"]) for one in found] == [(3, "hotline.csv"), (2, "hotline.csv")]
        shown = run(home, "show", group["group"], "--hub", url)
        assert [len(one["names"]) for one in shown[1:]] == [2, 1]
        [told] = run(home, "propose", group["group"], "--hub", url)
        assert told["reports"] == [2, 3]
        assert run(home, "dismiss", group["group"], "--why", "the hotline", "--hub", url)[0]["reports"] == 2
        assert {"why": "the hotline"} in run(home, "show", group["group"], "--hub", url)
        with pytest.raises(CommandError, match="not logged in"):
            run(home, "list", "--hub", "http://127.0.0.1:9")
    assert not (home / "gatehouse.db").exists()


def test_where_the_hub_serves_a_list_its_reports_are_the_homes(tmp_path: Path, run: Run) -> None:
    home = list_home(tmp_path / "hub")
    assert run(home, "add", CALLS)[0]["event"] == "added"
    with open_list_store(Context(home)) as store:
        assert [one.text for one in store.reports.search(Wanted(), "test")] == [CALLS]
    assert not (home / "gatehouse.db").exists()
