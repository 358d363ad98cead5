"""The folder of installed model files: what lies there, and how a file gets in."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from camera.embedders.manifest import EmbedderManifest, parse_manifest
from camera.embedders.shipped import shipped_manifest
from camera.errors import ModelError
from camera.models.catalogue import CATALOGUE, ModelKind, PinnedFile, did_you_mean, how_to_install
from camera.models.files import sha256_of
from camera.models.incoming import Arrival, examine, put


@dataclass(frozen=True, slots=True)
class Installed:
    """A model file in the folder. `manifest` is there for embedders; `pin` when it is one of the known files."""

    name: str
    kind: ModelKind
    path: Path
    sha256: str
    manifest: EmbedderManifest | None
    pin: PinnedFile | None

    def content(self) -> bytes:
        """The file's bytes. Raises ModelError when they are no longer those that were installed."""
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise ModelError(f"{self.path.name} cannot be read: {error}", self._again()) from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise ModelError(f"{self.path.name} is damaged: its SHA-256 differs", self._again())
        return content

    def is_whole(self) -> bool:
        try:
            return sha256_of(self.path) == self.sha256
        except OSError:
            return False

    def _again(self) -> str:
        return how_to_install(self.pin) if self.pin else f"Import {self.name} again: 'gatehouse models import FILE'."


class ModelStore:
    """The models in one folder. Nothing is read before it is asked for; the folder need not exist."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def converted(self) -> Path:
        """Where networks converted for this computer are kept."""
        return self.folder / "converted"

    def installed(self) -> list[Installed]:
        """The known files in the catalogue's order, then the site's own by name. Raises ModelError: a bad manifest, a
        folder that may not be read."""
        try:
            there = [pin for pin in CATALOGUE if (self.folder / pin.file_name).is_file()]
            manifests = sorted(self.folder.glob("*.toml"))
        except OSError as error:
            raise ModelError(f"{self.folder} cannot be read: {error.strerror}", "Check who may read it.") from error
        return [*map(self._known, there), *map(self._own, manifests)]

    def of_kind(self, kind: ModelKind) -> list[Installed]:
        return [model for model in self.installed() if model.kind == kind]

    def find(self, kind: ModelKind, name: str) -> Installed:
        """The installed model of this name. Raises ModelError with the way to get it, or the nearest name."""
        there = {model.name: model for model in self.of_kind(kind)}
        if name in there:
            return there[name]
        known = {pin.name: pin for pin in CATALOGUE if pin.kind == kind}
        if name in known:
            raise ModelError(f"the {kind} {name!r} is not installed", how_to_install(known[name]))
        raise ModelError(f"no {kind} is called {name!r}", did_you_mean(name, dict.fromkeys([*known, *there])))

    def import_file(self, path: Path, manifest: Path | None = None) -> Arrival:
        """Take in a model file; doing it again is harmless. Raises ModelError for anything that is not to be used.

        A file we know needs nothing; another embedder needs a manifest, given or beside it as FILE.toml, and must
        pass the self-test.
        """
        arrival, files = examine(path, manifest)
        for name, content in files.items():
            put(self.folder / name, content)
        return arrival

    def _known(self, pin: PinnedFile) -> Installed:
        manifest = shipped_manifest(pin.name) if pin.kind == "embedder" else None
        return Installed(pin.name, pin.kind, self.folder / pin.file_name, pin.sha256, manifest, pin)

    def _own(self, path: Path) -> Installed:
        try:
            manifest = parse_manifest(path.read_text(encoding="utf-8"), path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise ModelError(f"{path.name} cannot be read: {error}") from error
        return Installed(manifest.name, "embedder", path.with_suffix(".onnx"), manifest.sha256, manifest, None)
