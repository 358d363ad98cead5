"""No word of others steers a terminal, forges a line of ours or runs backwards."""

import json

import pytest

from scripts.command import Context
from scripts.shown import harmless, harmless_json, in_one_line

STEERING = "\x1b[2J\r\x08\x7f\x9b31m\u202e\u2066\u2028\udc9b"
PLAIN = "王伟, José 👩‍⚕️\tat 9"


def test_what_steers_is_written_out_and_nothing_else() -> None:
    assert harmless(STEERING) == r"\x1b[2J\x0d\x08\x7f\x9b31m\u202e\u2066\u2028\udc9b"
    assert harmless(f"{PLAIN}\n{PLAIN}") == f"{PLAIN}\n{PLAIN}"
    assert in_one_line("case 1\nsigned\t") == r"case 1\x0asigned\x09"


def test_json_says_the_same_and_steers_nothing() -> None:
    line = harmless_json(json.dumps({"why": STEERING + PLAIN}, ensure_ascii=False))
    assert json.loads(line) == {"why": STEERING + PLAIN}
    assert line == harmless(line)


@pytest.mark.parametrize("is_json", [True, False])
def test_whatever_a_command_prints_is_harmless(
    is_json: bool, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    context = Context(tmp_path_factory.mktemp("home"), is_json)
    context.out({"name": STEERING}, STEERING)
    context.say(STEERING)
    printed = "".join(capsys.readouterr())
    assert printed == harmless(printed)
    assert "[2J" in printed
