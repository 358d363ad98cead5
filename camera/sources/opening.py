"""An address as people write it in the settings or on the command line, turned into a source of frames.

Each driver is imported when its kind of address comes up: a USB camera needs no FFmpeg, a recording no OpenCV.
"""

import re
import time
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from camera.errors import CameraError
from camera.sources.protocol import FrameSource
from camera.types import Seconds

UNDERSTOOD = (
    "a video file, a folder of JPEG or PNG pictures, usb:0 (or just 0, with a size: usb:0?size=1280x720), "
    "rtsp://..., rtsps://..., http://..., https://..., fake:entrance (a drawn scene), "
    "fake:patient (a drawn person before a kiosk)"
)
_STREAMS = ("rtsp", "rtsps", "http", "https")
_SCHEMES = ("usb", *_STREAMS, "fake")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")  # two characters at least: "C:" is a disk
_USB = re.compile(r"(?:usb:)?([0-9]{1,3})(?:\?size=([0-9]{2,5})x([0-9]{2,5}))?", re.IGNORECASE)


def open_source(url: str | Path, name: str, clock: Callable[[], Seconds] = time.monotonic) -> FrameSource:
    """Open what `url` names; `name` is what the camera is called in errors, sightings and alarms.

    Live cameras stamp their frames with `clock`. Raises CameraError: what is wrong, and a hint what to do.
    """
    text = str(url).strip()
    if not text:
        raise CameraError(name, "the address is empty", f"Understood are: {UNDERSTOOD}.")
    if isinstance(url, Path) or not _is_address(text):
        return _recording(Path(url), name)
    if _USB.fullmatch(text):
        return _usb(text, name, clock)
    scheme, _, rest = text.partition(":")
    match scheme.lower():
        case "fake":
            return _fake(rest, name, clock)
        case "rtsp" | "rtsps" | "http" | "https" if rest.startswith("//") and rest.strip("/"):
            return _stream(text, name, clock)
    raise CameraError(name, _not_understood(text), f"Understood are: {UNDERSTOOD}.")


def address_fault(url: str) -> str | None:
    """What cannot be right about an address as it is written, before anything is opened; None where nothing is."""
    text = url.strip()
    if not text:
        return "the address is empty"
    scheme, _, rest = text.partition(":")
    whole = scheme.lower() == "fake" or (scheme.lower() in _STREAMS and rest.startswith("//") and rest.strip("/"))
    if whole or _USB.fullmatch(text) or not _is_address(text):
        return None
    return _not_understood(text)


def _is_address(text: str) -> bool:
    if _USB.fullmatch(text):
        return True
    return _SCHEME.match(text) is not None and not _is(Path.exists, Path(text))


def _is(asked: Callable[[Path], bool], path: Path) -> bool:
    """False also for what cannot be looked at, or is longer than a file's name may be: an address often is."""
    try:
        return asked(path)
    except OSError:
        return False


def _not_understood(text: str) -> str:
    scheme = text.partition(":")[0].lower()
    if scheme in _SCHEMES:
        return f"an address that starts with {scheme!r} is written differently"
    close = get_close_matches(scheme, _SCHEMES, 1)
    asked = f" (did you mean {close[0]!r}?)" if close else ""
    return f"no camera or file is reached by {scheme!r}{asked}"


def _recording(path: Path, name: str) -> FrameSource:
    if _is(Path.is_dir, path):
        from camera.sources.image_folder import ImageFolder

        return ImageFolder(path, name)
    from camera.sources.video_file import VideoFile

    return VideoFile(path, name)


def _usb(text: str, name: str, clock: Callable[[], Seconds]) -> FrameSource:
    from camera.sources.usb import UsbAddress, UsbCamera

    found = _USB.fullmatch(text)
    index, *size = [None if part is None else int(part) for part in found.groups()] if found else [0]
    return UsbCamera(UsbAddress(index or 0, *size), name, clock)


def _stream(url: str, name: str, clock: Callable[[], Seconds]) -> FrameSource:
    from camera.sources.stream import StreamCamera

    return StreamCamera(url, name, clock)


def _fake(rest: str, name: str, clock: Callable[[], Seconds]) -> FrameSource:
    place, _, query = rest.partition("?")
    if place == "patient":
        from camera.scene.heads.opening import patient_camera

        return patient_camera(query, name, clock)
    if place == "stage":
        from camera.scene.heads.staged import staged_camera

        return staged_camera(query, name, clock)
    from camera.scene.source import fake_camera

    return fake_camera(rest, name, clock)
