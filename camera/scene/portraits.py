"""Two real faces for the scene: public-domain portraits that come inside Python packages.

Eileen Collins, NASA, `astronaut.png` of scikit-image; Grace Hopper, US Navy, `grace_hopper.jpg` of matplotlib.
Only the files are used: neither package is imported.
"""

from importlib.util import find_spec
from pathlib import Path

from camera.errors import CameraPackageError
from camera.scene.cast import Person
from camera.sources.pictures import read_picture
from camera.types import Box, Image

_HINT = "Run 'uv sync --group demo' in the program's folder."

_COLLINS_OUTLINE = (
    (154, 66), (160, 44), (178, 30), (208, 19), (234, 17), (260, 25), (281, 39), (295, 60), (300, 85), (296, 108),
    (284, 126), (268, 136), (263, 150), (256, 168), (276, 184), (292, 206), (303, 233), (316, 246), (312, 268),
    (286, 290), (250, 302), (214, 298), (176, 280), (140, 258), (110, 230), (108, 206), (119, 184), (130, 163),
    (150, 151), (182, 149), (183, 136), (170, 128), (162, 113), (154, 94),
)  # fmt: skip
_HOPPER_OUTLINE = (
    (153, 188), (152, 122), (168, 98), (178, 74), (198, 52), (226, 36), (262, 25), (300, 38), (334, 58), (352, 86),
    (366, 91), (371, 130), (369, 178), (373, 198), (367, 232), (357, 262), (351, 288), (334, 312), (358, 340),
    (384, 400), (330, 450), (270, 466), (200, 450), (136, 400), (164, 348), (198, 320), (196, 303), (180, 286),
    (166, 268), (160, 238), (154, 208),
)  # fmt: skip


def packaged_people() -> list[Person]:
    """Ready for the scene. Raises CameraPackageError when the demonstration's packages are not installed."""
    collins = _package_file("skimage", "data/astronaut.png")
    hopper = _package_file("matplotlib", "mpl-data/sample_data/grace_hopper.jpg")
    return [
        Person("Eileen Collins", collins, Box(178, 63, 268, 176), _COLLINS_OUTLINE, coat=(58, 100, 226)),
        Person("Grace Hopper", hopper, Box(183, 120, 353, 333), _HOPPER_OUTLINE, coat=(38, 28, 24)),
    ]


def packaged_portraits() -> dict[str, Image]:
    """The same people as photographs to enrol: head and shoulders, the face in the middle."""
    return {person.who: _head_and_shoulders(person) for person in packaged_people()}


def _head_and_shoulders(person: Person) -> Image:
    area = person.face.grown(0.9).clipped(person.portrait.shape[1], person.portrait.shape[0])
    if area is None:
        raise ValueError(f"the face of {person.who} lies outside of the portrait")
    return person.portrait[area.top : area.bottom, area.left : area.right].copy()


def _package_file(package: str, inside: str) -> Image:
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or []) if spec is not None else []
    paths = [path for folder in folders if (path := Path(folder) / inside).is_file()]
    if not paths:
        raise CameraPackageError(f"the portraits of the drawn scene are missing: no {inside} of {package}", _HINT)
    return read_picture(paths[0])
