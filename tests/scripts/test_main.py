"""The front door: exit codes, help, and what happens to failures."""

import errno
import importlib
import io
import os
import subprocess
import sys
from pathlib import Path

import click
import platformdirs
import pytest

from camera.errors import CameraPackageError
from records.errors import RecordsError
from scripts import main
from scripts.command import Context, pass_context, with_shared_options
from scripts.errors import CommandError, SettingsError
from watchlist.errors import WatchlistError

ROOT = Path(__file__).resolve().parents[2]


def failing_with(error: BaseException) -> click.Command:
    @click.command()
    def broken() -> None:
        raise error

    return broken


@pytest.fixture
def broken_command(monkeypatch: pytest.MonkeyPatch) -> list[click.Command]:
    """The command `doctor` is replaced by the last one of this list."""
    commands: list[click.Command] = []
    monkeypatch.setattr(
        main.FrontDoor, "get_command", lambda self, ctx, name: commands[-1] if name == "doctor" else None
    )
    return commands


@pytest.mark.parametrize("command", sorted(main.COMMANDS))
def test_every_command_answers_help_and_takes_home_and_json(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([command, "--help"]) == main.DONE
    told = capsys.readouterr().out
    assert "--home" in told
    assert "--json" in told


@pytest.mark.parametrize("command", sorted(main.COMMANDS))
def test_every_command_is_named_in_the_readme(command: str) -> None:
    assert f"gatehouse {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "never"),
    [
        ("import scripts.main", ("watchlist", "cv2", "numpy")),
        ("from scripts.main import run; run(['--help'])", ("watchlist", "camera", "cv2", "numpy")),
        ("from scripts.main import run; run(['nothing'])", ("watchlist", "camera", "cv2", "numpy")),
    ],
)
def test_the_front_door_loads_none_of_what_its_commands_need(code: str, never: tuple[str, ...]) -> None:
    code += f"; import sys; print('loaded:', *[name for name in sys.modules if name.split('.')[0] in {never!r}])"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "loaded:"


def test_every_package_that_can_fail_is_expected_to() -> None:
    with_errors = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in ROOT.glob("[a-z]*/errors.py")}
    assert with_errors <= main.EXPECTED.keys()
    for module in with_errors:
        assert isinstance(getattr(importlib.import_module(module), main.EXPECTED[module]).hint, str)


def test_an_unknown_command_is_wrong_usage_and_the_nearest_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["doktor"]) == main.WRONG_USAGE
    assert "Did you mean 'doctor'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CommandError("the part is broken", "Mend it."), main.FAILED),
        (CameraPackageError("the part is broken", "Mend it."), main.FAILED),
        (RecordsError("the part is broken", "Mend it."), main.FAILED),
        (WatchlistError("the part is broken", "Mend it."), main.FAILED),
        (SettingsError("the file is wrong", "Mend it."), main.WRONG_USAGE),
    ],
)
def test_an_expected_failure_is_told_with_its_hint_on_standard_error(
    broken_command: list[click.Command],
    error: Exception,
    code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken_command.append(failing_with(error))
    assert main.run(["doctor"], home=tmp_path) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"error: {error}\nhint:  Mend it.\n"
    assert not (tmp_path / "logs").exists()


def test_a_bug_reaches_the_crash_report_without_anybodys_data(
    broken_command: list[click.Command], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bug = ZeroDivisionError("张三, 13800000000")
    bug.__cause__ = KeyError("李四")
    broken_command.append(failing_with(bug))
    assert main.run(["doctor"], home=tmp_path) == main.BUG
    [report] = (tmp_path / "logs").iterdir()
    told = capsys.readouterr().err
    assert str(report) in told
    for text in (report.read_text(encoding="utf-8"), told):
        assert "raise error" in text
        assert "builtins.KeyError" in text
        assert "builtins.ZeroDivisionError" in text
        assert "13800000000" not in text
        assert "李四" not in text
    assert sys.platform == "win32" or report.stat().st_mode & 0o077 == 0


def test_home_and_json_may_stand_before_or_behind_the_command(
    broken_command: list[click.Command], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    @pass_context
    def where(context: Context) -> None:
        context.out({"home": context.home.name}, "text")

    with_shared_options(where)
    broken_command.append(where)
    line = ["--home", str(tmp_path / "a"), "--json"]
    assert main.run([*line, "doctor"]) == main.run(["doctor", *line]) == main.DONE
    assert capsys.readouterr().out == '{"home": "a"}\n' * 2


def test_the_program_speaks_chinese_into_a_pipe_of_any_code_page(tmp_path: Path) -> None:
    environ = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "scripts.main", "replay", "没有.mkv", "--home", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=False)
    assert done.returncode == main.FAILED
    assert "没有.mkv" in done.stderr.decode("utf-8")


def test_ctrl_c_while_a_compiled_package_is_loaded_is_no_bug(
    broken_command: list[click.Command], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = ImportError("initialization failed")
    error.__cause__ = KeyboardInterrupt()
    broken_command.append(failing_with(error))
    assert main.run(["doctor"], home=tmp_path) == main.FAILED
    assert capsys.readouterr().err == "stopped\n"


class FullDisk(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("stream", "code"), [(None, main.DONE), (FullDisk(), main.FAILED)])
def test_results_that_nobody_can_take_are_no_bug(
    stream: FullDisk | None,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdout", stream)
    assert main.run(["models", "list"], home=tmp_path) == code
    assert ("No space left" in capsys.readouterr().err) == (code == main.FAILED)
    assert not (tmp_path / "logs").exists()


def test_a_user_without_a_folder_is_asked_to_name_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nowhere(*_: object, **__: object) -> Path:
        raise RuntimeError

    monkeypatch.delenv("GATEHOUSE_HOME", raising=False)
    monkeypatch.setattr(platformdirs, "user_data_path", nowhere)
    assert main.run(["models", "list"]) == main.WRONG_USAGE
    assert "GATEHOUSE_HOME" in capsys.readouterr().err
