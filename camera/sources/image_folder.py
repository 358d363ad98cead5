"""A folder of pictures as a recording."""

import re
from collections.abc import Iterator
from pathlib import Path

from camera.errors import NotAPicture, NotAVideo
from camera.sources.pictures import read_picture
from camera.types import Frame

SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})
PICTURES_PER_S = 5.0


class ImageFolder:
    """Every JPEG and PNG of one folder in natural order (2 before 10), one decoded at a time.

    A picture that cannot be read raises NotAVideo naming it, when its turn comes.
    """

    live = False

    def __init__(self, folder: Path, name: str, pictures_per_s: float = PICTURES_PER_S) -> None:
        if not pictures_per_s > 0:
            raise ValueError(f"pictures_per_s must be above 0, not {pictures_per_s}")
        self.name = name
        self._rate = pictures_per_s
        self._closed = False
        self._pictures = pictures_in(folder, name)

    def __iter__(self) -> Iterator[Frame]:
        for number, path in enumerate(self._pictures):
            if self._closed:
                return
            try:
                image = read_picture(path)
            except NotAPicture as error:
                raise NotAVideo(self.name, str(error), error.hint) from error
            yield Frame.of(image, number / self._rate, number)

    def close(self) -> None:
        self._closed = True


def pictures_in(folder: Path, name: str) -> list[Path]:
    """The pictures of a folder in natural order; raises NotAVideo when there is none."""
    try:
        found = [path for path in folder.iterdir() if _is_picture(path)]
    except FileNotFoundError as error:
        raise NotAVideo(name, f"no such folder: {folder}", "Check the spelling of the path.") from error
    except OSError as error:
        raise NotAVideo(name, f"{folder} cannot be read: {error.strerror}") from error
    if not found:
        raise NotAVideo(name, f"the folder {folder} has no .jpg, .jpeg or .png file in it")
    return sorted(found, key=lambda path: natural_key(path.name))


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """Orders names as people do: numbers by value, the rest by letters without case."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return [(0, int(part), part) if part.isascii() and part.isdigit() else (1, 0, part) for part in parts if part]


def _is_picture(path: Path) -> bool:
    hidden = path.name.startswith(".")  # "._IMG.jpg" is what a Mac leaves on foreign disks, not a picture
    return not hidden and path.suffix.lower() in SUFFIXES and path.is_file()
