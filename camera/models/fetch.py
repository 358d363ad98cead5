"""Downloads a known model file: bounded in time and size, and under its name only when its SHA-256 is right."""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from camera.errors import ModelError
from camera.models.catalogue import ZOO, PinnedFile
from camera.models.files import CHUNK_BYTES, sha256_of, written_whole


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a silent server is waited for, and how long the whole download may take."""

    silence_s: float = 20.0
    whole_s: float = 1800.0


def fetch(
    pin: PinnedFile,
    folder: Path,
    base: str = ZOO,
    patience: Patience = Patience(),
    progress: Callable[[int], None] = lambda _: None,
) -> Path:
    """Bring this file into the folder and answer its path; one that is there already is left as it is.

    `progress` is told the bytes of every piece. Raises ModelError: no address, unreachable, cut off, other content.
    """
    path = folder / pin.file_name
    if pin.address is None:
        raise ModelError(f"{pin.name} is not fetched by Gatehouse", f"Its origin: {pin.origin}. {_by_hand(pin)}")
    if path.is_file() and sha256_of(path) == pin.sha256:
        return path
    request = Request(base + pin.address, headers={"User-Agent": "gatehouse"})
    deadline = time.monotonic() + patience.whole_s
    try:
        with urlopen(request, timeout=patience.silence_s) as answer, written_whole(path) as file:
            _keep(pin, _pieces(answer, pin, deadline), file, progress)
    except HTTPError as error:
        error.close()  # it is an answer too and holds the connection
        raise _failed(pin, f"the server answers {error.code} {error.reason}") from error
    except URLError as error:
        raise _failed(pin, str(error.reason)) from error
    except (OSError, HTTPException) as error:
        raise _failed(pin, str(error) or type(error).__name__) from error
    return path


def _pieces(answer: HTTPResponse, pin: PinnedFile, deadline: float) -> Iterator[bytes]:
    """The body as it comes, never more than one piece beyond the size that is expected."""
    total = 0
    while total <= pin.size_bytes and (piece := answer.read1(CHUNK_BYTES)):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not done in time, {total} of {pin.size_bytes} bytes are here")
        total += len(piece)
        yield piece


def _keep(pin: PinnedFile, pieces: Iterator[bytes], file: BinaryIO, progress: Callable[[int], None]) -> None:
    digest, total = hashlib.sha256(), 0
    for piece in pieces:
        file.write(piece)
        digest.update(piece)
        total += len(piece)
        progress(len(piece))
    if total < pin.size_bytes:
        raise _failed(pin, f"the download was cut off after {total} of {pin.size_bytes} bytes")
    if digest.hexdigest() != pin.sha256:
        raise _failed(pin, "what the server sent is another file: its SHA-256 differs")


def _failed(pin: PinnedFile, why: str) -> ModelError:
    return ModelError(f"{pin.name} could not be fetched: {why}", f"Try again later, or bring it here. {_by_hand(pin)}")


def _by_hand(pin: PinnedFile) -> str:
    return f"Download it on another computer and run 'gatehouse models import {pin.file_name}'."
