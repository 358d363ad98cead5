"""`gatehouse people import` and `gatehouse people enrol`: photographs in, entries and a report out."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scripts.command import Context, operator_option, pass_context
from scripts.login.at_hub import hub_asked_for
from scripts.people.opening import open_listing
from scripts.site_time import today
from watchlist.listing_rules import LONGEST_DAYS, check_adult

if TYPE_CHECKING:
    from scripts.people.enrolling import Enrolling
    from scripts.people.events import Tally
    from scripts.people.folders import PeopleFolder

NOT_STATED = "not stated"
ADULTS = "by listing people you state that they are adults: minors are not listed"
DAY = click.DateTime(["%Y-%m-%d"])
_Command = Callable[..., Any]


def checked_until(given: datetime | None, days: int) -> date:
    """The last day on which an entry rings: as given, else so many days ahead. No entry is for ever."""
    first, last = today(), today() + timedelta(days=LONGEST_DAYS)
    until = given.date() if given else first + timedelta(days=days)
    if not first <= until <= last:
        raise click.BadParameter(f"{until} must lie between today and {last}", param_hint="--until")
    return until


def _enrolment_options(command: _Command) -> _Command:
    options = (
        click.option("--reason", help="Why they are listed: what was seen, by whom, when. A hub wants it."),
        click.option("--evidence", help="What it rests on: who saw what, and where. A hub wants it."),
        click.option("--source", default="", help="The hospital that answers for it. [default: the hub's own]"),
        click.option("--basis", help="What allows telling other hospitals. A hub wants it."),
        click.option("--adult", is_flag=True, help="You state that they are adults. A hub wants it said."),
        click.option("--until", type=DAY, help="Last day on the list. [default: the settings' listing_days ahead]"),
        operator_option,
        click.option("--accept-lookalikes", is_flag=True, help="Enrol them: somebody compared them and they differ."),
        click.option("--detector", help="hog or yunet, instead of the settings' choice."),
        click.option("--embedder", help="An embedder of 'gatehouse models list', instead of the settings' choice."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("import")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@_enrolment_options
@pass_context
def import_(context: Context, /, directory: Path, **options: Any) -> None:
    """Enrol everybody in DIR: a folder a person, named like the person, with any number of photographs in it.

    Run it again after adding photographs: only what is missing is added, and what was refused is tried again. You state
    that they are adults: minors are not listed.
    """
    from scripts.people.folders import people_in

    found = people_in(directory)
    with (
        _tallied(context, f"nobody in {directory} could be enrolled") as tally,
        _enrolling(context, **options) as enrolling,
        _bar(context, found.photographs) as advance,
    ):
        _import(tally, enrolling, found, advance)


def _import(tally: "Tally", enrolling: "Enrolling", found: "PeopleFolder", advance: Callable[[int], None]) -> None:
    from scripts.people.events import Event, Kind

    tally.add(Event(Kind.IGNORED, file=path.name, hint="lies outside the people's folders") for path in found.others)
    for person in found.people:
        tally.add(Event(Kind.IGNORED, person.name, path.name) for path in person.others)
        if person.fault is None:
            tally.add(enrolling.enrol(person.name, person.photographs, advance))
        else:
            tally.add([Event(Kind.NOBODY, person.name, hint=person.fault)])


@click.command()
@click.argument("name")
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO...", type=click.Path(path_type=Path))
@_enrolment_options
@click.option("--born", type=DAY, help="When the person was born, if you know: it is looked at and not kept.")
@pass_context
def enrol(context: Context, /, name: str, photos: tuple[Path, ...], born: datetime | None, **options: Any) -> None:
    """Enrol one person from one or more photographs, or add photographs to an entry.

    You state that the person is an adult: minors are not listed.
    """
    from watchlist.names import normal_name

    name = normal_name(name)
    born_on = born.date() if born else None
    check_adult(True, born_on, today())
    with (
        _tallied(context, f"{name} could not be enrolled") as tally,
        _enrolling(context, born=born_on, **options) as enrolling,
        _bar(context, len(photos)) as advance,
    ):
        tally.add(enrolling.enrol(name, photos, advance))


@contextmanager
def _enrolling(
    context: Context,
    reason: str | None,
    until: datetime | None,
    operator: str | None,
    accept_lookalikes: bool,
    detector: str | None,
    embedder: str | None,
    evidence: str | None,
    source: str,
    basis: str | None,
    adult: bool,
    born: date | None = None,
) -> Iterator["Enrolling"]:
    """A run on these terms, with the list open and complete for the model in use."""
    is_shared = bool(hub_asked_for())
    if is_shared and not adult:
        raise click.UsageError("state with --adult that they are adults: minors are not listed")
    from scripts.people.enrolling import Enrolling, Terms
    from scripts.people.templates import bring_up_to_date
    from watchlist.operating_points import OperatingPoint, operating_point

    site = context.settings.site
    last_day = checked_until(until, site.listing_days)
    if not (reason or "").strip() and not is_shared:
        context.say(f"warning: no --reason given; it is kept as {NOT_STATED!r}, and somebody will ask")
    if not adult:
        context.say(ADULTS)
    unsaid = "" if is_shared else NOT_STATED  # a list that others act on takes nobody without a reason
    who, why = operator or context.operator, (reason or "").strip() or unsaid
    four_eyes = site.four_eyes or is_shared
    terms = Terms(why, last_day, who, four_eyes, accept_lookalikes, born, evidence, source, basis)
    engine = context.build_engine(detector, embedder)
    delivered = OperatingPoint(engine.embedder.threshold, engine.embedder.margin)
    point = operating_point(engine.embedder.model_id, delivered, context.settings.operating_points)
    with open_listing(context) as store:
        for fault in bring_up_to_date(store, engine, context.progress).faults:
            context.say(fault)
        yield Enrolling(store, engine, point, terms, today())


def _bar(context: Context, total: int) -> AbstractContextManager[Callable[[int], None]]:
    """No bar with --json: it would take hold of standard output, where the events go meanwhile."""
    if context.json:
        return nullcontext(lambda _count: None)
    return context.progress("photographs", total)


@contextmanager
def _tallied(context: Context, failure: str) -> Iterator["Tally"]:
    """Ends with the report, also when the disk is full or Ctrl-C came in the middle: what was written stays."""
    from scripts.people.events import Tally
    from watchlist.errors import WatchlistError

    tally = Tally(context)
    try:
        yield tally
    except BaseException:
        if tally.begun:
            tally.report()
        raise
    tally.report()
    if not tally.people:
        raise WatchlistError(failure, "The report names every photograph with the reason and what to do about it.")
