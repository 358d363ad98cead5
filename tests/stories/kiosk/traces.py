"""Looks for what a visit may have left behind: on the screen, in the program's memory, on its disk."""

import gc
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.outbox import OUTBOX_FILE, REPORTS_FILE
from ui.shared.texts import Texts

KIOSK_THREADS = ("desk_", "slips_", "mirror_", "outbox_", "courier_")
ENCODINGS = ("utf-8", "gb18030", "utf-16-le")
LEAST_SEALED_BYTES = 6
"""What is shorter stands somewhere among so many sealed bytes by chance."""


def in_widgets(window: QWidget, marks: Sequence[str]) -> list[str]:
    """What any widget says or is called, hidden ones too."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    widgets = [window, *window.findChildren(QWidget)]
    said = [text for widget in widgets for text in _said(widget)]
    return [text for text in said if any(mark in text for mark in marks)]


def in_memory(roots: Iterable[object], marks: Sequence[str], but: Iterable[object] = ()) -> list[str]:
    """Whatever text or bytes with a mark can be reached from `roots` or from a thread's stack, other than by `but`."""
    secrets = [mark.encode() for mark in marks]
    found: list[str] = []
    for one in _reachable([*roots, *_on_stacks()], {id(each) for each in but}):
        if isinstance(one, str) and any(mark in one for mark in marks):
            found.append(one)
        elif isinstance(one, (bytes, bytearray)) and any(secret in one for secret in secrets):
            found.append(repr(bytes(one[:60])))
    return found


def in_files(folder: Path, marks: Sequence[str]) -> list[str]:
    wanted = [mark.encode(encoding) for mark in marks for encoding in ENCODINGS]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, "a home without a file: nothing was looked at"
    return [str(path) for path in files if _has_any(path, wanted)]


def _has_any(path: Path, wanted: Sequence[bytes]) -> bool:
    """Only the outboxes, with the files that SQLite writes beside them, hold sealed bytes."""
    is_sealed = path.name.startswith((OUTBOX_FILE, REPORTS_FILE))
    least = LEAST_SEALED_BYTES if is_sealed else 1
    content = path.read_bytes()
    return any(each in content for each in wanted if len(each) >= least)


def _said(widget: QWidget) -> list[str]:
    own = [widget.accessibleName(), widget.objectName(), widget.windowTitle(), widget.toolTip()]
    return [*own, widget.text()] if isinstance(widget, QLabel) else own


def _on_stacks() -> Iterator[object]:
    """What the kiosk's threads have in their hands; those of a hub in the same process are none of its."""
    ours = {thread.ident for thread in threading.enumerate() if thread.name.startswith(KIOSK_THREADS)}
    for thread, top in sys._current_frames().items():
        frame: FrameType | None = top if thread in ours else None
        while frame is not None:
            yield from frame.f_locals.values()
            frame = frame.f_back


def _reachable(roots: Iterable[object], but: set[int]) -> Iterator[object]:
    seen, waiting = set(but), list(roots)
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, (ModuleType, type, Texts, FrameType)):
            continue
        seen.add(id(one))
        yield one
        waiting.extend(_inside(one))


def _inside(one: object) -> list[Any]:
    """A function's module is not part of what it holds."""
    if isinstance(one, FunctionType):
        return [one.__closure__, one.__defaults__, one.__kwdefaults__]
    return gc.get_referents(one)
