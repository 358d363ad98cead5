"""Does dlib run on this computer? Its prebuilt wheel needs AVX and kills the whole process where there is none."""

import subprocess
import sys
from functools import cache

from camera.errors import ModelError

TIMEOUT_S = 30.0
HINT = (
    "Install a detector and an embedder that do without dlib: 'gatehouse models fetch yunet' and "
    "'gatehouse models fetch sface', or 'gatehouse models import FILE'."
)


def imports_in_a_child(module: str, timeout_s: float = TIMEOUT_S) -> bool:
    """Whether a child process can import this module and end well, in bounded time."""
    command = [sys.executable, "-c", f"import {module}"]
    try:
        child = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=timeout_s, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return False
    return child.returncode == 0


@cache
def dlib_works() -> bool:
    """Whether dlib can be imported here; asked of a child process, once."""
    return imports_in_a_child("dlib")


def require_dlib() -> None:
    """Raises ModelError where importing dlib would end this process."""
    if "dlib" not in sys.modules and not dlib_works():
        raise ModelError("dlib does not run on this computer (its prebuilt form needs a processor with AVX)", HINT)
