"""`gatehouse desk import`: a hospital's own files."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hardware.cards.events import CardKind
from kiosk.desk.opening import OpenDesk
from kiosk.desk.values import CardRef, DepartmentKind
from kiosk.errors import DeskRefused
from scripts.hub.opening import open_desk
from scripts.hub.settings import DeskSettings
from tests.scripts.desk.conftest import Ask
from tests.scripts.desk.files import FILES, write


@pytest.fixture
def desk(home: Path) -> Iterator[OpenDesk]:
    with open_desk(home, DeskSettings(), environ=os.environ) as desk:
        yield desk


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_all_files_are_entered_in_either_encoding(tmp_path: Path, ask: Ask, desk: OpenDesk, encoding: str) -> None:
    told = ask("import", str(write(tmp_path / "files", encoding)))
    entered = {one["what"]: one["entered"] for one in told}
    assert entered == {
        "departments": 2,
        "doctors": 1,
        "schedule": 2,
        "people": 2,
        "delegates": 1,
        "bills": 1,
        "reports": 1,
    }
    seen = desk.desk_for("kiosk")
    assert [one.name.zh for one in seen.departments(DepartmentKind.CLINIC)] == ["内科"]
    holder = seen.holder_of(CardRef(CardKind.VISIT, "V2"))
    assert (holder.person.name, [one.person.id for one in holder.delegates]) == ("李小宝", ["p1"])
    assert seen.holder_of(CardRef(CardKind.ID, "11010119900101000x")).person.has_photo
    assert [one.amount_fen for one in seen.bills_of("p1")] == [7550]
    assert seen.report("r1", "p1").lines == ("WBC 6.2",)


def test_a_session_becomes_half_hours_with_their_price(tmp_path: Path, ask: Ask, desk: OpenDesk) -> None:
    today = date.today()
    schedule = f"department,doctor,day,start,end,capacity,price,minutes\nmri,,{today},0:00,23:59,2,9.9,45\n"
    ask("import", str(write(tmp_path / "files", schedule=schedule)))
    slots = desk.desk_for("kiosk").slots("mri", None, today)
    assert {(one.capacity, one.price_fen, (one.ends_at - one.starts_at).seconds) for one in slots} <= {(2, 990, 2700)}


def test_again_only_what_is_new_or_changed_is_entered(tmp_path: Path, ask: Ask, desk: OpenDesk) -> None:
    folder = write(tmp_path / "files")
    ask("import", str(folder))
    assert {one["entered"] for one in ask("import", str(folder))} == {0}
    people = FILES["people.csv"].replace("张伟", "张大伟") + "p3,王某,1950-01-01,\n"
    entered = {one["what"]: one["entered"] for one in ask("import", str(write(folder, people=people)))}
    assert {what for what, count in entered.items() if count} == {"people"}
    assert entered["people"] == 2
    (folder / "photos" / "p1.jpg").unlink()
    ask("import", str(folder))
    assert desk.desk_for("kiosk").photo_of("p1") == b"\xff\xd8\xff photograph"


def test_a_card_that_is_missing_has_ended(tmp_path: Path, ask: Ask, desk: OpenDesk) -> None:
    folder = write(tmp_path / "files")
    ask("import", str(folder))
    ask("import", str(write(folder, cards="kind,number,person\nvisit,V9,p1\nvisit,V2,p2\n")))
    seen = desk.desk_for("kiosk")
    assert seen.holder_of(CardRef(CardKind.VISIT, "V9")).person.id == "p1"
    with pytest.raises(DeskRefused, match="card-ended"):
        seen.holder_of(CardRef(CardKind.VISIT, "V1"))


def test_every_fault_is_told_with_its_place_and_nothing_is_entered(tmp_path: Path, ask: Ask, desk: OpenDesk) -> None:
    folder = write(
        tmp_path / "files",
        departments="id,kind,name,place,colour\nnk,clinic,内科,二楼,red\n",
        doctors="id,department,name,title\nd1,xx,单大夫,主任\n",
        schedule="department,day,start,end,capacity\nnk,2099-02-30,8:00,7:00,x\n",
        people="id,name,born_on\np1,张伟,1990-13-01\n,李,2020-01-01\np2,a,2020-01-01,too,many\np1,张,1990-01-01\n",
        cards="kind,number,person\nlibrary,V1,p1\nvisit,V2,p7\n",
        bills="id,patient,kind,title,line,amount\nb1,p1,outpatient,费,血,1.234\n",
        reports='id,patient,title,taken_at,ready,line\nr1,p1,"血常规,2026',
    )
    (folder / "photos" / "p1.jpg").write_bytes(b"GIF")
    (said,) = ask("import", str(folder), code=1)
    for place in (
        "departments.csv line 1: unknown columns: colour",
        "doctors.csv line 2: there is no department 'xx'",
        "people.csv line 2: born_on '1990-13-01'",
        "people.csv line 3: id must not be empty",
        "people.csv line 4: has more than 3 columns",
        "cards.csv line 2: kind 'library'",
        "cards.csv line 3: people.csv has nobody with the id 'p7'",
        "photos/p1.jpg: is no JPEG",
        "bills.csv line 2: amount '1.234'",
        "reports.csv",
    ):
        assert place in said["error"], place
    assert desk.desk_for("kiosk").departments(DepartmentKind.CLINIC) == ()


def test_what_the_desk_itself_refuses_is_told_with_its_place_and_nothing_is_entered(
    tmp_path: Path, ask: Ask, desk: OpenDesk
) -> None:
    folder = write(tmp_path / "files")
    ask("import", str(folder))
    people = "id,name,born_on\np8,王某,1950-01-01\np9,陈某,1950-01-01\n"
    cards = "kind,number,person\nvisit,V8,p8\nvisit,V1,p9\n"
    (folder / "photos" / "p1.jpg").unlink()
    (said,) = ask("import", str(write(folder, people=people, cards=cards)), code=1)
    assert "people.csv" in said["error"]
    with pytest.raises(DeskRefused):
        desk.desk_for("kiosk").holder_of(CardRef(CardKind.VISIT, "V8"))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899/12/31"])
def test_a_day_that_nobody_lives_on_is_told(tmp_path: Path, ask: Ask, day: str) -> None:
    schedule = f"department,doctor,day,start,end,capacity,price\nnk,d1,{day},8:00,12:00,5,50\n"
    (said,) = ask("import", str(write(tmp_path / "files", schedule=schedule)), code=1)
    assert f"schedule.csv line 2: day '{day}'" in said["error"]


def test_a_file_in_another_encoding_is_told(tmp_path: Path, ask: Ask) -> None:
    folder = write(tmp_path / "files")
    (folder / "people.csv").write_bytes("id,name,born_on\np1,ü\xff,1990-01-01\n".encode("latin-1") + b"\x80\xff\n")
    (said,) = ask("import", str(folder), code=1)
    assert "neither UTF-8 nor GB18030" in said["error"]
