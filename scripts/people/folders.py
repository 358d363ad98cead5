"""A folder of people: every folder in it is a person, every photograph in that one is of this person."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watchlist.errors import EntryRefused, WatchlistError
from watchlist.names import normal_name

PHOTOGRAPHS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp"})
# Windows leaves these in every folder whose pictures somebody looked at.
_NOT_MEANT = frozenset({"thumbs.db", "desktop.ini"})
_LAYOUT = "A folder for each person is expected, named like the person, with the photographs in it: DIR/张伟/1.jpg."


@dataclass(frozen=True, slots=True)
class PersonFolder:
    """`fault` says why there is nothing in it to use; `others` are the files that are no photographs."""

    name: str
    photographs: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleFolder:
    people: tuple[PersonFolder, ...]
    others: tuple[Path, ...]

    @property
    def photographs(self) -> int:
        return sum(len(person.photographs) for person in self.people)


def people_in(folder: Path) -> PeopleFolder:
    """What is there, in the order of the names. Raises WatchlistError for anything that is not such a folder."""
    try:
        inside = list(_visible(folder))
    except FileNotFoundError as error:
        raise WatchlistError(f"there is no folder {folder}", f"Check the spelling. {_LAYOUT}") from error
    except NotADirectoryError as error:
        raise WatchlistError(f"{folder} is a file, not a folder", _LAYOUT) from error
    except OSError as error:
        raise WatchlistError(f"{folder} cannot be read: {error.strerror}", "Check who may read the folder.") from error
    people = tuple(_person(path) for path in inside if path.is_dir())
    others = tuple(path for path in inside if not path.is_dir())
    if not people:
        loose = any(_is_photograph(path) for path in others)
        what = "photographs, but no folders with people's names" if loose else "no folders of people"
        raise WatchlistError(f"{folder} holds {what}", _LAYOUT)
    return PeopleFolder(people, others)


def _person(folder: Path) -> PersonFolder:
    try:
        name = normal_name(folder.name)
    except EntryRefused as error:
        return PersonFolder(repr(folder.name), fault=f"{error}. {error.hint}")
    try:
        inside = list(_visible(folder))
    except OSError as error:
        return PersonFolder(name, fault=f"the folder cannot be read: {error.strerror}")
    photographs = tuple(path for path in inside if _is_photograph(path))
    others = tuple(path for path in inside if path not in photographs)
    return PersonFolder(name, photographs, others, None if photographs else "there is no photograph in the folder")


def _visible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if not path.name.startswith(".") and path.name.lower() not in _NOT_MEANT:
            yield path


def _is_photograph(path: Path) -> bool:
    return path.suffix.lower() in PHOTOGRAPHS and not path.is_dir()
