"""Detector, landmarks and embedder as one thing: the only place where they are put together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from camera.closer import CloserLook
from camera.detectors.protocol import Detector
from camera.embedders.manifest import Alignment
from camera.embedders.protocol import Embedder
from camera.errors import ModelError
from camera.models.choice import AUTO, choose_detector, choose_embedder
from camera.models.store import Installed, ModelStore
from camera.types import Embedding, Face, Image, Landmarks


@dataclass(frozen=True, slots=True)
class Engine:
    """Finds faces and turns them into vectors. One object belongs to one thread.

    `landmarks_for(image, face)` gives a face's landmarks in the layout the embedder wants.
    """

    detector: Detector
    landmarks_for: Callable[[Image, Face], Landmarks]
    embedder: Embedder

    def faces(self, image: Image, min_face_px: int) -> list[Face]:
        """The faces in a BGR picture, in its pixels."""
        return self.detector.detect(image, min_face_px)

    def crops(self, image: Image, faces: Sequence[Face]) -> list[Image]:
        """The aligned crops as the embedder takes them; cutting them early frees the large picture."""
        return [self.embedder.crop(image, self.landmarks_for(image, face)) for face in faces]

    def embed(self, image: Image, faces: Sequence[Face]) -> list[Embedding]:
        """One embedding for each face, in their order. Raises ModelError when the network answers NaN or zero."""
        return self.embed_crops(self.crops(image, faces))

    def embed_crops(self, crops: Sequence[Image]) -> list[Embedding]:
        rows = self.embedder.embed(crops) if crops else ()
        return [Embedding(row, self.embedder.model_id) for row in rows]


def build_engine(models_dir: Path, detector: str = AUTO, embedder: str = AUTO) -> Engine:
    """The engine of these names from the models in this folder.

    "auto" takes YuNet where its file is installed, else HOG; an installed embedder of the ArcFace type, else dlib's.
    Raises ModelError: an unknown name, a file that is missing or damaged, dlib wanted where it does not run.
    """
    store = ModelStore(models_dir)
    finder, arcface = build_detector(models_dir, detector), choose_embedder(store, embedder)
    if arcface is None:
        return Engine(finder, _eye_corners_for(finder), _dlib(store))
    if finder.layout == "five-points":
        return Engine(finder, CloserLook(finder).landmarks, _arcface(arcface, "five-points"))
    return Engine(finder, _as_found, _arcface(arcface, "eyes-nose"))


def build_detector(models_dir: Path, detector: str = AUTO) -> Detector:
    """As `build_engine` would choose it, where faces are only looked for. Raises ModelError."""
    yunet = choose_detector(ModelStore(models_dir), detector)
    return _hog() if yunet is None else _yunet(yunet)


def _as_found(_image: Image, face: Face) -> Landmarks:
    return face.landmarks


def _eye_corners_for(detector: Detector) -> Callable[[Image, Face], Landmarks]:
    """HOG brings dlib's landmarks along; on the faces of another detector dlib's predictor looks for them."""
    if detector.layout == "eye-corners":
        return _as_found
    _require_dlib()
    from camera.landmarks import DlibLandmarks, hog_like_box  # imports dlib

    predictor = DlibLandmarks()
    return lambda image, face: predictor.find(image, hog_like_box(face.box))


def _hog() -> Detector:
    _require_dlib()
    from camera.detectors.hog import HogDetector  # imports dlib

    return HogDetector()


def _yunet(model: Installed) -> Detector:
    model.content()
    from camera.detectors.yunet import YuNetDetector  # imports cv2

    return YuNetDetector(model.path)


def _dlib(store: ModelStore) -> Embedder:
    from camera.embedders.dlib_onnx import DlibEmbedder  # imports onnxruntime

    return DlibEmbedder(store.converted)


def _arcface(model: Installed, alignment: Alignment) -> Embedder:
    from camera.embedders.arcface import ArcFaceEmbedder  # imports onnxruntime

    if model.manifest is None:
        raise ModelError(f"{model.name} is a {model.kind}, not an embedder")
    return ArcFaceEmbedder(model.content(), model.manifest, alignment)


def _require_dlib() -> None:
    from camera.embedders.dlib_probe import require_dlib  # only this path starts a child process

    require_dlib()
