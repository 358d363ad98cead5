"""`gatehouse kiosk`: the patients' screen."""

import click

from scripts.command import Context, pass_context

FAILED = 1


@click.command()
@click.option("--windowed", is_flag=True, help="In a window that fits the screen, instead of the whole screen.")
@click.option(
    "--layout", type=click.Choice(["portrait", "landscape"]), default="portrait", help="Of the window; see --windowed."
)
@click.option("--demo", is_flag=True, help="Fake parts, drawn patients and a desk of its own: needs nothing but a PC.")
@click.option(
    "--camera", metavar="URL", help="With --demo: a real camera instead of drawn patients, for instance usb:0."
)
@click.option("--by-itself", is_flag=True, help="With --demo: one visit presses its own buttons, and that is all.")
@click.option("--seconds", type=click.FloatRange(min=0), help="Stop by itself after this time.")
@pass_context
def kiosk(
    context: Context,
    windowed: bool,
    layout: str,
    demo: bool,
    camera: str | None,
    by_itself: bool,
    seconds: float | None,
) -> int:
    """Show the kiosk until Ctrl-C, SIGTERM or its window is closed.

    It takes the camera only after a patient agreed, and never loads the list of those who are looked for. A desk that
    is away, a printer without paper, a reader without a cable are waited for.
    """
    from scripts.kiosk.showing import Showing

    showing = Showing(windowed, layout, seconds)
    if not demo and (camera is not None or by_itself):
        raise click.UsageError("--camera and --by-itself go with --demo; else the settings name the camera")
    if not demo:
        from scripts.kiosk.real import show_kiosk

        show_kiosk(context, showing)
        return 0
    from scripts.kiosk.demo.show import show_demo, show_visit

    if by_itself:
        return 0 if show_visit(context, showing) else FAILED
    show_demo(context, showing, camera)
    return 0
