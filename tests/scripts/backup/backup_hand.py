"""Backups made and put back as somebody types it."""

from pathlib import Path

from tests.scripts.list_world import ListWorld, ringing


def backed_up(world: ListWorld, home: Path, name: str = "backup") -> Path:
    path = world.folder / name
    world.type(home, "backup", path, "--passphrase-file", world.pass_phrase)
    return path


def restored(world: ListWorld, home: Path, backup: Path, *more: object, code: int = 0) -> dict[str, object]:
    return world.type(home, "restore", backup, "--passphrase-file", world.pass_phrase, *more, code=code)


def names(world: ListWorld) -> set[str]:
    with world.at_hub() as store:
        return ringing(store)
