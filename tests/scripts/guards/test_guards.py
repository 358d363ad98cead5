"""`gatehouse guards` as somebody types it."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from scripts.command import Context
from scripts.errors import CommandError
from scripts.guards import secrets_given
from scripts.main import FAILED, run
from tests.watchlist.store_hand import an_alarm, photo
from watchlist.alarms.life import PROGRAM, GuardId, Take
from watchlist.types import AlarmId

PIN = "482913"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GATEHOUSE_KEYS", str(tmp_path / "keys"))
    return tmp_path / "home"


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_account_is_made_changed_listed_and_ended(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pin_file = tmp_path / "pin.txt"
    pin_file.write_text("770184\nand more\n", encoding="utf-8")
    typed(monkeypatch, f"{PIN}\n")
    assert run(["guards", "add", "wei", "--name", "张三", "--json"], home=home) == 0
    add = ["guards", "add", "boss", "--name", "李四", "--role", "supervisor", "--pin-file", str(pin_file), "--json"]
    assert run(add, home=home) == 0
    assert [(one["id"], one["role"]) for one in told(capsys)] == [("wei", "guard"), ("boss", "supervisor")]
    assert run(["guards", "badge", "wei", "--number", "04A1", "--json"], home=home) == 0
    typed(monkeypatch, "592037\n")
    assert run(["guards", "pin", "wei", "--json"], home=home) == 0
    assert run(["guards", "remove", "boss", "--json"], home=home) == 0
    capsys.readouterr()
    assert run(["guards", "list", "--json"], home=home) == 0
    assert told(capsys) == [{"event": "guard", "id": "wei", "name": "张三", "role": "guard", "has_badge": True}]
    assert run(["guards", "badge", "wei", "--none", "--json"], home=home) == 0
    typed(monkeypatch, "04A2\n")
    assert run(["guards", "badge", "wei", "--json"], home=home) == 0
    assert [one["has_badge"] for one in told(capsys)] == [False, True]


@pytest.mark.parametrize(
    ("command", "given"),
    [
        (["add", "wei", "--name", "张三"], "123456\n"),
        (["add", "wei", "--name", "张三"], ""),
        (["add", "Wei!", "--name", "张三"], PIN),
        (["add", PROGRAM, "--name", "张三"], PIN),
        (["pin", "nobody"], PIN),
        (["remove", "nobody"], ""),
        (["badge", "nobody"], "04A1"),
    ],
)
def test_what_cannot_be_is_told_with_a_hint(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str], given: str
) -> None:
    typed(monkeypatch, given)
    assert run(["guards", *command], home=home) == FAILED
    said = capsys.readouterr().err
    assert "hint:" in said
    assert "123456" not in said


def test_what_a_removed_guard_has_anybody_may_take(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for guard_id in ("wei", "li"):
        typed(monkeypatch, PIN)
        run(["guards", "add", guard_id, "--name", "张三"], home=home)
    with Context(home).open_store() as store:
        person = store.list_person("李四", "sold slots", date(2999, 1, 1), "op", [photo(1)])
        for alarm_id, owner in (("a-1", "wei"), ("a-2", "li")):
            store.raise_alarm(an_alarm(alarm_id, person.person_id), b"face")
            store.act(AlarmId(alarm_id), GuardId(owner), Take())
        assert run(["guards", "remove", "wei"], home=home) == 0
        assert {one.alarm_id: one.life.owner for one in store.open_alarms()} == {"a-1": None, "a-2": "li"}


def test_a_pin_is_not_asked_for_where_it_would_be_in_vain(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, PIN)
    run(["guards", "add", "wei", "--name", "张三"], home=home)
    monkeypatch.setattr(secrets_given, "given_pin", None)
    assert run(["guards", "add", "wei", "--name", "李四"], home=home) == FAILED
    assert "already" in capsys.readouterr().err


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "pin"
    bad.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError):
        secrets_given.given_pin(bad)


def test_on_a_terminal_the_pin_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    asked: list[tuple[object, ...]] = []

    def prompt(text: str, *, hide_input: bool, confirmation_prompt: str | bool = False) -> str:
        asked.append((text, hide_input, bool(confirmation_prompt)))
        return PIN

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("click.prompt", prompt)
    assert (secrets_given.given_pin(None), secrets_given.given_number()) == (PIN, PIN)
    assert asked == [("PIN", True, True), ("Badge", True, False)]
