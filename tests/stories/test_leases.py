"""The real camera program between a watch and a kiosk, over the drawn entrance, with the real engine and face check."""

import subprocess
import sys
from pathlib import Path

from camera.leases.faces import hold_faces
from camera.leases.memory import SYSTEM_FOLDER
from camera.leases.messages import CheckFacts, CheckProgress, StartCheck
from camera.leases.mirror import hold_mirror
from camera.leases.run_files import RunFiles
from camera.leases.shared_camera import SharedCamera
from camera.messages import CameraCondition, CameraState, Heartbeat, Stop, WorkerSpec
from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from camera.types import Sighting
from tests.camera.leases.hand import Reader, hear, runs, until
from tests.stories.home import ROOT

KIOSK = "挂号机 1"


def test_watch_and_kiosk_share_one_camera_and_leave_nothing_behind(tmp_path: Path) -> None:
    spec = WorkerSpec(KIOSK, "fake:entrance?loop=1", tmp_path / "models", "hog", "dlib", min_face_px=80)
    shared = SharedCamera(spec, linger_s=0.2)
    files = RunFiles(tmp_path / "run", KIOSK)
    reference = to_jpeg(packaged_portraits()["Grace Hopper"])

    watch = hold_faces(shared, "watch", tmp_path / "run")
    assert hear(watch.line, CameraState).condition is CameraCondition.LIVE
    worker = files.read()
    assert worker
    assert not shared_memory(files), "before consent no picture leaves the worker"

    reader = Reader()
    kiosk = hold_mirror(shared, "kiosk", tmp_path / "run", reader.on_frame, reader.on_told)
    reader.shown(10)
    assert files.read() == worker, "the kiosk joined the worker that the watch had started"
    kiosk.start_check(StartCheck("visit", reference, within_s=2.0))
    facts = reader.heard(CheckFacts)
    assert facts.check_id == "visit"
    assert any(isinstance(one, CheckProgress) for one in reader.told)
    assert hear(watch.line, Sighting).camera == KIOSK
    assert reader.frames[-1][1] == (540, 960, 3)

    kiosk.close()
    assert hear(watch.line, Sighting).embedding.vector.size
    until(lambda: not shared_memory(files), "the end of the mirror's memory")
    watch.line.send(Stop())
    assert hear(watch.line, Heartbeat).counts.embedded > 0
    watch.close()
    until(lambda: files.read() is None, "the end of the worker")
    until(lambda: not runs(worker.pid), "the end of its process")
    assert [path.suffix for path in (tmp_path / "run").rglob("*") if path.is_file()] == [".lock"]
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(reference[200:264] in content for content in kept)


def test_what_the_kiosk_needs_to_hold_a_mirror_loads_no_engine() -> None:
    heavy = ("cv2", "onnxruntime", "dlib", "av", "camera.engine", "camera.pipeline")
    code = f"import sys, camera.leases.mirror, camera.leases.fake; print(*[m for m in {heavy!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []


def shared_memory(files: RunFiles) -> list[Path]:
    """Of this camera, where it can be listed."""
    return sorted(SYSTEM_FOLDER.glob(f"{files.memory_prefix}*"))
