"""`gatehouse people renew` where two must agree: a later last day waits, and whoever looks at the list sees it."""

from datetime import timedelta
from pathlib import Path

import pytest

from scripts.doctor.checks import _entries
from scripts.entrance.settings import Settings
from scripts.settings import SiteSettings
from scripts.site_time import today
from tests.scripts.people.world import Desk, Shot, save
from watchlist.errors import EntryRefused

UNTIL, LATER = today() + timedelta(days=30), today() + timedelta(days=90)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """With 张伟, proposed by op-1 and approved by op-2."""
    desk = Desk(tmp_path / "home", capsys)
    desk.context.settings = Settings(site=SiteSettings(four_eyes=True))
    desk.run("enrol", "张伟", save(tmp_path, "1.png", Shot(1, 1)), "--until", UNTIL, "--operator", "op-1")
    desk.run("approve", "张伟", "--operator", "op-2")
    return desk


def renew(desk: Desk, operator: str = "op-1", until: object = LATER) -> str:
    return desk.text("renew", "张伟", "--until", until, "--operator", operator)


def waiting_by_the_doctor(desk: Desk) -> str:
    with desk.context.open_store() as store:
        return next(_entries(store.entries(today()), today())).what


def test_a_later_day_is_told_to_wait_and_counts_when_another_approved_it(desk: Desk) -> None:
    assert renew(desk).endswith(f"is on the list until {UNTIL}; {LATER} counts after another operator approved it")
    [told] = desk.run("list")
    later = {"until": str(LATER), "asked_by": "op-1"}
    assert (told["state"], told["until"], told["later"]) == ("active", str(UNTIL), later)
    remark = f"(until {LATER} for approval, asked by op-1)"
    assert desk.text("list").endswith(remark)
    assert remark in desk.text("show", "张伟")
    assert desk.run("show", "张伟")[0]["later"] == later
    assert "1 wait for approval" in waiting_by_the_doctor(desk)
    with pytest.raises(EntryRefused, match="this later day"):
        desk.run("approve", "张伟", "--operator", "OP-1")
    assert desk.text("approve", "张伟", "--operator", "op-2") == f"张伟 is approved and rings until {LATER}"
    assert "later" not in desk.run("list")[0]
    assert "0 wait for approval" in waiting_by_the_doctor(desk)


def test_renewing_says_in_json_which_day_counts_and_which_waits(desk: Desk) -> None:
    [told] = desk.run("renew", "张伟", "--until", LATER)
    assert (told["until"], told["later"], told["state"]) == (str(UNTIL), str(LATER), "active")
    [told] = desk.run("renew", "张伟", "--until", today())
    assert (told["until"], "later" in told) == (str(today()), False)


def test_turned_down_the_last_day_is_told(desk: Desk) -> None:
    renew(desk)
    assert desk.text("refuse", "张伟", "--why", "not seen again") == f"张伟 keeps its last day: {UNTIL}"
    assert [(one["state"], one["until"]) for one in desk.run("list")] == [("active", str(UNTIL))]


def test_who_approves_is_told_that_their_own_day_still_waits(desk: Desk, tmp_path: Path) -> None:
    renew(desk, "op-2")
    own = f"the later day {LATER} that you asked for still for somebody else to approve"
    desk.run("enrol", "张伟", save(tmp_path, "2.png", Shot(1, 2)), "--operator", "op-1")
    assert desk.text("approve", "张伟", "--operator", "op-2").endswith(f"rings until {UNTIL}; {own}")
    for take, operator in ((3, "op-1"), (4, "op-2")):
        desk.run("enrol", "张伟", save(tmp_path, f"{take}.png", Shot(1, take)), "--operator", operator)
    assert f"; 1 photograph of your own and {own}" in desk.text("approve", "张伟", "--operator", "op-2")


def test_who_expired_while_the_later_day_waits_is_listed_and_rings_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew(desk)
    later_on = today() + timedelta(days=31)
    for module in ("looking", "changing"):
        monkeypatch.setattr(f"scripts.people.{module}.today", lambda: later_on)
    assert [(one["state"], "later" in one) for one in desk.run("list")] == [("expired", True)]
    desk.run("approve", "张伟", "--operator", "op-2")
    assert [one["state"] for one in desk.run("list")] == ["active"]


def test_without_four_eyes_a_later_day_counts_at_once(desk: Desk) -> None:
    desk.context.settings = Settings()
    assert renew(desk) == f"张伟 is on the list until {LATER}"
    assert "later" not in desk.run("list")[0]
