"""A file that somebody asked for is never written over another one unasked."""

from pathlib import Path

from scripts.errors import CannotWrite


def check_free(path: Path, force: bool) -> None:
    """Raises CannotWrite when the file is there and may not be replaced, or no file can be there."""
    try:
        there, folder = path.exists(), path.parent.is_dir()
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}") from error
    if there and not force:
        raise CannotWrite(f"{path} is there already", "Choose another name, or say --force to write over it.")
    if not folder:
        raise CannotWrite(f"there is no folder {path.parent}", "Make the folder first.")
