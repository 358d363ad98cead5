"""A home for the house under attack: the list, the guards and the settings, by the real commands."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from camera.side_by_side import to_jpeg
from camera.types import Image, Seconds
from scripts.bench.attack.programs import run_to_end
from scripts.command import SETTINGS_FILE

GUARDS = ("guard-a", "guard-b", "guard-c")
PHONE, LOOKER = "guard-c", "looker"
PIN = "482913"


@dataclass(frozen=True, slots=True)
class Home:
    path: Path
    environ: Mapping[str, str]

    def arguments(self, *arguments: str) -> list[str]:
        """Of a command that works in this home and tells JSON."""
        return [*arguments, "--json", "--home", str(self.path)]

    def run(self, *arguments: str) -> None:
        run_to_end(self.arguments(*arguments), self.environ)


def furnish(
    folder: Path, cameras: Mapping[str, str], faces: Mapping[str, Image], quiet_s: Seconds, models_dir: Path | None
) -> Home:
    """`cameras` are the addresses by name. Raises CommandError."""
    environ = {"GATEHOUSE_KEYS": str(folder / "keys"), "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
    home, photographs, pin = Home(folder / "home", os.environ | environ), folder / "photographs", folder / "pin"
    for name, face in faces.items():
        (photographs / name).mkdir(parents=True)
        (photographs / name / "portrait.jpg").write_bytes(to_jpeg(face))
    pin.write_text(PIN)
    if models_dir is not None and models_dir.is_dir():
        shutil.copytree(models_dir, home.path / "models")
    home.run("people", "import", str(photographs), "--reason", "bench", "--accept-lookalikes")
    for guard in (*GUARDS, LOOKER):
        home.run("guards", "add", guard, "--name", guard, "--pin-file", str(pin))
    tables = ["[alarm]", f"quiet_s = {quiet_s}", "[guard]", "escalate_s = 5", "[phone]", "serve = true"]
    for name, url in cameras.items():
        tables += ["[[cameras]]", f'name = "{name}"', f'url = "{url}"']
    (home.path / SETTINGS_FILE).write_text("\n".join(tables) + "\n", encoding="utf-8")
    return home
