"""The `gatehouse` command: the front door to all the others, and the only place that exits."""

import difflib
import importlib
import io
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from scripts.command import Context, default_home, shared_options, with_shared_options
from scripts.errors import SettingsError

DONE, FAILED, WRONG_USAGE, BUG = 0, 1, 2, 70

EXPECTED = {
    "camera.errors": "CameraPackageError",
    "hardware.errors": "HardwareError",
    "kiosk.errors": "KioskError",
    "records.errors": "RecordsError",
    "scripts.errors": "CommandError",
    "watchlist.errors": "WatchlistError",
}
"""Each package's base class of expected failures. Only what a command has loaded can have been raised by it."""


class Entry(NamedTuple):
    """Where a command is and what it is for."""

    module: str
    attribute: str
    about: str


COMMANDS = {
    "demo": Entry("scripts.demo.command", "demo", "Everything on one PC, without camera or screen."),
    "replay": Entry("scripts.replay", "replay", "Run recordings through the real pipeline."),
    "watch": Entry("scripts.watch.command", "watch", "Watch the cameras of the settings."),
    "guard": Entry("scripts.guard.command", "guard", "Show the guards' console."),
    "kiosk": Entry("scripts.kiosk.command", "kiosk", "Show the patients' screen."),
    "hub": Entry("scripts.hub.command", "hub", "Serve the desk that all kiosks and channels of a site ask."),
    "desk": Entry("scripts.desk.command", "desk", "What the desk knows: import, sample, keys, delegates, bookings."),
    "guards": Entry("scripts.guards.command", "guards", "Who may log in at a guard's screen: add, list, PIN, badge."),
    "login": Entry("scripts.login.command", "login", "Log in at a hub, for 'people --hub'."),
    "logout": Entry("scripts.login.command", "logout", "End the session at a hub."),
    "accounts": Entry("scripts.accounts.command", "accounts", "Who may work on this hub's list: add, list, remove."),
    "nodes": Entry("scripts.nodes.command", "nodes", "Which programs may ask this hub: add, list, renew, revoke."),
    "keys": Entry("scripts.keys.command", "keys", "What signs this hub's list: root key, begin, rotate, epoch."),
    "alarms": Entry("scripts.alarms", "alarms", "List the alarms that are kept, show their pictures."),
    "people": Entry(
        "scripts.people.command", "people", "Who is on the list: import, enrol, list, show, approve, erase."
    ),
    "join": Entry("scripts.following.command", "join", "Follow a hub's list from now on."),
    "leave": Entry("scripts.following.command", "leave", "Follow the hub's list no more."),
    "bundle": Entry("scripts.bundle.command", "bundle", "A shared list in a sealed file, for sites without a network."),
    "reports": Entry("scripts.reports.command", "reports", "What people tell about scalpers: import, search, groups."),
    "backup": Entry("scripts.backup.command", "backup", "Keep this home in one sealed file."),
    "restore": Entry("scripts.backup.command", "restore", "Put a home back as a backup holds it."),
    "models": Entry("scripts.models", "models", "Which model files are installed; import and fetch them."),
    "calibrate": Entry("scripts.calibrate.command", "calibrate", "Measure misses and false alarms on photographs."),
    "bench": Entry("scripts.bench.command", "bench", "Time the parts beside the face_recognition package."),
    "doctor": Entry("scripts.doctor.command", "doctor", "Try every part and say what is wrong and what to do."),
    "screens": Entry("scripts.screens.command", "screens", "Draw every page of both screens and look for faults."),
    "evidence": Entry("scripts.evidence.command", "evidence", "One sealed file for the police: make, open."),
    "retention": Entry("scripts.retention.command", "retention", "What is kept for how long, and that it goes."),
    "audit": Entry("scripts.audit.command", "audit", "The record of who did what: newest, verify, export."),
}


class FrontDoor(click.Group):
    """Loads a command's module when it is asked for; the listing needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        entry = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(entry.module), entry.attribute)
        if not any(parameter.name == "home" for parameter in command.params):
            with_shared_options(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.about) for name, entry in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        near = difflib.get_close_matches(args[0], COMMANDS, n=1)
        if args[0] not in COMMANDS and near:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)


@click.group(cls=FrontDoor, params=shared_options(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gatehouse")
def gatehouse() -> None:
    """Finds listed appointment scalpers at a hospital's doors and tells the guards: an alarm means a person looks."""


def run(arguments: Sequence[str] | None = None, home: Path | None = None) -> int:
    """Run one command line and answer its exit code."""
    context = Context(home or Path())
    try:
        context.home = home or default_home()
        answer: Any = gatehouse.main(
            args=None if arguments is None else list(arguments),
            prog_name="gatehouse",
            standalone_mode=False,
            obj=context,
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code if isinstance(error, click.UsageError) else FAILED
    except (click.Abort, KeyboardInterrupt):
        return _stopped(context)
    except SettingsError as error:
        return _tell(context, str(error), error.hint, WRONG_USAGE)
    except BrokenPipeError:
        return FAILED
    except Exception as error:
        return _failed(context, error)
    return answer if isinstance(answer, int) else DONE


def _failed(context: Context, error: Exception) -> int:
    hint = _hint_of(error)
    if hint is not None:
        return _tell(context, str(error), hint, FAILED)
    return _stopped(context) if _interrupted(error) else _report_bug(context, error)


def _hint_of(error: Exception) -> str | None:
    """The hint of an expected failure. None: it is a bug."""
    loaded = tuple(getattr(sys.modules.get(module), base, ()) for module, base in EXPECTED.items())
    return getattr(error, "hint", None) if isinstance(error, loaded) else None


def _stopped(context: Context) -> int:
    context.say("stopped")
    return FAILED


def _interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C is behind it: a compiled package that is being loaded makes an ImportError of it."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__
    return error is not None


def _tell(context: Context, message: str, hint: str, code: int) -> int:
    context.say(f"error: {message}\nhint:  {hint}")
    return code


def _report_bug(context: Context, error: Exception) -> int:
    """Keep the way to the fault where the technical service finds it: lines of code and kinds of errors, no values.

    An error's own words may hold a patient's name.
    """
    text = "".join(_without_words(error))
    context.say(text)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    report = context.home / "logs" / f"crash-{stamp}.txt"
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.touch(mode=0o600)
        report.write_text(text, encoding="utf-8")
    except OSError as refused:
        context.say(f"the crash report could not be kept: {refused}")
        return BUG
    context.say(f"This is a fault of the program. The report is in {report}: send it to the technical service.")
    return BUG


def _without_words(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _without_words(cause)
        yield "which led to\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"


def main() -> None:
    # Before numpy is loaded: two threads on one small matrix spin for longer than one thread computes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows pipe speaks the local code page, which lacks many names' characters.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run())


if __name__ == "__main__":
    main()
