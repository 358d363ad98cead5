"""A folder of photographs, each named like the person it shows."""

from pathlib import Path

from scripts.errors import CommandError

ENDINGS = (".jpg", ".jpeg", ".png", ".bmp")


def photographs_in(folder: Path) -> dict[str, Path]:
    """By person. Raises CommandError for a folder that cannot be read."""
    try:
        return {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in ENDINGS}
    except OSError as error:
        raise CommandError(f"{folder} cannot be read: {error.strerror}", "Check who may read the folder.") from error
