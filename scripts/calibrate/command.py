"""`gatehouse calibrate`: misses and false alarms of every installed engine, measured on photographs."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, pass_context

if TYPE_CHECKING:
    from camera.engine import Engine
    from scripts.calibrate.photographs import Album, Measured
    from watchlist.same_people import Pair


@click.command()
@click.option("--faces", "folder", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--group", help="The folder whose strangers the threshold is for; east_asian when there is one.")
@click.option(
    "--fpir", default=0.01, type=click.FloatRange(0.0001, 0.5), show_default=True, help="Wanted false alarms."
)
@click.option("--visitors-per-day", default=5000, type=click.IntRange(1), show_default=True)
@click.option("--detector", "detectors", multiple=True, help="Only this detector; may be given again.")
@click.option("--embedder", "embedders", multiple=True, help="Only this embedder; may be given again.")
@click.option("--same", multiple=True, metavar="A=B", help="Folders A and B are the same person; may be given again.")
@click.option("--apart", multiple=True, metavar="A=B", help="A and B are two people, however alike they look.")
@click.option("--draws", default=20, type=click.IntRange(1, 1000), show_default=True, help="Random lists per row.")
@click.option("--one-to-one", is_flag=True, help="Measure the kiosk's comparison with a card's photograph instead.")
@click.option("--markdown", type=click.Path(dir_okay=False, path_type=Path), help="Write the tables there.")
@pass_context
def calibrate(
    context: Context,
    folder: Path,
    group: str | None,
    fpir: float,
    visitors_per_day: int,
    detectors: tuple[str, ...],
    embedders: tuple[str, ...],
    same: tuple[str, ...],
    apart: tuple[str, ...],
    draws: int,
    one_to_one: bool,
    markdown: Path | None,
) -> None:
    """Measure misses and false alarms on the photographs of a folder, and suggest a threshold for every engine.

    Every sub-folder of --faces is a group of people: either a folder for each person, or one photograph for each. The
    photographs stay where they are and nothing of them is kept. Take faces like your visitors'. Two people whom every
    engine sees as one by far count as one person, and are told: look at them. With --one-to-one only --same does that.
    """
    from scripts.calibrate.photographs import chosen_engines, embed_all, read_album
    from scripts.calibrate.words import markdown_of, tell, tell_pairs
    from watchlist.calibration import calibrate as measure

    album = read_album(folder, _pairs(same, "--same"))
    group, two_people = _group(album, group), _pairs(apart, "--apart").items()
    engines = chosen_engines(context, detectors, embedders)
    if one_to_one:
        _measure_one_to_one(context, album, group, engines, markdown, len(same))
        return
    embedded = list(embed_all(context, album, engines))
    pairs = _one_person(embedded, {frozenset(pair) for pair in two_people})
    tell_pairs(context, pairs)
    results = []
    for measured in (_merged(one, pairs) for one in embedded):
        found = measure(measured.sample, measured.model_id, group, (fpir, fpir / 10), draws)
        results.append((measured, found))
        tell(context, measured, found, visitors_per_day)
    if markdown is not None:
        _write(markdown, markdown_of(results, len(same), len(pairs), visitors_per_day))
        context.say(f"the tables are in {markdown}")


def _measure_one_to_one(
    context: Context,
    album: "Album",
    group: str,
    engines: "dict[str, list[tuple[str, Engine]]]",
    markdown: Path | None,
    same: int,
) -> None:
    from scripts.calibrate.one_to_one import in_words, markdown_of, measure, told

    results = []
    for one in measure(context, album, group, engines):
        results.append(one)
        context.out(told(one), in_words(one))
    if markdown is not None:
        _write(markdown, markdown_of(results, same))
        context.say(f"the table is in {markdown}")


def _one_person(embedded: "list[Measured]", apart: set[frozenset[str]]) -> "list[Pair]":
    from watchlist.calibration import lookalikes
    from watchlist.same_people import MOST_PAIRS, same_people

    seen = [lookalikes(one.sample, MOST_PAIRS) for one in embedded]
    found = same_people(seen, len({one.embedder for one in embedded}))
    return [pair for pair in found if frozenset(pair) not in apart]


def _merged(measured: "Measured", pairs: "list[Pair]") -> "Measured":
    from watchlist.same_people import merged

    return replace(measured, sample=merged(measured.sample, pairs)) if pairs else measured


def _pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    """Which folder's name stands for which other's."""
    pairs = {}
    for pair in given:
        one, equals, other = pair.partition("=")
        if not (one and equals and other):
            raise click.BadParameter(f"{pair!r} is not A=B", param_hint=option)
        pairs[other] = one
    return pairs


def _group(album: "Album", asked: str | None) -> str:
    from watchlist.calibration import EVERYBODY

    groups = [*dict.fromkeys(person.group for person in album.people), EVERYBODY]
    if asked is None:
        return "east_asian" if "east_asian" in groups else EVERYBODY
    if asked not in groups:
        raise click.BadParameter(f"{asked!r} is none of {', '.join(groups)}", param_hint="--group")
    return asked


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(path), str(error.strerror)) from error
