"""The converted dlib network on disk: its own SHA-256 in front, made again whenever the two disagree."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from camera.errors import ModelError
from camera.models.files import written_whole

_DIGEST_BYTES = 32
HINT = "Make the folder writable for whoever runs Gatehouse, and see that the disk is not full."


@dataclass(frozen=True, slots=True)
class DlibCache:
    """One conversion in `folder`; `key` names the weights and how they were converted."""

    folder: Path
    key: str

    @property
    def path(self) -> Path:
        return self.folder / f"{self.key}.converted"

    def model(self, convert: Callable[[], bytes]) -> bytes:
        """The ONNX model, from disk when it is there and whole, else converted and kept. Raises ModelError."""
        kept = self._kept()
        if kept is not None:
            return kept
        model = convert()
        self._keep(self.path, hashlib.sha256(model).digest() + model)
        return model

    def has_passed(self, trial: str) -> bool:
        """Whether the self-test named by this text has been passed here before."""
        return self._record(trial).is_file()

    def note_passed(self, trial: str) -> None:
        self._keep(self._record(trial), trial.encode())

    def _record(self, trial: str) -> Path:
        return self.folder / f"{self.key}-{hashlib.sha256(trial.encode()).hexdigest()[:12]}.passed"

    def _kept(self) -> bytes | None:
        try:
            content = self.path.read_bytes()
        except OSError:
            return None
        digest, model = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
        return model if hashlib.sha256(model).digest() == digest else None

    def _keep(self, path: Path, content: bytes) -> None:
        try:
            with written_whole(path) as file:
                file.write(content)
        except PermissionError as error:
            # Windows does not replace a file while another process reads it; then that one is as good as ours.
            if not path.exists():
                raise ModelError(f"{path} cannot be written: {error}", HINT) from error
        except OSError as error:
            raise ModelError(f"{path} cannot be written: {error}", HINT) from error
