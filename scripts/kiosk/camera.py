"""The camera that the kiosk and this PC's watch share: both ask for it in the same words, else they could not."""

from pathlib import Path

from camera.leases.shared_camera import SharedCamera
from camera.messages import WorkerSpec
from camera.models.choice import chosen_names
from camera.models.store import ModelStore
from scripts.kiosk.settings import KioskSettings
from scripts.settings import EngineSettings

MIN_FACE_PX = 80
"""Who stands before a kiosk is near."""


def camera_name(kiosk: KioskSettings) -> str:
    return f"kiosk {kiosk.name}"


def kiosk_camera(models_dir: Path, kiosk: KioskSettings, engine: EngineSettings) -> SharedCamera:
    """Raises ModelError where a model of the settings is not installed."""
    networks = chosen_names(ModelStore(models_dir), engine.detector, engine.embedder)
    return SharedCamera(WorkerSpec(camera_name(kiosk), kiosk.camera, models_dir, *networks, MIN_FACE_PX))


def run_dir(home: Path) -> Path:
    """Where the programs of this PC find the camera's worker."""
    return home / "run"
