"""Writing a file that somebody asked for: never over another one unasked, never half."""

from pathlib import Path

from scripts.errors import CannotWrite


def check_free(path: Path, force: bool) -> None:
    """Raises CannotWrite when the file is there and may not be replaced, or its folder is not there."""
    if path.exists() and not force:
        raise CannotWrite(f"{path} is there already", "Choose another name, or say --force to write over it.")
    if not path.parent.is_dir():
        raise CannotWrite(f"there is no folder {path.parent}", "Make the folder first.")


def write_whole(path: Path, data: bytes) -> None:
    """The whole file or none. Raises CannotWrite."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotWrite(f"{path} cannot be written: {error.strerror}") from error
