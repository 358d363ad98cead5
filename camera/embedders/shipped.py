"""The manifests that come with the program: the one place for the default thresholds and margins."""

from importlib.resources import files

from camera.embedders.manifest import EmbedderManifest, parse_manifest

DLIB = "dlib-resnet-v1"


def shipped_manifest(name: str) -> EmbedderManifest:
    """The manifest of one of the embedders we know. Raises FileNotFoundError for a name that is not shipped."""
    file = files("camera.embedders") / "manifests" / f"{name}.toml"
    return parse_manifest(file.read_text(encoding="utf-8"), f"{name}.toml")
