"""Where the screens of this PC find the post: a small private file that the watch writes and removes."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from records.files import disk_errors, make_private_folder, replace_whole


@dataclass(frozen=True, slots=True)
class PostCard:
    """The post's address, and the key of this run, which only programs of this user can read."""

    url: str
    key: str = field(repr=False)


def post_file(home: Path) -> Path:
    return home / "run" / "post.json"


def write_card(path: Path, card: PostCard) -> None:
    """Raises StorageFull or StorageRefused."""
    make_private_folder(path.parent)
    replace_whole(path, json.dumps({"url": card.url, "key": card.key}).encode())


def read_card(path: Path) -> PostCard | None:
    """None where there is none, or none of ours."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return PostCard(str(told["url"]), str(told["key"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove_card(path: Path, card: PostCard) -> None:
    """Only our own: another watch may have taken the place. Raises StorageRefused."""
    if read_card(path) == card:
        with disk_errors(path):
            path.unlink(missing_ok=True)
