"""What every command shares: where things are, how results and progress are shown."""

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click
import platformdirs
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scripts.errors import CannotWrite, CommandError, SettingsError
from scripts.shown import harmless, harmless_json

if TYPE_CHECKING:
    from camera.engine import Engine
    from scripts.entrance.settings import Settings
    from watchlist.store import WatchlistStore

SETTINGS_FILE = "gatehouse.toml"
_Tree = TypeVar("_Tree")
_NO_OUTPUT_HINT = "Free some space where they go to. What is kept in the home directory is there nevertheless."


def default_home() -> Path:
    """GATEHOUSE_HOME, else the user's own data folder. Raises SettingsError for a user who has none."""
    named = os.environ.get("GATEHOUSE_HOME")
    if named:
        return Path(named)
    try:
        return platformdirs.user_data_path("gatehouse", appauthor=False)
    except RuntimeError as error:
        raise SettingsError("this user has no folder of their own", "Set GATEHOUSE_HOME.") from error


@dataclass
class Context:
    """The home directory and the form of the output, handed to every command."""

    home: Path
    json: bool = False

    @cached_property
    def settings(self) -> "Settings":
        """The entrance's settings. Another program reads its own with `settings_of`, and never comes here."""
        from scripts.entrance.settings import Settings

        return self.settings_of(Settings)

    def settings_of(self, tree: type[_Tree]) -> _Tree:
        """What this home's settings file says in the tables of one program."""
        from scripts.settings import load_settings  # --help needs no settings

        return load_settings(self.home / SETTINGS_FILE, tree)

    @property
    def models_dir(self) -> Path:
        return self.home / "models"

    @property
    def operator(self) -> str:
        """Who sits here, for the record."""
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError) as error:  # which of them depends on the system and its Python
            raise CommandError(
                "this computer does not say who you are", "Give your name with --operator, or set USERNAME."
            ) from error

    def open_store(self) -> "WatchlistStore":
        """The list and the alarms of this home, made when there are none yet; sealed with the home's own key."""
        from scripts.opening import open_store

        return open_store(self.home)

    def build_engine(self, detector: str | None = None, embedder: str | None = None) -> "Engine":
        """The detector and embedder of the entrance's settings, or the ones named here."""
        from camera.engine import build_engine

        chosen = self.settings.engine
        return build_engine(self.models_dir, detector or chosen.detector, embedder or chosen.embedder)

    def out(self, obj: dict[str, Any], text: str) -> None:
        """One result: a JSON object on a line of its own with --json, else the text."""
        try:
            told = harmless_json(json.dumps(obj, ensure_ascii=False)) if self.json else harmless(text)
            _write_line(sys.stdout, told)
        except BrokenPipeError:
            raise  # whoever read it has seen enough: nothing to tell them
        except OSError as error:
            raise CannotWrite(f"the results cannot be written: {error.strerror}", _NO_OUTPUT_HINT) from error

    def say(self, text: str) -> None:
        """A remark for the person at the keyboard, apart from the results."""
        with suppress(OSError):
            _write_line(sys.stderr, harmless(text))

    @contextmanager
    def progress(self, description: str, total: int | None) -> Iterator[Callable[[int], None]]:
        """A progress bar on standard error while a terminal is there to show it; yields advance(n)."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal, redirect_stdout=False) as bar:
            task = bar.add_task(description, total=total)
            yield lambda n: bar.advance(task, n)


def _write_line(stream: TextIO | None, text: str) -> None:
    """A program started without this stream has None for it."""
    if stream is not None:
        stream.write(text + "\n")
        stream.flush()


pass_context = click.make_pass_decorator(Context)
_Decorated = Callable[..., Any]


def operator_option(command: _Decorated) -> _Decorated:
    about = "Who answers for it, for the record. [default: this computer's user]"
    return click.option("--operator", callback=_somebody, help=about)(command)


def _somebody(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("somebody must answer for it")
    return value


def _set_home(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.ensure_object(Context).home = value


def _set_json(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Context).json = True


def shared_options() -> list[click.Parameter]:
    """--home and --json, which every command takes wherever they stand on the line."""
    return [
        click.Option(
            ["--home"],
            type=click.Path(path_type=Path, file_okay=False),
            expose_value=False,
            callback=_set_home,
            is_eager=True,
            help="Where settings, list and models are kept (or GATEHOUSE_HOME).",
        ),
        click.Option(
            ["--json"],
            is_flag=True,
            expose_value=False,
            callback=_set_json,
            is_eager=True,
            help="One JSON object a line on standard output.",
        ),
    ]


def with_shared_options(command: click.Command) -> click.Command:
    """The command and all below it, taking --home and --json."""
    command.params.extend(shared_options())
    if isinstance(command, click.Group):
        for below in command.commands.values():
            with_shared_options(below)
    return command
