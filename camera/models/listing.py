"""Every model there is or could be, as lines to show."""

from dataclasses import dataclass
from typing import Literal

from camera.embedders.shipped import DLIB as DLIB_MANIFEST
from camera.embedders.shipped import shipped_manifest
from camera.models.catalogue import CATALOGUE, ModelKind, PinnedFile
from camera.models.choice import AUTO, DLIB, HOG, chosen_names
from camera.models.store import Installed, ModelStore

ModelState = Literal["built in", "installed", "damaged", "not installed"]


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model. `used`: a door is watched with it; `fetchable`: its address is known."""

    name: str
    kind: ModelKind
    state: ModelState
    used: bool
    fetchable: bool
    licence: str
    origin: str
    sha256: str
    note: str


def model_lines(store: ModelStore, detector: str = AUTO, embedder: str = AUTO) -> list[ModelLine]:
    """What is built in, what is installed, what is known; for the engine of these names. Raises ModelError."""
    used = set(chosen_names(store, detector, embedder))
    there = store.installed()
    names = {model.name for model in there}
    absent = [_absent(pin) for pin in CATALOGUE if pin.name not in names]
    return [*_built_in(used), *(_present(model, used) for model in there), *absent]


def _built_in(used: set[str]) -> list[ModelLine]:
    dlib = shipped_manifest(DLIB_MANIFEST)
    hog = ModelLine(
        HOG, "detector", "built in", HOG in used, False, "BSL-1.0", "dlib", "", "With dlib's landmarks, CC0."
    )
    resnet = (dlib.licence, dlib.origin, dlib.sha256, dlib.note)
    return [hog, ModelLine(DLIB, "embedder", "built in", DLIB in used, False, *resnet)]


def _present(model: Installed, used: set[str]) -> ModelLine:
    state: ModelState = "installed" if model.is_whole() else "damaged"
    about = model.pin or model.manifest
    licence, origin, note = (about.licence, about.origin, about.note) if about else ("", "", "")
    fetchable = model.pin is not None and model.pin.address is not None
    return ModelLine(model.name, model.kind, state, model.name in used, fetchable, licence, origin, model.sha256, note)


def _absent(pin: PinnedFile) -> ModelLine:
    about = (pin.licence, pin.origin, pin.sha256, pin.note)
    return ModelLine(pin.name, pin.kind, "not installed", False, pin.address is not None, *about)
