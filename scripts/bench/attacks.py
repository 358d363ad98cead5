"""`gatehouse bench attacks`: how often the face check takes an attack for a person, and a person for an attack."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.command import Context, pass_context
from scripts.errors import CommandError

if TYPE_CHECKING:
    from camera.engine import Engine
    from camera.liveness.passive import PassiveLiveness
    from camera.liveness.trial import Trial

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_RECORDINGS = (".mkv", ".mp4", ".avi")


@click.command()
@click.option("--faces", type=_FOLDER, help="A folder of people, two photographs each, instead of packaged portraits.")
@click.option("--clips", type=_FOLDER, help="A folder of recordings of real people, who were asked nothing.")
@click.option("--people", type=click.IntRange(2), default=20, show_default=True, help="So many of them.")
@click.option("--detector", help="As in the settings when left out.")
@click.option("--embedder", help="As in the settings when left out.")
@pass_context
def attacks(
    context: Context, faces: Path | None, clips: Path | None, people: int, detector: str | None, embedder: str | None
) -> None:
    """Make prints, bent prints, cut-outs, screens and drawn heads of photographs, and put them through a face check.

    The films are drawn and never stored. Drawn heads stand in for living ones: error rates from them are simulated.
    Takes some seconds for every person and kind of attack.
    """
    from camera.liveness.passive import open_passive
    from camera.liveness.rates import NOT_MEASURED, rates
    from camera.models.store import ModelStore

    recordings = [] if clips is None else _recordings(clips)
    engine = context.build_engine(detector, embedder)
    passive = open_passive(ModelStore(context.models_dir))
    if passive is None:
        context.say("No passive model is installed: the lines with 'passive' are left out.")
    found = [*_presented(context, engine, passive, faces, people)]
    found += _filmed(recordings, engine, passive)
    for rate in rates(found):
        context.out(rate.as_json(), rate.as_text())
    if not context.json:
        context.out({}, "Not measured: " + "; ".join(NOT_MEASURED) + ".")


def _presented(
    context: Context, engine: "Engine", passive: "PassiveLiveness | None", faces: Path | None, people: int
) -> Iterator["Trial"]:
    from camera.facecheck.check import FaceCheck
    from camera.liveness.attacks import Species
    from camera.liveness.subjects import subjects_in
    from camera.liveness.trials import trials

    subjects = subjects_in(faces, engine, people)
    if not subjects:
        raise CommandError("fewer than two people with two photographs were found", "Give one folder for each person.")
    with context.progress("attacks", len(subjects) * (len(Species) + 1)) as advance:
        for trial in trials(subjects, lambda order, at: FaceCheck(engine, passive, order, at)):
            advance(1)
            yield trial


def _recordings(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in _RECORDINGS)
    if not found:
        raise CommandError(f"there is no recording in {folder}", f"Recordings end in {', '.join(_RECORDINGS)}.")
    return found


def _filmed(recordings: list[Path], engine: "Engine", passive: "PassiveLiveness | None") -> Iterator["Trial"]:
    from camera.liveness.clip_trials import clip_trials
    from camera.sources.video_file import VideoFile
    from camera.types import Frame

    for path in recordings:
        frames = [Frame.of(frame.image, frame.at, frame.number) for frame in VideoFile(path, path.name)]
        yield from clip_trials(frames, engine, passive) if frames else ()
