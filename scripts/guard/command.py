"""`gatehouse guard`: the guards' console."""

import click

from scripts.command import Context, pass_context


@click.command()
@click.option("--windowed", is_flag=True, help="In a window that fits the screen, instead of the whole screen.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="To begin with; a key switches it.")
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), default="light", help="To begin with; a key switches it."
)
@click.option(
    "--reader",
    metavar="ADDRESS",
    help="Where guards hold their badges, instead of the settings' reader; for instance pcsc: (any reader).",
)
@click.option("--seconds", type=click.FloatRange(min=0), help="Stop by itself after this time.")
@pass_context
def guard(
    context: Context, windowed: bool, language: str, theme: str, reader: str | None, seconds: float | None
) -> None:
    """Show the guards' console until Ctrl-C, SIGTERM or its window is closed.

    It shows what 'gatehouse watch' of this PC tells, and waits for it when it does not run. Who may log in is settled
    with 'gatehouse guards'. Everything can be done by keyboard: the keys are written on the buttons.
    """
    from scripts.guard.program import Showing, show_console

    show_console(context, Showing(windowed, language, theme == "dark", reader, seconds))
