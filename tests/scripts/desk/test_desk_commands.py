"""The other commands of `gatehouse desk`."""

import os
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.desk.fake.hospital import ADULT, CHILD, HELPER, OLD_MAN
from kiosk.desk.keys import id_in, is_right
from kiosk.desk.sql.clock_watch import ClockBehind
from kiosk.desk.sql.tables import trail
from kiosk.desk.sql.upkeep import mark_no_shows
from kiosk.desk.values import Booking
from records.home_key import KEY_ID_FILE
from scripts.command import SETTINGS_FILE, Context
from scripts.desk.desks import desk_of
from scripts.desk.key_making import OURS
from scripts.hub.opening import open_desk
from scripts.hub.settings import DeskSettings
from scripts.main import run
from tests.scripts.desk.conftest import Ask
from tests.scripts.hub.homes import worked_at


def noted(home: Path, what: str) -> list[tuple[str, str]]:
    """Who did it and to what, by the desk's trail."""
    with open_desk(home, DeskSettings(), environ=os.environ) as desk, desk.site.database.reading() as connection:
        rows = connection.execute(sa.select(trail.c.actor, trail.c.subject).where(trail.c.what == what))
        return [(row.actor, row.subject) for row in rows]


def test_a_key_is_written_once_for_its_owner_and_can_be_ended(tmp_path: Path, home: Path, ask: Ask) -> None:
    out = tmp_path / "kiosk.key"
    (made,) = ask("key", "new", "north-1", "--kind", "kiosk", "--out", str(out), "--operator", "李娜")
    written = out.read_text(encoding="ascii").strip()
    assert id_in(written) == made["id"]
    assert "key" not in made
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (told,) = ask("key", "new", "wechat", "--kind", "channel")
    with open_desk(home, DeskSettings(), environ=os.environ) as desk:
        assert is_right(desk.keys.find(told["id"]), told["key"])
    assert [one["name"] for one in ask("keys")] == ["north-1", "wechat"]
    ask("key", "end", made["id"], "--operator", "张伟")
    assert [one["name"] for one in ask("keys")] == ["wechat"]
    ask("key", "end", made["id"], code=1)
    assert noted(home, "key ended") == [("张伟", made["id"])]
    assert noted(home, "key made")[0] == ("李娜", made["id"])


def test_a_key_that_could_not_be_written_is_not_made(tmp_path: Path, ask: Ask) -> None:
    out = tmp_path / "kiosk.key"
    out.write_text("another", encoding="ascii")
    ask("key", "new", "north-1", "--kind", "kiosk", "--out", str(out), code=1)
    assert out.read_text(encoding="ascii") == "another"
    ask("key", "new", "north-1", "--kind", "kiosk", "--out", str(tmp_path / "nowhere" / "k"), code=1)
    assert ask("keys") == []


@pytest.mark.parametrize("name", [*sorted(OURS), "Capital", "a b", ""])
def test_a_name_that_is_none_or_the_desks_own_is_wrong_usage(ask: Ask, name: str) -> None:
    ask("key", "new", name, "--kind", "channel", code=2)


def test_the_drawn_hospital_is_entered_once_with_its_photographs(tmp_path: Path, home: Path, ask: Ask) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / f"{ADULT.id}.jpg").write_bytes(b"drawn")
    ask("sample", "--photos", str(photos))
    ask("sample", code=1)
    with open_desk(home, DeskSettings(), environ=os.environ) as desk:
        assert desk.desk_for("kiosk").photo_of(ADULT.id) == b"drawn"


def test_delegates_are_added_listed_and_removed_by_somebody(home: Path, ask: Ask) -> None:
    ask("sample")
    ask("delegate", "add", ADULT.id, HELPER.id, "--relation", "helper", "--until", "2099-01-01", "--operator", "李娜")
    ask("delegate", "add", ADULT.id, "nobody", "--relation", "helper", code=1)
    (entry,) = ask("delegate", "list", ADULT.id)
    assert (entry["person"], entry["until"], entry["entered_by"]) == (HELPER.id, "2099-01-01", "李娜")
    ask("delegate", "remove", entry["id"], "--operator", "张伟")
    assert [one["removed_by"] for one in ask("delegate", "list", ADULT.id)] == ["张伟"]
    assert noted(home, "delegate removed") == [("张伟", entry["id"])]
    ask("delegate", "remove", "nothing", code=1)


def test_the_day_is_listed_without_names_and_the_next_one_is_called_in(home: Path, ask: Ask) -> None:
    ask("sample")
    with open_desk(home, DeskSettings(), environ=os.environ) as desk:
        (place,) = desk.desk_for("kiosk").queue_of(OLD_MAN.id)
        (booking,) = desk.desk_for("kiosk").bookings_of(OLD_MAN.id)
    listed = ask("bookings", "--day", f"{booking.slot.starts_at:%Y-%m-%d}")
    (mine,) = [one for one in listed if one["patient"] == OLD_MAN.id]
    assert (mine["state"], mine["number"], mine["name"]) == ("checked-in", place.number, OLD_MAN.masked_name)
    assert not any(OLD_MAN.name in str(one) for one in listed)
    if booking.slot.starts_at.date() == open_now(home):
        assert [one["number"] for one in ask("call", "bones", "--operator", "d")] == [place.number]
        assert noted(home, "called") == [("d", booking.id)]
    assert [one["event"] for one in ask("call", "bones", "--doctor", "yang")] == ["nobody"]
    ask("call", "nowhere", code=1)


def open_now(home: Path) -> object:
    with open_desk(home, DeskSettings(), environ=os.environ) as desk:
        return desk.site.today()


def missed(home: Path) -> Booking:
    """Somebody's booking, marked as a no-show."""
    with open_desk(home, DeskSettings(), environ=os.environ) as desk:
        (booking,) = desk.desk_for("kiosk").bookings_of(CHILD.id)
        late = replace(desk.site, clock=lambda: booking.check_in_until + timedelta(seconds=1))
        mark_no_shows(late, late.now())
    return booking


@pytest.mark.parametrize("by", ["id", "code"])
def test_a_wrong_no_show_is_undone_by_somebody(home: Path, ask: Ask, by: str) -> None:
    ask("sample")
    booking = missed(home)
    (told,) = ask("undo-no-show", getattr(booking, by), "--operator", "李娜")
    assert (told["booking"], told["state"]) == (booking.id, "booked")
    assert noted(home, "no-show undone") == [("李娜", booking.id)]
    ask("undo-no-show", getattr(booking, by), code=1)
    ask("undo-no-show", "nothing", code=1)


def test_a_clock_that_the_staff_says_is_right_is_gone_by(home: Path, ask: Ask) -> None:
    worked_at(home, datetime.now(UTC) + timedelta(days=9))
    with open_desk(home, DeskSettings(), environ=os.environ) as desk, pytest.raises(ClockBehind):
        desk.keep_up()
    ask("clock-is-right", "--operator", "李娜")
    assert noted(home, "clock believed")[-1] == ("李娜", "clock")
    with open_desk(home, DeskSettings(), environ=os.environ) as desk:
        desk.keep_up()


def test_the_days_are_those_of_the_sites_zone(home: Path, ask: Ask) -> None:
    """These two lie 25 hours apart, so that it is another day in each whatever the time."""
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        home.mkdir(exist_ok=True)
        (home / SETTINGS_FILE).write_text(f'[site]\nzone = "{zone}"\n', encoding="utf-8")
        with desk_of(Context(home)) as desk:
            days.append(desk.site.today())
    assert days[0] > days[1]


def test_a_lost_key_id_is_told_before_a_new_key_is_made(home: Path, ask: Ask) -> None:
    ask("sample")
    (home / KEY_ID_FILE).unlink()
    (said,) = ask("keys", code=1)
    assert "key.id" in said["error"]
    assert not (home / KEY_ID_FILE).exists()


def test_a_database_that_is_away_and_a_wrong_address_are_expected_failures(home: Path) -> None:
    home.mkdir()
    away = 'database = "postgresql+psycopg://nobody@127.0.0.1:1/none"'
    nowhere = 'database = "postgresql+psycopg://nobody:secret@127.0.0.1:port/none"'
    for line, code in ((away, 1), (nowhere, 1), ('database = "oracle://x"', 2), ('book = "nothing"', 2)):
        (home / "gatehouse.toml").write_text(f"[desk]\n{line}\n", encoding="utf-8")
        assert run(["desk", "keys"], home=home) == code
