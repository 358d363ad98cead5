"""`gatehouse alarms list`: how each alarm stands."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scripts.command import Context
from scripts.main import run
from tests.watchlist.store_hand import an_alarm, photo
from watchlist.alarms.life import PROGRAM, Act, Decide, Expire, GuardId, Release, Step, Take, Verdict
from watchlist.types import AlarmId

LI = GuardId("li")


@pytest.mark.parametrize(
    ("acts", "told", "guard", "verdict"),
    [
        ([], "nobody has it", None, None),
        ([Take()], "taken by li", "li", None),
        ([Take(), Release()], "nobody has it", None, None),
        ([Decide(Verdict.NOT_THIS_PERSON)], "not this person (li)", "li", "not_this_person"),
        ([Expire()], "expired", None, None),
    ],
)
def test_how_an_alarm_stands_and_who_decided_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    acts: list[Act],
    told: str,
    guard: str | None,
    verdict: str | None,
) -> None:
    monkeypatch.setenv("GATEHOUSE_KEYS", str(tmp_path / "keys"))
    home, now = tmp_path / "home", datetime.now(UTC)
    with Context(home).open_store() as store:
        person = store.list_person("张三", "sold slots", date(2999, 1, 1), "op", [photo(1)])
        store.raise_alarm(an_alarm("a-1", person.person_id, at=now), b"face")
        steps = [
            Step(f"s-{place}", now + timedelta(seconds=place), PROGRAM if isinstance(act, Expire) else LI, act)
            for place, act in enumerate(acts)
        ]
        store.merge_steps(AlarmId("a-1"), steps)
    assert run(["alarms", "list"], home=home) == 0
    assert capsys.readouterr().out.rstrip().endswith(f"  {told}")
    assert run(["alarms", "list", "--json"], home=home) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["guard"], line["verdict"]) == (guard, verdict)
