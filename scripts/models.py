"""Which model files are installed, which a door is watched with, and how others get here."""

from dataclasses import asdict
from pathlib import Path

import click

from camera.models.catalogue import pinned
from camera.models.choice import DLIB, DOOR_ADVICE
from camera.models.fetch import fetch
from camera.models.incoming import Arrival
from camera.models.listing import ModelLine, model_lines
from camera.models.store import ModelStore
from scripts.command import Context, pass_context


@click.group("models")
def models() -> None:
    """Which model files are installed; import and fetch them."""


@models.command("list")
@pass_context
def list_models(context: Context) -> None:
    """Show every model: installed or not, licence and origin, and which ones a door is watched with."""
    engine = context.settings.engine
    lines = model_lines(ModelStore(context.models_dir), engine.detector, engine.embedder)
    for line in lines:
        context.out(asdict(line), _in_words(line))
    if any(line.name == DLIB and line.used for line in lines):
        context.say(DOOR_ADVICE)


@models.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--manifest", type=click.Path(path_type=Path), help="How to feed an embedder Gatehouse does not know.")
@pass_context
def import_model(context: Context, file: Path, manifest: Path | None) -> None:
    """Take in a model FILE, from a USB stick for example. Its SHA-256 must be one that is known."""
    _tell_installed(context, ModelStore(context.models_dir).import_file(file, manifest))


@models.command("fetch")
@click.argument("name")
@pass_context
def fetch_model(context: Context, name: str) -> None:
    """Download the model NAME from its origin and check it against its SHA-256."""
    pin = pinned(name)
    with context.progress(f"fetching {pin.name}", pin.size_bytes) as advance:
        fetch(pin, context.models_dir, progress=advance)
    _tell_installed(context, Arrival.of(pin))


def _tell_installed(context: Context, model: Arrival) -> None:
    remark = f"\n  {model.note}" if model.note else ""
    text = f"{model.name} is installed ({model.kind}, {model.licence}, from {model.origin}){remark}"
    context.out({"installed": model.name, **asdict(model)}, text)


def _in_words(line: ModelLine) -> str:
    mark = "*" if line.used else " "
    way = {"installed": "", "built in": ""}.get(line.state, "; fetch or import it" if line.fetchable else "; import it")
    first = f"{mark} {line.name:<22} {line.kind:<9} {line.state}{way}"
    about = [f"    {line.licence}, {line.origin}", *([f"    SHA-256 {line.sha256}"] if line.sha256 else [])]
    return "\n".join([first, *about, *([f"    {line.note}"] if line.note else [])])
