"""`gatehouse people` list, show, approve, renew, revoke, erase and enrol: what they do and what they refuse."""

from datetime import timedelta
from pathlib import Path

import click
import pytest

from camera.sources.pictures import read_picture
from scripts.entrance.settings import Settings
from scripts.errors import CannotWrite
from scripts.settings import SiteSettings
from scripts.site_time import now_at_site, today
from tests.scripts.people.world import Desk, Shot, of_kind, save
from tests.watchlist.store_hand import an_alarm
from watchlist.alarms.life import Decide, GuardId, LifeLimits, Verdict
from watchlist.errors import EntryRefused, NobodyByThatName, WatchlistError
from watchlist.operating_points import OperatingPoint
from watchlist.types import AlarmId


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """With two photographs of 张伟 enrolled."""
    desk = Desk(tmp_path / "home", capsys)
    photos = [save(tmp_path, f"照片{take}.png", Shot(1, take)) for take in (1, 2)]
    desk.run("enrol", "张伟", *photos, "--reason", "sold a slot", "--operator", "op-1")
    return desk


def listed(desk: Desk, *options: str) -> list[tuple[str, int, str, str]]:
    return [(one["person"], one["photos"], one["until"], one["state"]) for one in desk.run("list", *options)]


def test_the_list_tells_name_photographs_and_last_day_but_no_reason(desk: Desk) -> None:
    until = today() + timedelta(days=180)
    assert listed(desk) == [("张伟", 2, str(until), "active")]
    assert "reason" not in desk.run("list")[0]
    assert desk.text("list", "--reasons") == f"张伟    2  until {until}  active     sold a slot"


def test_an_empty_list_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path / "other", capsys)
    assert desk.run("list") == []
    assert "nobody is on the list" in desk.remarks


def test_show_writes_the_photographs_and_the_look_is_on_record(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "看.jpg"
    desk.run("show", "张伟", "--out", out, "--operator", "op-2")
    picture = read_picture(out)
    assert picture.shape[1] > picture.shape[0]
    with desk.context.open_store() as store:
        looks = [(one.who, one.what) for one in store.audit_records()][-2:]
    assert looks == [("op-2", "photo.looked_at")] * 2


def test_show_tells_why_somebody_is_listed_and_what_that_rests_on(desk: Desk, tmp_path: Path) -> None:
    desk.run("enrol", "person-2", save(tmp_path, "p2.png", Shot(2)), "--reason", "sold", "--evidence", "a guard saw it")
    [told] = desk.run("show", "person-2", "--operator", "op-2")
    assert (told["event"], told["reason"], told["evidence"]) == ("shown", "sold", "a guard saw it")
    assert "basis" not in told
    with desk.context.open_store() as store:
        last = store.audit_records(1)[0]
    assert (last.who, last.what) == ("op-2", "entry.looked_at")


def test_show_lays_many_photographs_out_in_rows(desk: Desk, tmp_path: Path) -> None:
    desk.run("enrol", "张伟", *[save(tmp_path, f"{take}.png", Shot(1, take)) for take in range(3, 8)])
    desk.run("show", "张伟", "--out", tmp_path / "sheet.jpg")
    height, width, _ = read_picture(tmp_path / "sheet.jpg").shape
    assert (width // 376, height // 466) == (5, 2)


def test_show_writes_over_nothing_unasked(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "kept.jpg"
    out.write_bytes(b"mine")
    with pytest.raises(CannotWrite):
        desk.run("show", "张伟", "--out", out)
    assert out.read_bytes() == b"mine"
    desk.run("show", "张伟", "--out", out, "--force")
    assert out.read_bytes() != b"mine"
    with pytest.raises(click.BadParameter, match="jpg"):
        desk.run("show", "张伟", "--out", tmp_path / "x.gif")


NAMING = [
    *(("show", "--out", "x.jpg"), ("refuse", "--why", "no evidence"), ("decide", "--verdict", "listing-stands")),
    *((command,) for command in ("approve", "renew", "suspend", "resume", "appeal", "revoke", "erase")),
]


@pytest.mark.parametrize("command", NAMING)
def test_a_wrong_name_is_answered_with_the_near_ones(desk: Desk, command: tuple[str, ...]) -> None:
    with pytest.raises(NobodyByThatName) as raised:
        desk.run(*command, "张韦")
    assert "张伟" in raised.value.hint


def test_a_proposed_entry_is_approved_by_somebody_else(desk: Desk, tmp_path: Path) -> None:
    desk.context.settings = Settings(site=SiteSettings(four_eyes=True))
    desk.run("enrol", "person-2", save(tmp_path, "p2.png", Shot(2)), "--operator", "op-1")
    assert ("person-2", "proposed") in [(name, state) for name, _, _, state in listed(desk)]
    with pytest.raises(EntryRefused, match="op-1 proposed"):
        desk.run("approve", "person-2", "--operator", "op-1")
    desk.run("approve", "person-2", "--operator", "op-2")
    assert ("person-2", "active") in [(name, state) for name, _, _, state in listed(desk)]
    with pytest.raises(EntryRefused, match="does not wait"):
        desk.run("approve", "person-2", "--operator", "op-3")


def test_revoked_rings_no_more_and_renewed_rings_again(desk: Desk) -> None:
    desk.run("revoke", "张伟")
    assert listed(desk) == []
    assert "1 expired or revoked" in desk.remarks
    assert [state for *_, state in listed(desk, "--all")] == ["revoked"]
    until = today() + timedelta(days=30)
    desk.run("renew", "张伟", "--until", str(until))
    assert listed(desk) == [("张伟", 2, str(until), "active")]


@pytest.mark.parametrize("days", [-1, 367])
def test_no_entry_ends_in_the_past_or_lasts_for_years(desk: Desk, days: int) -> None:
    with pytest.raises(click.BadParameter, match="between"):
        desk.run("renew", "张伟", "--until", str(today() + timedelta(days=days)))


def test_erased_is_gone_and_may_be_listed_anew(desk: Desk, tmp_path: Path) -> None:
    assert desk.run("erase", "张伟", "--why", "listed by mistake") == [{"event": "erased", "person": "张伟"}]
    assert listed(desk, "--all") == []
    events = desk.run("enrol", "张伟", tmp_path / "照片1.png")
    assert [event["photos"] for event in of_kind(events, "enrolled")] == [1]


def test_enrol_adds_to_an_entry_and_names_a_missing_file(desk: Desk, tmp_path: Path) -> None:
    third = save(tmp_path, "3.png", Shot(1, 3))
    events = desk.run("enrol", " 张伟 ", third, third, tmp_path / "missing.png", tmp_path)
    assert [event["total"] for event in of_kind(events, "added")] == [3]
    assert [event["file"] for event in of_kind(events, "skipped")] == ["3.png"]
    assert [event["reason"] for event in of_kind(events, "refused")] == ["unreadable", "unreadable"]


def test_the_thresholds_of_the_site_hold_for_lookalikes_too(desk: Desk, tmp_path: Path) -> None:
    near = save(tmp_path, "near.png", Shot(2, 3, like=1, likeness=72))
    desk.context.settings = Settings(operating_points={"world@1": OperatingPoint(0.9, 0.05)})
    assert of_kind(desk.run("enrol", "person-2", near), "enrolled")
    desk.run("erase", "person-2")
    desk.context.settings = Settings()
    with pytest.raises(WatchlistError, match="could not be enrolled"):
        desk.run("enrol", "person-2", near)


def test_an_entry_that_was_wrong_again_and_again_asks_to_be_looked_at(desk: Desk) -> None:
    settled_at = now_at_site() + timedelta(minutes=5)
    with desk.context.open_store() as store:
        person_id = store.entry_by_name("张伟", today()).person_id
        for number in range(3):
            store.raise_alarm(an_alarm(f"a-{number}", person_id, at=now_at_site()), b"jpeg")
            store.act(AlarmId(f"a-{number}"), GuardId("wei"), Decide(Verdict.NOT_THIS_PERSON))
        store.pass_time(settled_at, LifeLimits())
    assert desk.run("list")[0]["wrong_alarms"] == 3
    assert "its last 3 alarms were somebody else" in desk.text("list")
    desk.run("reviewed", "张伟", "--operator", "op-2")
    assert "wrong_alarms" not in desk.run("list")[0]
