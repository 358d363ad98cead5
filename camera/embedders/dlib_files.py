"""Where dlib's weights lie: in the package face_recognition_models, found without importing it."""

from importlib.util import find_spec
from pathlib import Path

from camera.errors import ModelError

PACKAGE = "face_recognition_models"
RESNET = "dlib_face_recognition_resnet_model_v1.dat"
FIVE_POINTS = "shape_predictor_5_face_landmarks.dat"


def packaged(file_name: str) -> Path:
    """The path of one of the package's model files. Raises ModelError when it is not there.

    Importing the package would run pkg_resources, which newer versions of setuptools have dropped.
    """
    spec = find_spec(PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / "models" / file_name
        if path.is_file():
            return path
    raise ModelError(f"dlib's file {file_name} is not installed", f"Install the package {PACKAGE} again.")
