"""What bench works on: the recordings of a folder, or a piece of the drawn scene written as a recording."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from camera.sources.opening import open_source
from camera.types import Box, Frame, Image, Seconds
from scripts.bench.peer import BenchRefused

VIDEOS = {
    *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".gif", ".ts", ".mpg", ".mpeg", ".wmv", ".flv", ".ogv"),
    *(".dav", ".264", ".h264", ".265", ".hevc", ".mjpeg", ".mjpg"),
}
STILLS_AT = (0.2, 0.4, 0.6, 0.8)
"""Where in a recording the stills are taken that its person is enrolled from, as parts of its length."""

DRAWN_S = (6.5, 12.5)
"""The piece of the drawn scene in which both people come near."""

_DRAWN_SCALE = 0.75
_SAME_PLACE = 0.2

Locate = Callable[[Image], Sequence[Box]]


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A recording and the photographs (BGR) from which those to be found in it are enrolled."""

    name: str
    path: Path
    frames: int
    length_s: Seconds
    size: tuple[int, int]
    people: Mapping[str, Sequence[Image]]

    def __iter__(self) -> Iterator[Frame]:
        with closing(open_source(self.path, self.name)) as source:
            yield from source

    @property
    def photographs(self) -> list[Image]:
        return [picture for pictures in self.people.values() for picture in pictures]

    def stretch(self, length_s: Seconds) -> list[Frame]:
        """The frames around the middle, decoded."""
        begins_s = max(0.0, (self.length_s - length_s) / 2)
        wanted = (frame for frame in self if begins_s <= frame.at < begins_s + length_s)
        return [Frame.of(frame.image, frame.at, frame.number) for frame in wanted]


def clips_in(folder: Path, locate: Locate) -> list[Clip]:
    """Every recording of the folder; whoever `locate` finds in stills of it is the one to be found in it.

    Raises BenchRefused when there is none, NotAVideo for one that cannot be read.
    """
    return [_of_its_person(path, locate) for path in recordings_in(folder)]


def recordings_in(folder: Path) -> list[Path]:
    """Raises BenchRefused when there is none."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in VIDEOS and path.is_file())
    if not paths:
        raise BenchRefused(f"no video file in {folder}", "Name a folder of video files, or leave --clips away.")
    return paths


def drawn_clip(folder: Path, length_s: Seconds = DRAWN_S[1] - DRAWN_S[0]) -> Clip:
    """A piece of the drawn scene, written into this folder, with its people's portraits.

    Raises CameraPackageError when the packages with the portraits are not installed.
    """
    from camera.detectors.scaling import resized
    from camera.scene.entrance import FPS, EntranceScene
    from camera.scene.portraits import packaged_people, packaged_portraits
    from camera.scene.video import write_video

    scene = EntranceScene(packaged_people())
    times = [DRAWN_S[0] + number / FPS for number in range(round(length_s * FPS))]
    size = round(scene.width_px * _DRAWN_SCALE), round(scene.height_px * _DRAWN_SCALE)
    path = folder / "entrance.mp4"
    write_video(path, FPS, size, (resized(scene.frame(at_s), _DRAWN_SCALE) for at_s in times))
    return _measured(path, lambda _stills: {who: [portrait] for who, portrait in packaged_portraits().items()})


def in_words(clips: Sequence[Clip]) -> str:
    sizes = sorted({f"{clip.size[0]}x{clip.size[1]}" for clip in clips})
    frames, length_s = sum(clip.frames for clip in clips), sum(clip.length_s for clip in clips)
    named = f"{len(clips)} recordings" if len(clips) > 1 else f"the recording {clips[0].name}"
    return f"{named}, {frames} frames in {length_s:.1f} s of {' and '.join(sizes)}"


def _of_its_person(path: Path, locate: Locate) -> Clip:
    return _measured(path, lambda stills: {path.name: portraits(stills, locate)})


def portraits(stills: Sequence[Image], locate: Locate) -> list[Image]:
    """One person's face and what is around it: the largest face at first, then whichever is at the same place.

    Both sides enrol from these same pictures, so that they look for the same person.
    """
    found: list[Image] = []
    last: Box | None = None
    for still in stills:
        box = _same(locate(still), last)
        part = box and box.grown(1.0).clipped(still.shape[1], still.shape[0])
        if box is not None and part is not None:
            last = box
            found.append(still[part.top : part.bottom, part.left : part.right].copy())
    return found


def _same(boxes: Sequence[Box], last: Box | None) -> Box | None:
    if last is None:
        return max(boxes, key=lambda box: box.area, default=None)
    return max((box for box in boxes if box.overlap(last) > _SAME_PLACE), key=last.overlap, default=None)


def _measured(path: Path, people: Callable[[Sequence[Image]], Mapping[str, Sequence[Image]]]) -> Clip:
    """`people` says who is in these stills."""
    with closing(open_source(path, path.name)) as source:
        times = [frame.at for frame in source]
    stills = _pictures(path, [int(part * len(times)) for part in STILLS_AT])
    size = stills[0].shape[1], stills[0].shape[0]
    each_s = (times[-1] - times[0]) / max(len(times) - 1, 1)
    length_s = times[-1] - times[0] + each_s
    return Clip(path.name, path, len(times), length_s, size, people(stills))


def _pictures(path: Path, numbers: Sequence[int]) -> list[Image]:
    with closing(open_source(path, path.name)) as source:
        found = {frame.number: frame.image for frame in source if frame.number in numbers}
    return [found[number] for number in numbers]
